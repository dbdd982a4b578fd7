import type { Json } from "@guerdon/core/signal";
import type { ContextualWorldOptions } from "./contextual-world.ts";
import {
  MORNING,
  ORDERS,
  SLOTS,
  type TravelQuery,
  type TripPicks,
  travelQuery,
  VISIT,
  visitStart,
  WAY,
} from "./travel-query.ts";
import { CITIES, type Connection, PAGE, type Sight } from "./travel-tables.ts";

/** A trip that was planned, in the words that checkers of itineraries and of claims read. */
export interface PlannedTrip {
  /** The itinerary: a list of moves, visits and stays with date-times. */
  readonly items: Json;
  /** What was asked for, with the opening hours that the plan states. */
  readonly demands: Json;
  /** Every detail that should come from a tool: number, times, price. */
  readonly claims: Json;
  readonly isHard: boolean;
  /** What the tools that were called have answered. */
  readonly observations: readonly Json[];
}

export interface TravelSandboxOptions<N extends string> {
  readonly queries?: number;
  readonly heldOut?: number;
  readonly hardShare?: number;
  /** Share of details that are made up when no tool is asked. */
  readonly wrongShare?: number;
  /** Further values of trips. */
  measure(trips: readonly PlannedTrip[]): { readonly [name in N]: ArrayLike<number> };
}

type TravelSignal = "calls" | "madeUp" | "hard";

const MEMORY = PAGE;
const ORDER = 2 * SLOTS.length;
const DAY = 1440;
/** Facts of a row: that it meets the demand of its part, that it is not dear. */
const BITS = 2;
const ROW_FACTS = SLOTS.length * PAGE * BITS;
const [ARRIVAL, OPENING, RETURN] = [ROW_FACTS, ROW_FACTS + 3, ROW_FACTS + 6] as const;
const FACTS = ROW_FACTS + 8;

/**
 * Trips of two days to be planned from tools that answer the same for ever: a way out, a hotel, a sight, a way back.
 *
 * For each of the four: whether its tool is called, and then which row of its answer (a page of four) is taken, or what comes
 * to mind instead. Without a call it is what comes to mind: a random row of the page, or with chance
 * `wrongShare` one that is made up and fits what is asked. At last when the sight is visited: on the day of arrival, the
 * next morning, or before the journey. What a page shows of its rows, and what was taken, is seen by all later choices.
 * Queries ask for 1–2 of budget, earliest start, latest end and a sight; hard ones for 3–4. Each can be met.
 *
 * Signals: `calls`; `madeUp`: parts of the trip that no table knows; `hard`: 1 for a hard query; and what `measure` gives.
 *
 * @paper 132 §Experiment (6 cities, queries with 1–4 constraints, easy and hard 70/30, a memory wrong half of the time)
 *
 * ```ts doctest
 * import { travelSandbox } from "@guerdon/lab/world";
 * travelSandbox({ queries: 1, heldOut: 1, measure: () => ({}) }).heads // => [2, 5, 2, 5, 2, 5, 2, 5, 3]
 * ```
 */
export function travelSandbox<N extends string>(
  options: TravelSandboxOptions<N>,
): ContextualWorldOptions<N | TravelSignal> {
  const { queries: count = 400, heldOut = 200, hardShare = 0.3, wrongShare = 0.5, measure } = options;
  const queries = Array.from({ length: count + heldOut }, (_, i) => travelQuery(i, hardShare, wrongShare));
  return {
    contexts: queries.map(showQuery),
    training: count,
    heads: [...SLOTS.flatMap(() => [2, PAGE + 1]), ORDERS.length],
    follows: (_, head, choice) => (head < ORDER && head % 2 === 0 && choice === 0 ? head + 2 : head + 1),
    facts: FACTS,
    reveals: (context, head, choice) => reveal(queries[context] as TravelQuery, head, choice),
    measure: (responses) => {
      const read = responses.map(({ context, choices }) => readTrip(queries[context] as TravelQuery, choices));
      const known: { readonly [name in TravelSignal]: readonly number[] } = {
        calls: read.map(({ observations }) => observations.length),
        madeUp: read.map(({ madeUp }) => madeUp),
        hard: responses.map(({ context }) => Number(queries[context]?.isHard)),
      };
      return { ...measure(read), ...known } as { readonly [name in N | TravelSignal]: ArrayLike<number> };
    },
    demonstrate: (context) => {
      const { rows, order } = (queries[context] as TravelQuery).gold;
      return [...rows.flatMap((row) => [1, row]), order];
    },
  };
}

/** Which demands there are, and where it goes. */
function showQuery({ budget, from, until, required, isHard, origin, city }: TravelQuery): readonly number[] {
  const demands = [budget, from, until, required].map((demand) => Number(demand !== undefined));
  const places = [origin, city].flatMap((place) => CITIES.map((name) => Number(name === place)));
  return [...demands, (budget ?? 0) / 300, Number(isHard), ...places];
}

