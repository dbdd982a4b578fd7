import { type PlannedTrip, travelSandbox } from "@guerdon/lab/world";
import { groundedClaims, itinerary } from "@guerdon/verify/plan";
import { describe, expect, it } from "vitest";
import { scoredBy } from "./scored-by.ts";

let trips: readonly PlannedTrip[] = [];
const world = travelSandbox({
  queries: 150,
  heldOut: 0,
  measure: (planned) => {
    trips = planned;
    return {};
  },
});
/** Plans for all queries by rows and an order; −1 asks no tool. */
const plan = (rowsOf: (context: number) => readonly number[], orderOf: (context: number) => number) => {
  const known = world.measure(
    world.contexts.map((_, context) => ({
      context,
      choices: [...rowsOf(context).flatMap((row) => (row < 0 ? [0, -1] : [1, row])), orderOf(context)],
      entropies: [],
      uniform: () => 0,
    })),
  );
  const observations = trips.map((trip) => [...trip.observations]);
  const text = (of: (trip: PlannedTrip) => unknown): string[] => trips.map((trip) => JSON.stringify(of(trip)));
  return {
    madeUp: known.madeUp,
    calls: known.calls,
    feasible: scoredBy(itinerary(), { text: text(({ items }) => items), demands: trips.map(({ demands }) => demands) }),
    grounded: scoredBy(groundedClaims(), { text: text(({ claims }) => claims), observations }),
  };
};
const shown = (context: number) => world.demonstrate?.(context) ?? [];
const gold = (context: number) => [1, 3, 5, 7].map((k) => shown(context)[k] as number);
const orderOf = (context: number) => shown(context)[8] as number;

describe("scoredBy", () => {
  it("finds that every query can be met from what the tools answer, and never by a visit before the journey", () => {
    const { feasible, grounded, madeUp, calls } = plan(gold, orderOf);
    expect([...feasible]).toEqual(new Array(150).fill(1));
    expect([...grounded]).toEqual(new Array(150).fill(1));
    expect([Math.max(...Array.from(madeUp)), Math.min(...Array.from(calls))]).toEqual([0, 4]);
    expect(Math.max(...plan(gold, () => 2).feasible)).toBe(0);
  });

  it("knows what is made up, and that it often looks better than what is there", () => {
    const { feasible, grounded, madeUp, calls } = plan(() => [-1, -1, -1, -1], orderOf);
    expect(Math.max(...grounded)).toBe(0);
    expect(Math.max(...Array.from(calls))).toBe(0);
    const whole = Array.from(madeUp).flatMap((parts, i) => (parts === 4 ? [feasible[i]] : []));
    expect(whole.length).toBeGreaterThan(2);
    expect(whole.every((value) => value === 1)).toBe(true);
    const one = plan(
      (context) => [gold(context)[0] as number, 4, gold(context)[2] as number, gold(context)[3] as number],
      orderOf,
    );
    one.grounded.forEach((value, i) => {
      if (one.madeUp[i] === 1) expect(value).toBe(0);
    });
  });

  it("refuses what cannot be scored", () => {
    expect(() => scoredBy(itinerary(), { text: ["[]"], demands: [{ budget: "low" }] })).toThrow(
      "got no value for row 0",
    );
  });
});
