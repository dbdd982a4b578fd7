import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { f, g, tagged } from "./calls.test-support.ts";
import { matchToolCalls, type ToolCall, toolCallMatch } from "./index.ts";

describe("matchToolCalls (086: S by hand)", () => {
  const ab = f({ a: 1, b: 2 });
  it.each<[string, ToolCall[], ToolCall[], number]>([
    ["the same", [ab], [ab], 1],
    ["nothing called", [ab], [], 0],
    ["another name", [ab], [g({ a: 1, b: 2 })], 0],
    ["one value of two: 1 + 1 + 1 of 4", [ab], [f({ a: 1, b: 3 })], 3 / 4],
    ["a key short: 1 + 1/2 + 1 of 4", [ab], [f({ a: 1 })], 2.5 / 4],
    ["a key too many: 1 + 2/3 + 2 of 4", [ab], [f({ a: 1, b: 2, c: 3 })], (3 + 2 / 3) / 4],
    ["1 is not the text 1: 1 + 1 + 1 of 4", [ab], [f({ a: "1", b: 2 })], 3 / 4],
    ["an extra call costs by the names: 1/2 + 1 + 2 of 4", [ab], [ab, g({})], 3.5 / 4],
    ["a repeated name is a multiset: 1/2 + 3 of 4", [ab], [ab, ab], 3.5 / 4],
    ["half of two calls: 1/2 + 3 of 1 + 3 + 2", [ab, g({ x: 0 })], [ab], 3.5 / 6],
    ["two calls the other way round", [ab, g({ x: 0 })], [g({ x: 0 }), ab], 1],
    ["no parameters: 1 + 1 of 2", [g({})], [g({}), f({})], 1.5 / 2],
  ])("%s", (_, gold, calls, share) => {
    expect(matchToolCalls(gold, calls).share).toBeCloseTo(share, 12);
  });

  it("strict, counts names and keys only in the same order", () => {
    const swapped = [g({ x: 0 }), ab];
    expect(matchToolCalls([ab, g({ x: 0 })], swapped, { order: "strict" }).share).toBeCloseTo(5 / 6, 12);
    expect(matchToolCalls([ab], [f({ b: 2, a: 1 })], { order: "strict" }).share).toBe(1);
    expect(matchToolCalls([ab], [f({ b: 2, a: 9 })], { order: "strict" }).share).toBeCloseTo(2 / 4, 12);
  });

  it("tool and coarse, counts whole calls", () => {
    const near = f({ a: 1, b: 3 });
    expect(matchToolCalls([ab], [near], { granularity: "tool" }).share).toBeCloseTo(1 / 2, 12);
    expect(matchToolCalls([ab, g({})], [g({}), near], { granularity: "tool" }).share).toBeCloseTo(2 / 3, 12);
    expect(matchToolCalls([ab], [near], { granularity: "coarse" }).share).toBe(0);
    expect(matchToolCalls([ab, g({})], [g({}), ab], { granularity: "coarse" }).share).toBe(1);
    expect(matchToolCalls([ab, g({})], [g({}), ab], { granularity: "coarse", order: "strict" }).share).toBe(0);
  });

  it("optimal, finds an assignment that taking the best in turn misses", () => {
    const gold = [f({ a: 1, b: 2 }), f({ a: 1, b: 9, c: 3 })];
    const calls = [f({ a: 1, b: 2, c: 3 }), f({ a: 1, b: 2 })];
    const greedy = matchToolCalls([f({ a: 1 }), f({ a: 1, b: 2, c: 3 })], [f({ a: 1, b: 2, c: 3 }), f({ a: 1 })]);
    expect(greedy.assigned).toEqual([1, 0]);
    expect(matchToolCalls(gold, calls, { assignment: "optimal" }).score).toBeGreaterThanOrEqual(
      matchToolCalls(gold, calls).score,
    );
    const values = (a: number, b: number) => f({ a, b });
    const first = [values(1, 2), values(1, 3)];
    const second = [values(1, 3), values(1, 9)];
    expect(matchToolCalls([values(1, 4), ...first.slice(1)], second).assigned).toEqual([0, 1]);
    expect(matchToolCalls([values(1, 4), ...first.slice(1)], second, { assignment: "optimal" }).assigned).toEqual([
      1, 0,
    ]);
  });
});

describe("tool-call-match", () => {
  it("scores −3 … 3, the lowest for what cannot be read", async () => {
    const expected = tagged(f({ a: 1, b: 2 }));
    const calls = [
      expected,
      `<think>x</think>\n${tagged(f({ b: 2, a: 1 }))}`,
      tagged(f({ a: 1, b: 3 })),
      "<tool_call>\n{'name': 'f'}\n</tool_call>",
      "no call",
      "<tool_call>",
    ];
    expect(await scoreRows(toolCallMatch(), { calls, expected: calls.map(() => expected) })).toEqual([
      [3, "4 of 4"].map((x) => (x === "4 of 4" ? "1 of 1" : x)),
      [3, "1 of 1"],
      [1.5, "3 of 4"],
      [-3, "the text is not valid JSON"],
      [-3, "the text calls no tool"],
      [-3, "<tool_call> is not closed"],
    ]);
  });

  it("gives all the same where the gold has no call, and blames the task for gold that cannot be read", async () => {
    const calls = [tagged(f({})), "words", "words"];
    const expected = ["<think>a</think>\n<response>b</response>", [], "<tool_call>{</tool_call>"];
    expect(await scoreRows(toolCallMatch(), { calls, expected })).toEqual([
      [0, "the gold has no calls"],
      [0, "the gold has no calls"],
      ["task", "Expected `expected` to hold tool calls, got none: the text is not valid JSON."],
    ]);
  });

  it("loose, takes 1 for the text 1", async () => {
    const columns = { calls: [tagged(f({ a: "1", b: " True" }))], expected: [tagged(f({ a: 1, b: true }))] };
    expect(await scoreValues(toolCallMatch({ compare: "loose" }), columns)).toEqual([3]);
    expect(await scoreValues(toolCallMatch(), columns)).toEqual([0]);
  });
});
