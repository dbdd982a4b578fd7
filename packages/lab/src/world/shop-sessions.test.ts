import { describe, expect, it } from "vitest";
import { shopSessions } from "./shop-sessions.ts";

const world = shopSessions({
  steps: 1000,
  heldOut: 200,
  shownShare: 1,
  whim: 0,
  similarity: (a, b) => Number(a === b),
});
/** A response of choices in the order they are asked for. */
const respond = (context: number, written: readonly number[], entropy = 0) => {
  const choices = new Array<number>(world.heads.length).fill(-1);
  let head = 0;
  for (const choice of written) {
    choices[head] = choice;
    head = world.follows?.(context, head, choice) ?? head + 1;
  }
  return { context, choices, entropies: choices.map(() => entropy), uniform: () => 0, ended: head === choices.length };
};
const shown = Array.from({ length: 1000 }, (_, context) => world.demonstrate?.(context) ?? []);
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, one) => total + one, 0);

describe("shopSessions", () => {
  it("logs clicks, searches of 2–4 words and leaving in the shares of the paper", () => {
    const types = [0, 1, 2].map((type) => shown.filter((written) => written[7] === type).length / 1000);
    expect(types[0]).toBeCloseTo(0.55, 1);
    expect(types[1]).toBeCloseTo(0.25, 1);
    expect(types[2]).toBeCloseTo(0.2, 1);
    const words = shown
      .filter((written) => written[7] === 1)
      .map((written) => written.slice(9).filter((word) => word !== 40).length);
    expect([Math.min(...words), Math.max(...words)]).toEqual([2, 4]);
  });

  it("finds its demonstrations exact, and each ends where the format does", () => {
    const responses = shown.map((written, context) => respond(context, written));
    expect(responses.every(({ ended }) => ended)).toBe(true);
    const found = world.measure(responses);
    expect([sum(found.exact), sum(found.format), sum(found.type)]).toEqual([1000, 1000, 1000]);
    expect(sum(found.terminates)).toBe(sum(found.leaves));
    expect(sum(found.clickName) + sum(found.fieldName) + sum(found.terminates)).toBe(1000);
  });

  it("pays no part of an action of the wrong type, nor a name that is not given", () => {
    const leaves = world.measure(shown.map((_, context) => respond(context, [1, 0, 0, 0, 0, 0, 0, 2])));
    expect([sum(leaves.clickNamed), sum(leaves.texted), sum(leaves.exact)]).toEqual([0, 0, sum(leaves.leaves)]);
    const clicks = world.measure(shown.map((_, context) => respond(context, [0, 0, 0, 0, 0, 0, 0, 0, 30])));
    expect([sum(clicks.clickNamed), sum(clicks.clickName), sum(clicks.exact), sum(clicks.format)]).toEqual([
      0, 0, 0, 0,
    ]);
    expect(sum(clicks.type)).toBeGreaterThan(500);
  });

  it("shows whims to nobody but a share of the steps to the policy", () => {
    const few = shopSessions({ steps: 100, heldOut: 5, shownShare: 0.15, similarity: () => 0 });
    expect(
      Array.from({ length: 100 }, (_, c) => few.demonstrate?.(c)?.length).filter((length) => length !== 0),
    ).toHaveLength(15);
    expect(world.measure([respond(0, shown[0] as number[], Math.log(4))]).certainty[0]).toBeCloseTo(
      Math.log(2) / 8,
      12,
    );
  });
});
