import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { judgedRanking } from "./judged-ranking.ts";
import { retrieval } from "./retrieval.ts";
import { RETRIEVAL_MEASURES, retrievalScore } from "./retrieval-score.ts";

describe("retrievalScore", () => {
  const graded = judgedRanking(
    ["a", "b", "c", "d"],
    new Map([
      ["a", 3],
      ["b", 0],
      ["d", 1],
      ["e", 2],
    ]),
  );

  it("is what Järvelin and Kekäläinen's formula gives for four documents (by hand)", () => {
    const gained = 3 + 1 / Math.log2(5);
    const ideal = 3 + 2 / Math.log2(3) + 1 / 2;
    expect(retrievalScore("ndcg", graded)).toBeCloseTo(gained / ideal, 12);
    expect(retrievalScore("ndcg", graded, { cut: 2 })).toBeCloseTo(3 / (3 + 2 / Math.log2(3)), 12);
  });

  it.each([
    ["average-precision", {}, (1 + 2 / 4) / 3],
    ["average-precision", { relevant: 3 }, 1],
    ["reciprocal-rank", {}, 1],
    ["precision", { cut: 4 }, 0.5],
    ["precision", { cut: 8 }, 0.25],
    ["recall", { cut: 3 }, 1 / 3],
    ["success", { cut: 1 }, 1],
    ["r-precision", {}, 1 / 3],
    ["relative-precision", { cut: 2 }, 1 / 2],
    ["bpref", {}, 1 / 3],
    ["rank-biased-precision", { persistence: 0.5 }, 0.5 * (1 + (1 / 3) * 0.125)],
    ["interpolated-precision", { recallPoint: 0.5 }, 0.5],
  ] as const)("is what the formula of %s gives with %o (by hand)", (measure, settings, value) => {
    expect(retrievalScore(measure, graded, settings)).toBeCloseTo(value, 12);
  });

  it.each(RETRIEVAL_MEASURES)("is 0 for nothing ranked and for nothing relevant (%s)", (measure) => {
    expect(retrievalScore(measure, judgedRanking([], new Map([["a", 1]])))).toBe(0);
    expect(retrievalScore(measure, judgedRanking(["a"], new Map([["a", 0]])))).toBe(0);
    expect(retrievalScore(measure, judgedRanking(["a"], new Map()))).toBe(0);
  });

  it.each(RETRIEVAL_MEASURES)("is highest for the best order and lower for a near miss (%s)", (measure) => {
    const gold = new Map(["a", "b", "x"].map((id, i) => [id, i < 2 ? 1 : 0] as const));
    const at = (...order: string[]): number => retrievalScore(measure, judgedRanking(order, gold), { cut: 2 });
    const highest = measure === "rank-biased-precision" ? 0.19 : 1;
    expect(at("a", "b", "x")).toBeCloseTo(highest, measure.startsWith("inferred") ? 5 : 12);
    const early = measure === "reciprocal-rank" || measure === "success" || measure === "interpolated-precision";
    if (early) expect(at("a", "x", "b")).toBe(1);
    else expect(at("a", "x", "b")).toBeLessThan(highest);
    expect(at("x", "y", "a")).toBe(0);
  });
});

describe("retrieval", () => {
  it("reads lists, scores and lines", async () => {
    const text = [
      '["a", "b"]',
      '{"a": 0.1, "b": 0.9}',
      "1. b\n2. a",
      "- a",
      "```json\n[1, 2]\n```",
      "",
      "[{}]",
      "a\na\nb",
    ];
    const relevance = [{ b: 1 }, { b: 1 }, ["b"], ["a"], [2], ["a"], ["a"], ["b"]];
    expect(await scoreRows(retrieval({ measure: "reciprocal-rank" }), { text, relevance })).toEqual([
      [0.5, "2 ranked"],
      [1, "2 ranked"],
      [1, "2 ranked"],
      [1, "1 ranked"],
      [0.5, "2 ranked"],
      [0, "no ranking is stated"],
      [0, "the list holds something without a name"],
      [0.5, "3 ranked"],
    ]);
  });

  it("pays nothing for the same document said twice", async () => {
    const columns = { text: ["a\na\na\nb"], relevance: [["a", "b", "c", "d"]] };
    expect(await scoreValues(retrieval({ measure: "recall" }), columns)).toEqual([0.5]);
    expect(await scoreValues(retrieval({ measure: "precision", cut: 4 }), columns)).toEqual([0.5]);
  });

  it("blames the task for judgements without use", async () => {
    const relevance = [null, "a", { a: 0.5 }, { a: 0 }, [[]], {}];
    expect(await scoreRows(retrieval(), { text: relevance.map(() => "a"), relevance })).toEqual([
      ["task", "Expected `relevance` to be names with whole numbers, got neither an object nor a list of numbers."],
      ["task", "Expected `relevance` to be names with whole numbers, got neither an object nor a list of numbers."],
      ["task", "Expected a whole relevance of `a`, got 0.5."],
      ["task", "Expected `relevance` to hold a name of at least 1, got none."],
      ["task", "Expected `relevance` to list names, got something else."],
      ["task", "Expected `relevance` to hold a name of at least 1, got none."],
    ]);
  });

  it("gives a longer ranking than allowed 0", async () => {
    const columns = { text: ["a\nb\nc"], relevance: [["a"]] };
    expect(await scoreRows(retrieval({ limitNames: 2 }), columns)).toEqual([[0, "more than 2 names are ranked"]]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(retrieval(), { relevance: [["a"]] });
    expect(ms, name).toBeLessThan(400);
  });

  const columns = {
    text: ["a\nb", "[]", "", '["b"]', "{"],
    relevance: [["a"], { b: 2, a: 1 }, null, { b: -1 }, ["a"]],
  };
  for (const options of [{}, { measure: "bpref" }, { measure: "precision", cut: 3 }])
    for (const law of lawsOf(retrieval, { options, columns })) it(`${JSON.stringify(options)} ${law.name}`, law.check);
});
