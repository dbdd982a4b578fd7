import type { Json } from "@guerdon/core/signal";

/** A trip of two days. */
export const TRIP: readonly { readonly [key: string]: Json }[] = [
  { kind: "move", from: "Rome", to: "Florence", start: "2026-03-01T09:00", end: "2026-03-01T11:00", cost: 40 },
  { kind: "visit", place: "Uffizi", city: "Florence", start: "2026-03-01T12:00", end: "2026-03-01T14:00", cost: 20 },
  {
    kind: "stay",
    place: "Hotel Arno",
    city: "Florence",
    start: "2026-03-01T20:00",
    end: "2026-03-02T09:00",
    cost: 100,
  },
  { kind: "move", from: "Florence", to: "Rome", start: "2026-03-02T18:00", end: "2026-03-02T20:00", cost: 40 },
];

export const DEMANDS: { readonly [key: string]: Json } = {
  origin: "Rome",
  destination: "rome",
  from: "2026-03-01T00:00",
  until: "2026-03-02T20:00",
  budget: 200,
  nights: 1,
  required: ["Uffizi"],
  hours: { Uffizi: ["09:00", "18:00"] },
  minutes: { Rome: { Florence: 90 } },
};
