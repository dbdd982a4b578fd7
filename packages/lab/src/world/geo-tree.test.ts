import { describe, expect, it } from "vitest";
import { geoTree, type LocatedPhoto } from "./geo-tree.ts";

let seen: readonly LocatedPhoto[] = [];
const world = geoTree({
  photos: 500,
  heldOut: 0,
  shown: 500,
  measure: (photos) => {
    seen = photos;
    return {};
  },
});
const respond = (context: number, written: readonly number[]) => {
  const choices = new Array<number>(6).fill(-1);
  let head = 0;
  for (const choice of written) {
    choices[head] = choice;
    head = world.follows?.(context, head, choice) ?? head + 1;
  }
  return { context, choices, entropies: [], uniform: () => 0 };
};
const all = Array.from({ length: 500 }, (_, context) => context);
const gold = (context: number): number => world.demonstrate?.(context).at(-1) as number;
const share = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, one) => sum + one, 0) / values.length;

describe("geoTree", () => {
  it("has clues that are right as often as told, and searches that find the city by the clue", () => {
    const right = [0, 3, 6].map((clue) => {
      const values = [6, 18, 72][clue / 3] as number;
      const first = [0, 18, 72][clue / 3] as number;
      return share(
        all.map((c) => Number(world.reveals?.(c, 0, clue)[0] === first + Math.floor((gold(c) * values) / 72))),
      );
    });
    expect(right[0]).toBeCloseTo(0.85 + 0.15 / 6, 1);
    expect(right[1]).toBeCloseTo(0.65 + 0.35 / 18, 1);
    expect(right[2]).toBeCloseTo(0.4, 1);
    const found = [8, 11, 14].map((search) =>
      share(world.measure(all.map((c) => respond(c, [search, 16, gold(c)]))).found),
    );
    expect(found[0]).toBeCloseTo(0.85 * (0.1 + 0.9 / 12), 1);
    expect(found[1]).toBeCloseTo(0.65 * (0.4 + 0.6 / 4), 1);
    // Who searches for a city finds it: what is named is one city alone.
    expect(found[2]).toBeCloseTo(0.4, 1);
  });

  it("knows its own trajectories for right, and names the places of an answer", () => {
    const found = world.measure(all.map((context) => respond(context, world.demonstrate?.(context) ?? [])));
    expect([share(found.right), share(found.searches), share(found.zooms), share(found.kilometres)]).toEqual([
      1, 2, 2, 0,
    ]);
    expect(seen.every(({ text, levels }) => text === [...levels].reverse().join(", "))).toBe(true);
    world.measure([respond(0, [16, 0]), respond(0, [16, 71])]);
    expect(seen.map(({ text }) => text)).toEqual(["City Aa, State Aa, Country Aa", "City Ct, State Ar, Country Af"]);
  });

  it("counts a search once, and as anchored where its clue names the gold city", () => {
    const found = world.measure(all.map((context) => respond(context, [14, 14, 15, 8, 16, 0])));
    expect(share(found.searches)).toBe(3);
    expect(share(found.anchored)).toBeCloseTo(0.8, 1);
    const none = world.measure(all.map((context) => respond(context, [16, 0])));
    expect([share(none.searched), share(none.anchored), share(none.found)]).toEqual([0, 0, 0]);
  });
});
