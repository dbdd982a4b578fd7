import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { World } from "./replay-and-compare.ts";
import type { Database, StateTool } from "./replay-calls.ts";

/**
 * The airline of τ-bench: tools reimplemented from the policy, the traces and the meaning of the published ones (MIT).
 *
 * Texts and names that decide whether two states are equal (HATHAT, certificate_3221322, the time of booking) are facts of
 * the benchmark.
 */
const DATA = new URL("../../../../../shared/data/agents/", import.meta.url);

interface Payment {
  payment_id: string;
  amount: number;
}

interface Leg {
  flight_number: string;
  date: string;
  price?: number;
  origin?: string;
  destination?: string;
}

interface Reservation {
  user_id: string;
  cabin: string;
  flights: Leg[];
  passengers: unknown[];
  payment_history: Payment[];
  nonfree_baggages: number;
  total_baggages: number;
  status?: string;
}

interface Day {
  status: string;
  available_seats: { [cabin: string]: number };
  prices: { [cabin: string]: number };
}

interface Flight {
  flight_number: string;
  origin: string;
  destination: string;
  scheduled_departure_time_est: string;
  scheduled_arrival_time_est: string;
  dates: { [date: string]: Day };
}

interface Method {
  source: string;
  amount: number;
  id: string;
}

interface User {
  payment_methods: { [id: string]: Method };
  reservations: string[];
}

export interface Airline {
  flights: { [number: string]: Flight };
  reservations: { [id: string]: Reservation };
  users: { [id: string]: User };
}

class Refusal extends Error {}

function refuse(why: string): never {
  throw new Refusal(why);
}

function table(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(new URL(`tau_airline_db_${name}.json.gz`, DATA))).toString());
}

let airline: Airline | undefined;

export function airlineDatabase(): Database & Airline {
  airline ??= { flights: table("flights"), reservations: table("reservations"), users: table("users") } as Airline;
  return airline as Database & Airline;
}

function reservationOf(db: Airline, id: string): Reservation {
  return db.reservations[id] ?? refuse("Error: reservation not found");
}

function userOf(db: Airline, id: string): User {
  return db.users[id] ?? refuse("Error: user not found");
}

function seatOn(db: Airline, leg: Leg, cabin: string, seats: number): Leg & { price: number } {
  const flight = db.flights[leg.flight_number] ?? refuse(`Error: flight ${leg.flight_number} not found`);
  const day = flight.dates[leg.date] ?? refuse(`Error: flight ${leg.flight_number} not found on date ${leg.date}`);
  if (day.status !== "available") refuse(`Error: flight ${leg.flight_number} not available on date ${leg.date}`);
  const free = day.available_seats[cabin];
  const price = day.prices[cabin];
  if (free === undefined || price === undefined) throw new Error(`'${cabin}'`);
  if (free < seats) refuse(`Error: not enough seats on flight ${leg.flight_number}`);
  return { ...leg, price, origin: flight.origin, destination: flight.destination };
}

/** Takes the price of a change from a payment method of the reservation's owner. */
function charge(db: Airline, reservation: Reservation, paymentId: string, price: number): () => void {
  const method = db.users[reservation.user_id]?.payment_methods[paymentId] ?? refuse("Error: payment method not found");
  if (method.source === "certificate") refuse("Error: certificate cannot be used to update reservation");
  if (method.source === "gift_card" && method.amount < price) refuse("Error: gift card balance is not enough");
  return () => {
    if (method.source === "gift_card") method.amount -= price;
    if (price !== 0) reservation.payment_history.push({ payment_id: paymentId, amount: price });
  };
}

interface Booking {
  user_id: string;
  origin: string;
  destination: string;
  flight_type: string;
  cabin: string;
  flights: Leg[];
  passengers: unknown[];
  payment_methods: Payment[];
  total_baggages: number;
  nonfree_baggages: number;
  insurance: string;
}

function bookReservation(db: Airline, given: Booking): Reservation {
  const user = userOf(db, given.user_id);
  const id = ["HATHAT", "HATHAU", "HATHAV"].find(
    (name, i) => i === 2 || !Object.hasOwn(db.reservations, name),
  ) as string;
  const { payment_methods: payments, passengers, flights, ...rest } = given;
  const legs = flights.map((leg) => seatOn(db, leg, given.cabin, passengers.length));
  const seats = legs.reduce((sum, { price }) => sum + price, 0) * passengers.length;
  const total = seats + (given.insurance === "yes" ? 30 * passengers.length : 0) + 50 * given.nonfree_baggages;
  for (const { payment_id: paymentId, amount } of payments) {
    const method = user.payment_methods[paymentId] ?? refuse(`Error: payment method ${paymentId} not found`);
    const limited = method.source === "gift_card" || method.source === "certificate";
    if (limited && method.amount < amount) refuse(`Error: not enough balance in payment method ${paymentId}`);
  }
  const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
  if (paid !== total) refuse(`Error: payment amount does not add up, total price is ${total}, but paid ${paid}`);
  for (const { payment_id: paymentId, amount } of payments) {
    const method = user.payment_methods[paymentId] as Method;
    if (method.source === "gift_card") method.amount -= amount;
    else if (method.source === "certificate") delete user.payment_methods[paymentId];
  }
  const reservation = {
    reservation_id: id,
    ...rest,
    flights: legs,
    passengers,
    payment_history: payments,
    created_at: "2024-05-15T15:00:00",
  };
  db.reservations[id] = reservation;
  user.reservations.push(id);
  return reservation;
}