function reveal(query: TravelQuery, head: number, choice: number): readonly number[] {
  if (head === ORDER) return [];
  const slot = head >> 1;
  if (head % 2 === 1) return factsOf(query, slot, choice);
  if (choice === 0) return factsOf(query, slot, MEMORY);
  const page = query.pages[SLOTS[slot] as "out"];
  const dear = [...page.map(({ price }) => price)].sort((a, b) => a - b)[PAGE / 2] as number;
  return page.flatMap((row, k) => {
    const bits = [meets(query, slot, row), row.price < dear];
    return bits.flatMap((bit, b) => (bit ? [(slot * PAGE + k) * BITS + b] : []));
  });
}

/** Whether a row meets the demand that is on its part alone. */
function meets({ from, until, required }: TravelQuery, slot: number, row: Connection): boolean {
  if (slot === 0) return from === undefined || row.departs >= from;
  if (slot === 2) return required === undefined || (row as unknown as Sight).name === required;
  return slot !== 3 || until === undefined || DAY + row.arrives <= until;
}

/** What was taken matters for when the sight can be visited. */
function factsOf(query: TravelQuery, slot: number, row: number): readonly number[] {
  const picked = pick(query, slot, row);
  if (slot === 0) {
    const over = (picked as Connection).arrives + WAY + VISIT;
    return [ARRIVAL + (over <= 780 ? 0 : over <= 1200 ? 1 : 2)];
  }
  if (slot === 2) {
    const { opens, closes } = picked as Sight;
    return [OPENING + (opens > MORNING ? 0 : closes < 1200 ? 1 : 2)];
  }
  return slot === 3 ? [RETURN + Number((picked as Connection).departs >= MORNING + VISIT + WAY)] : [];
}

function pick(
  { pages, memory }: TravelQuery,
  slot: number,
  row: number,
): TripPicks["out"] | TripPicks["hotel"] | Sight {
  const name = SLOTS[slot] as "out";
  return row === MEMORY ? memory[name] : (pages[name][row] as Connection);
}

function readTrip(query: TravelQuery, choices: readonly number[]): PlannedTrip & { readonly madeUp: number } {
  const rows = SLOTS.map((_, slot) => (choices[2 * slot] === 1 ? (choices[2 * slot + 1] as number) : MEMORY));
  const [out, hotel, sight, back] = rows.map((row, slot) => pick(query, slot, row)) as unknown as [
    Connection,
    TripPicks["hotel"],
    Sight,
    Connection,
  ];
  const { origin, city, budget, from, until, required } = query;
  return {
    isHard: query.isHard,
    madeUp: rows.filter((row, slot) => row === MEMORY && query.madeUp[slot] === true).length,
    items: itemsOf({ out, hotel, sight, back, order: choices[ORDER] as number }),
    demands: {
      origin,
      destination: origin,
      nights: 1,
      hours: { [sight.name]: [clock(sight.opens), clock(sight.closes)] },
      required: required === undefined ? [] : [required],
      ...(budget === undefined ? {} : { budget }),
      ...(from === undefined ? {} : { from: dateTime(from) }),
      ...(until === undefined ? {} : { until: dateTime(until) }),
    },
    claims: [out, hotel, sight, back].map((row) => ({ ...row, ...(row === hotel || row === sight ? { city } : {}) })),
    observations: SLOTS.filter((_, slot) => choices[2 * slot] === 1).map((slot) =>
      query.pages[slot].map((row) => ({ ...row })),
    ),
  };
}

function itemsOf(picks: TripPicks): Json {
  const { out, hotel, sight, back, order } = picks;
  const move = (row: Connection, day: number): Json => ({
    kind: "move",
    from: row.from,
    to: row.to,
    start: dateTime(day + row.departs),
    end: dateTime(day + row.arrives),
    cost: row.price,
  });
  const stay: Json = {
    kind: "stay",
    place: hotel.name,
    city: hotel.city,
    start: dateTime(1200),
    end: dateTime(DAY + 330),
    cost: hotel.price,
  };
  const starts = visitStart(picks);
  const visit: Json = {
    kind: "visit",
    place: sight.name,
    city: sight.city,
    start: dateTime(starts),
    end: dateTime(starts + VISIT),
    cost: sight.price,
  };
  const between = order === 0 ? [visit, stay] : [stay, visit];
  const [there, home] = [move(out, 0), move(back, DAY)];
  return order === 2 ? [visit, there, stay, home] : [there, ...between, home];
}

function dateTime(minutes: number): string {
  const day = 1 + Math.floor(minutes / DAY);
  return `2026-03-0${day}T${clock(minutes - (day - 1) * DAY)}`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
