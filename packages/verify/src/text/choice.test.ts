import { describe, expect, it } from "vitest";
import { choice } from "./choice.ts";
import { extractChoice } from "./extract-choice.ts";
import { scoreRows, scoreValues, slowestHostile } from "./score-rows.test-support.ts";

const LETTERS = ["A", "B", "C", "D"];

describe("extractChoice", () => {
  const extract = extractChoice(LETTERS, "last");

  it.each([
    "The answer is (B).",
    "The answer is B",
    "the correct answer is: b",
    "**Answer:** B",
    "**Answer: B**",
    "Answer: (B) Paris",
    "Final answer: **B. Paris**",
    "So the correct option is *B*, because A is too small.",
    "\\boxed{B}",
    "The answer is $\\boxed{\\text{B}}$.",
    "\\boxed{(B)}",
    "Let me think.\n\nB",
    "Reasons.\nB.",
    "Reasons.\n(b)",
    "Reasons.\n**B) Paris**",
    "B. Paris is the capital.",
    "The answer is not A.\nThe answer is B.",
    "Answer: A\nWait, no.\nAnswer: B",
    "The answer is (B) since (A) and (C) are wrong.",
    "<think>The answer is A</think>The answer is B",
    "<think>A or C?</think>\n<answer>B</answer>",
    "<answer> (B) </answer>",
    "Answer: option B",
    "The answer is B, and A is wrong.",
  ])("reads %j as B", (text) => {
    expect(extract(text)).toEqual({ choice: "B" });
  });

  it.each([
    "The answer is B or C.",
    "Answer: B/C",
    "Answer: B, C",
    "Answer: A and B",
    "\\boxed{B, C}",
    "\\boxed{A or B}",
    "Reasons.\nB or C",
    "(B) or (C)",
    "The answer is (B) Paris, or (C) Rome.",
    "Answer: B or maybe C",
    "Answer: A, B, C, D",
  ])("finds %j hedged", (text) => {
    expect(extract(text)).toEqual({ why: "more than one choice is offered" });
  });

  it.each([
    "",
    "I cannot tell.",
    "A triangle has three sides.",
    "The answer is a triangle.",
    "The answer is Dublin.",
    "Answer: E",
    "Because B is small, nothing follows.",
    "BAD",
    "\\boxed{}",
    "\\boxed{B",
    "<think>The answer is B</think>",
  ])("finds no choice in %j", (text) => {
    expect(extract(text)).toEqual({ why: "no choice is stated" });
  });

  it("counts by position", () => {
    const text = "Answer: A\nAnswer: B\nC";
    expect(extractChoice(LETTERS, "first")(text)).toEqual({ choice: "A" });
    expect(extractChoice(LETTERS, "last")(text)).toEqual({ choice: "B" });
    expect(extractChoice(LETTERS, "final-line")(text)).toEqual({ choice: "C" });
    expect(extractChoice(LETTERS, "only")(text)).toEqual({ why: "more than one choice is offered" });
    expect(extractChoice(LETTERS, "only")("Answer: A\nAnswer: (a)")).toEqual({ choice: "A" });
  });

  it("reads words, the longest first", () => {
    const words = extractChoice(["yes", "no", "not sure"], "last");
    expect(["Yes.", "The answer is: NO", "Answer: not sure", "yes or no", "nothing"].map(words)).toEqual([
      { choice: "yes" },
      { choice: "no" },
      { choice: "not sure" },
      { why: "more than one choice is offered" },
      { why: "no choice is stated" },
    ]);
  });
});

describe("choice", () => {
  it("scores the expected choice 1 and says what was chosen", async () => {
    const columns = { text: ["Answer: B", "Answer: C", "no idea", "Answer: B or C"], expected: ["B", "B", "B", "B"] };
    expect(await scoreRows(choice(), columns)).toEqual([
      [1, "chose B"],
      [0, "chose C"],
      [0, "no choice is stated"],
      [0, "more than one choice is offered"],
    ]);
  });

  it("takes a gold as label, decorated label or index", async () => {
    const columns = { text: Array(5).fill("Answer: B"), expected: ["b", "(B)", "B.", 1, 0] };
    expect(await scoreValues(choice(), columns)).toEqual([1, 1, 1, 1, 0]);
  });

  it("blames the task for a gold that is no choice", async () => {
    const columns = { text: ["Answer: B", "Answer: B", "", ""], expected: ["E", 4, "", null] };
    expect(await scoreValues(choice(), columns)).toEqual(["task", "task", "task", "task"]);
    expect((await scoreRows(choice(), { text: [""], expected: ["E"] }))[0]).toEqual([
      "task",
      'Expected `expected` to be one of A, B, C, D, got "E".',
    ]);
  });

  it("gives a copy of all choices nothing", async () => {
    const menu = "(A) 1\n(B) 2\n(C) 3\n(D) 4";
    const values = await scoreValues(choice(), { text: Array(4).fill(menu), expected: LETTERS });
    expect(values.filter((value) => value === 1).length).toBeLessThanOrEqual(1);
  });

  it.each(["last", "first", "only", "final-line"] as const)(
    "reads a hostile megabyte in linear time (%s)",
    async (position) => {
      const { name, ms } = await slowestHostile(choice({ position }), { expected: ["B"] });
      expect(ms, name).toBeLessThan(100);
    },
  );
});
