import { describe, expect, it } from "vitest";
import { gridGraph, objectChances, wordGraph } from "./object-graph.ts";

describe("gridGraph", () => {
  it("ends at the far side, and never reaches the far corner", () => {
    const { next, stops, parents } = gridGraph(3);
    expect([...next.subarray(0, 6)]).toEqual([1, 3, 2, 4, -1, -1]);
    expect([...stops]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0]);
    expect(parents[8]).toBe(0);
  });

  it("refuses a side of one place", () => {
    expect(() => gridGraph(1)).toThrow("Expected `side` to be a whole number of at least 2, got 1.");
  });
});

describe("wordGraph", () => {
  it("is a tree whose leaves are the words", () => {
    const { states, next, stops, parents } = wordGraph(2, 3);
    expect(states).toBe(15);
    expect([...next.subarray(0, 6)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...stops].reduce((a, b) => a + b, 0)).toBe(8);
    expect([...parents]).toEqual([0, ...new Array(14).fill(1)]);
  });
});

describe("objectChances", () => {
  it("adds up over all ways to a state", () => {
    const graph = gridGraph(3);
    // Everywhere ¼ right, ¼ up, ½ stop; at the far sides one stops.
    const chances = new Float64Array(27);
    for (let s = 0; s < 9; s++) {
      const isEnd = graph.next[2 * s] === -1;
      chances.set(isEnd ? [0, 0, 1] : [0.25, 0.25, 0.5], 3 * s);
    }
    const ends = objectChances(graph, chances);
    expect(ends[4]).toBe(2 * 0.25 ** 2 * 0.5);
    expect(ends[2]).toBe(0.25 ** 2);
    expect(ends[5]).toBe(2 * 0.25 ** 3);
    expect([...ends].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});
