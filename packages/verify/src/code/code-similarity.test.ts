import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { parseCode } from "./code-parser.ts";
import { codeSimilarity } from "./code-similarity.ts";
import type { CodePart } from "./compare-part.ts";
import { dataFlow } from "./data-flow.ts";

const SUM = "def total(xs):\n    s = 0\n    for x in xs:\n        s = s + x\n    return s\n";

async function likeness(part: CodePart, text: string, expected = SUM): Promise<number> {
  const [row] = await scoreRows(codeSimilarity({ parts: [part] }), { text: [text], expected: [expected] }, AWAITING);
  return row?.[0] as number;
}

describe("codeSimilarity", () => {
  it("is 1 for the same program, whatever its spaces and comments", async () => {
    const spaced = SUM.replace("s = 0", "s  =  0   # none yet");
    for (const part of ["bleu", "keyword-bleu", "syntax", "data-flow", "edit"] as const)
      expect(await likeness(part, spaced), part).toBeCloseTo(1, 12);
  });

  it("compares syntax and data flow without names, tokens with them", async () => {
    const renamed = SUM.replaceAll(/\bs\b/gu, "acc").replaceAll(/\bx\b/gu, "item");
    expect(await likeness("syntax", renamed)).toBe(1);
    expect(await likeness("data-flow", renamed)).toBe(1);
    expect(await likeness("bleu", renamed)).toBeLessThan(0.6);
  });

  it("tells a value made of another by the data flow alone", async () => {
    const wrong = SUM.replace("s + x", "x + x");
    expect(await likeness("syntax", wrong)).toBe(1);
    expect(await likeness("data-flow", wrong)).toBeLessThan(1);
  });

  it("counts subtrees of the reference, each as often (by hand)", async () => {
    // x = f(1): module, statement, assignment, call, arguments; without the call: module, statement and assignment differ
    expect(await likeness("syntax", "f(1)", "x = f(1)")).toBe(2 / 5);
    expect(await likeness("syntax", "f(1)", "f(1)\nf(1)")).toBe(3 / 7);
  });

  it("measures the edit distance of tokens (by hand)", async () => {
    expect(await likeness("edit", "x = 1 + 2", "x = 1 - 2")).toBe(4 / 5);
  });

  it("weighs keywords 1 and other tokens 0.2 in the order 1 (by hand)", async () => {
    // return x against return y: 1 of 1.2 is found; of one pair none, which counts 0.1 of 1
    expect(await likeness("keyword-bleu", "return x", "return y")).toBeCloseTo(Math.sqrt((1 / 1.2) * 0.1), 12);
    expect(await likeness("keyword-bleu", "x\ny", "x\nreturn y")).toBeGreaterThan(0);
  });

  it("links values to what they are made of, by number (by hand)", async () => {
    const tree = await parseCode("def f(b):\n    a = b\n    a += 1\n    return a", "python");
    if ("why" in tree) throw new Error(tree.why);
    expect(dataFlow(tree)).toEqual(["0<1", "1", "0<0", "0"]);
  });

  it("leaves out what the reference has none of, and weighs the rest", async () => {
    const set = { parts: ["edit", "data-flow"] as const, weights: [1, 3] };
    const columns = { text: ["print(1)", SUM], expected: ["print(2)", SUM] };
    expect(await scoreRows(codeSimilarity({ ...set, parts: [...set.parts] }), columns, AWAITING)).toEqual([
      [0.75, "edit 0.750, data-flow none"],
      [1, "edit 1.000, data-flow 1.000"],
    ]);
  });

  it("takes the mean or the largest of several references, reads half of a broken program", async () => {
    const columns = { text: ["x = 1", "x = (1"], expected: [["x = 1", "y = 1"], ["x = (1)"]] };
    const mean = await scoreRows(codeSimilarity({ parts: ["edit"] }), columns, AWAITING);
    expect(mean.map(([value]) => value)).toEqual([(1 + (1 - 1 / 3)) / 2, 0.8]);
    const most = await scoreRows(codeSimilarity({ parts: ["edit"], reduce: "max" }), columns, AWAITING);
    expect(most.map(([value]) => value)).toEqual([1, 0.8]);
  });

  it("says what is wrong with references and options", async () => {
    const columns = { text: ["x", "x"], expected: [[], ["long".repeat(30_000)]] };
    expect(await scoreRows(codeSimilarity(), columns, AWAITING)).toEqual([
      ["task", "Expected `expected` to hold at least one text, got an empty list."],
      ["task", "Expected references of at most 100000 characters, got 120000."],
    ]);
    expect(() => codeSimilarity({ weights: [1] })).toThrow("Expected a weight for each part, one of them above 0.");
  });

  const columns = { text: [SUM, "", "def f(:", "x = 1"], expected: [SUM, "x", "x = 1", ["x = 1", "y = 2"]] };
  for (const options of [{}, { reduce: "max" as const, parts: ["syntax" as const, "edit" as const], weights: [1, 2] }])
    for (const law of lawsOf(codeSimilarity, { options, columns, context: AWAITING }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});
