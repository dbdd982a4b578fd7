import { describe, expect, it } from "vitest";
import { type Move, SHAPES, type Shape, valueOfMove } from "./value-of-move.ts";

const move = (change: Partial<Move>): Move => ({
  from: 1,
  to: 3,
  steps: 8,
  shape: "linear",
  sharpness: 5,
  cycles: 1,
  ...change,
});

describe("valueOfMove", () => {
  it.each([
    ["linear", 1.5, 2, 2.5],
    ["cosine", 1 + (1 - Math.SQRT1_2), 2, 2 + Math.SQRT1_2],
    ["geometric", 3 ** 0.25, 3 ** 0.5, 3 ** 0.75],
    ["hold", 3, 3, 3],
  ] as const)("goes %s (by hand)", (shape, first, second, third) => {
    const at = [2, 4, 6].map((elapsed) => valueOfMove(move({ shape }), elapsed));
    for (const [i, expected] of [first, second, third].entries()) expect(at[i]).toBeCloseTo(expected, 12);
  });

  it("goes exponentially, beyond its steps (by hand)", () => {
    const at = (elapsed: number): number => valueOfMove(move({ shape: "exponential", sharpness: 2 }), elapsed);
    for (const elapsed of [0, 4, 8, 16]) expect(at(elapsed)).toBeCloseTo(3 - 2 * Math.exp(-elapsed / 4), 12);
    expect(at(1e6)).toBe(3);
  });

  it("bends a sigmoid around the middle, whatever the sharpness (against σ put on [0, 1])", () => {
    const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
    for (const sharpness of [0.1, 1, 5, 20]) {
      for (const elapsed of [1, 3, 4, 7]) {
        const [low, high] = [logistic(-sharpness), logistic(sharpness)];
        const share = (logistic(2 * sharpness * (elapsed / 8 - 0.5)) - low) / (high - low);
        expect(valueOfMove(move({ shape: "sigmoid", sharpness }), elapsed)).toBeCloseTo(1 + 2 * share, 10);
      }
    }
  });

  const exact: readonly Shape[] = SHAPES.filter((shape) => shape !== "hold" && shape !== "exponential");
  it.each(exact)("%s is exactly the first value at the start and the last at the end", (shape) => {
    for (const [from, to] of [
      [0.1, 0.7],
      [1e308, 1],
      [3, 3],
    ] as const) {
      const values = [-5, 0, 8, 9].map((elapsed) => valueOfMove(move({ from, to, shape }), elapsed));
      expect(values).toEqual([from, from, to, to]);
    }
  });

  it.each(SHAPES)("%s never leaves the way between its values, and never turns back", (shape) => {
    let before = shape === "hold" ? 3 : 1;
    for (let elapsed = 0; elapsed <= 20; elapsed += 0.25) {
      const value = valueOfMove(move({ shape }), elapsed);
      expect(value).toBeGreaterThanOrEqual(before);
      expect(value).toBeLessThanOrEqual(3);
      before = value;
    }
  });

  it("starts anew with each cycle and ends at the last value", () => {
    const values = [0, 1, 2, 3, 4, 5, 6].map((elapsed) => valueOfMove(move({ steps: 6, cycles: 3 }), elapsed));
    expect(values).toEqual([1, 2, 1, 2, 1, 2, 3]);
  });

  it("ends an exponential with cycles where its last cycle ends", () => {
    const value = valueOfMove(move({ shape: "exponential", steps: 6, cycles: 3, sharpness: 1 }), 6);
    expect(value).toBeCloseTo(3 - 2 / Math.E, 12);
  });

  it("stays finite between values of opposite sign at the edge of what there is", () => {
    expect(valueOfMove(move({ from: -1e308, to: 1e308 }), 4)).toBe(0);
  });
});
