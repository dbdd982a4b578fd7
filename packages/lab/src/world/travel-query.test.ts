import { describe, expect, it } from "vitest";
import { isPossible, SLOTS, type TravelQuery, travelQuery, visitStart } from "./travel-query.ts";
import { travelTables } from "./travel-tables.ts";

const queries = Array.from({ length: 300 }, (_, i) => travelQuery(i, 0.3, 0.5));
const goldOf = ({ pages, gold: { rows, order } }: TravelQuery) => {
  const [out, hotel, sight, back] = SLOTS.map((slot, k) => pages[slot][rows[k] as number]) as never[];
  return { out, hotel, sight, back, order } as unknown as Parameters<typeof isPossible>[0] & {
    readonly hotel: { readonly price: number };
    readonly order: number;
  };
};

describe("travelTables", () => {
  it("has four connections a day for each pair, that arrive on the same day, and four hotels and six sights a city", () => {
    const { connections, hotels, sights } = travelTables();
    expect([connections.length, hotels.length, sights.length]).toEqual([120, 24, 36]);
    expect(new Set(connections.map(({ number }) => number)).size).toBe(120);
    expect(connections.every(({ departs, arrives }) => departs < arrives && arrives <= 1200)).toBe(true);
    expect(travelTables()).toEqual(travelTables());
  });
});

describe("travelQuery", () => {
  it("asks for 1–2 demands, of hard ones 3–4, all of which its own trip keeps", () => {
    for (const query of queries) {
      const { budget, from, until, required, isHard } = query;
      const count = [budget, from, until, required].filter((demand) => demand !== undefined).length;
      expect(isHard ? [3, 4] : [1, 2]).toContain(count);
      const trip = goldOf(query);
      expect(isPossible(trip)).toBe(true);
      expect(isPossible({ ...trip, order: 2 })).toBe(false);
      const cost = trip.out.price + trip.hotel.price + trip.sight.price + trip.back.price;
      expect(cost).toBeLessThanOrEqual(budget ?? cost);
      expect(trip.out.departs).toBeGreaterThanOrEqual(from ?? 0);
      expect(1440 + trip.back.arrives).toBeLessThanOrEqual(until ?? 2880);
      expect(trip.sight.name).toBe(required ?? trip.sight.name);
    }
    const share = queries.filter(({ isHard }) => isHard).length / 300;
    expect(share).toBeGreaterThan(0.24);
    expect(share).toBeLessThan(0.36);
  });

  it("starts a visit an hour after the arrival, or at ten the next morning", () => {
    const { out } = goldOf(queries[0] as TravelQuery);
    expect(visitStart({ out, order: 0 })).toBe(out.arrives + 60);
    expect(visitStart({ out, order: 1 })).toBe(1440 + 600);
  });

  it("remembers details that are made up in half of the cases, and no table knows those", () => {
    const known = new Set(travelTables().connections.map(({ number }) => number));
    const made = queries.filter(({ madeUp }) => madeUp[0]);
    expect(made.length / 300).toBeCloseTo(0.5, 1);
    expect(made.some(({ memory }) => known.has(memory.out.number))).toBe(false);
    expect(queries.filter(({ madeUp }) => !madeUp[0]).every(({ memory }) => known.has(memory.out.number))).toBe(true);
  });
});