function cancelReservation(db: Airline, given: { reservation_id: string }): Reservation {
  const reservation = reservationOf(db, given.reservation_id);
  const refunds = reservation.payment_history.map(({ payment_id, amount }) => ({ payment_id, amount: -amount }));
  reservation.payment_history.push(...refunds);
  reservation.status = "cancelled";
  return reservation;
}

function updateFlights(
  db: Airline,
  given: { reservation_id: string; cabin: string; flights: Leg[]; payment_id: string },
): Reservation {
  const reservation = reservationOf(db, given.reservation_id);
  const people = reservation.passengers.length;
  const legs = given.flights.map((leg) => {
    const kept = reservation.flights.find((old) => old.flight_number === leg.flight_number && old.date === leg.date);
    if (kept === undefined || given.cabin !== reservation.cabin) return seatOn(db, leg, given.cabin, people);
    return { ...leg, price: kept.price, origin: kept.origin, destination: kept.destination } as Leg;
  });
  const sum = (list: readonly Leg[]): number => list.reduce((total, { price }) => total + (price ?? 0), 0) * people;
  const pay = charge(db, reservation, given.payment_id, sum(legs) - sum(reservation.flights));
  pay();
  reservation.flights = legs as Leg[];
  return reservation;
}

interface Baggage {
  reservation_id: string;
  total_baggages: number;
  nonfree_baggages: number;
  payment_id: string;
}

function updateBaggages(db: Airline, given: Baggage): Reservation {
  const reservation = reservationOf(db, given.reservation_id);
  const pay = charge(
    db,
    reservation,
    given.payment_id,
    50 * Math.max(0, given.nonfree_baggages - reservation.nonfree_baggages),
  );
  reservation.total_baggages = given.total_baggages;
  reservation.nonfree_baggages = given.nonfree_baggages;
  pay();
  return reservation;
}

function updatePassengers(db: Airline, given: { reservation_id: string; passengers: unknown[] }): Reservation {
  const reservation = reservationOf(db, given.reservation_id);
  if (given.passengers.length !== reservation.passengers.length) refuse("Error: number of passengers does not match");
  reservation.passengers = given.passengers;
  return reservation;
}

function sendCertificate(db: Airline, given: { user_id: string; amount: number }): string | null {
  const user = userOf(db, given.user_id);
  const id = [3221322, 3221323, 3221324]
    .map((n) => `certificate_${n}`)
    .find((name) => !Object.hasOwn(user.payment_methods, name));
  if (id === undefined) return null;
  user.payment_methods[id] = { source: "certificate", amount: given.amount, id };
  return `Certificate ${id} added to user ${given.user_id} with amount ${given.amount}.`;
}

/** What a refused call returns is an observation, not an accident. */
function speaking(tool: StateTool): StateTool {
  return (db, given) => {
    try {
      return tool(db, given);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  };
}

/** The world of the airline: the tools that change its state, and those that read single records. */
export const world: World = {
  database: airlineDatabase,
  tools: Object.fromEntries(
    Object.entries({
      book_reservation: bookReservation,
      cancel_reservation: cancelReservation,
      update_reservation_flights: updateFlights,
      update_reservation_baggages: updateBaggages,
      update_reservation_passengers: updatePassengers,
      send_certificate: sendCertificate,
      get_reservation_details: (db: Airline, given: { reservation_id: string }) =>
        reservationOf(db, given.reservation_id),
      get_user_details: (db: Airline, given: { user_id: string }) => userOf(db, given.user_id),
      search_direct_flight: (db: Airline, given: { origin: string; destination: string; date: string }) =>
        Object.values(db.flights).flatMap((flight) => {
          const day = flight.dates[given.date];
          if (flight.origin !== given.origin || flight.destination !== given.destination) return [];
          if (day?.status !== "available") return [];
          const { dates: _, ...facts } = flight;
          return [{ ...facts, ...day }];
        }),
      think: () => "",
      transfer_to_human_agents: () => "Transfer successful",
    }).map(([name, tool]) => [name, speaking(tool as StateTool)]),
  ),
};
