import { describe, expect, it } from "vitest";
import { compareAnswers, type ExtractOptions, extractAnswer } from "./index.ts";

type Row = readonly [
  name: string,
  text: string,
  answer?: string | undefined,
  how?: string | undefined,
  options?: ExtractOptions,
];

const ROWS: readonly Row[] = [
  ["JSON", '{"reasoning": "2+2", "answer": "4"}', "4", "json"],
  ["fenced JSON", '```json\n{"reasoning": "…", "answer": "$1,200"}\n```\n\nThe key steps are: 5', "$1,200", "json"],
  ["truncated JSON", '{"reasoning": "so", "answer": "12', "12", "json"],
  ["badly escaped JSON", '{"answer": "\\frac{1}{2}"}', "\\frac{1}{2}", "json"],
  ["well escaped JSON", '{"answer": "\\\\times\\\\frac{1}{2}"}', "\\times\\frac{1}{2}", "json"],
  ["JSON escapes", '{"answer": "4\\u03c0/3"}', "4π/3", "json"],
  ["JSON number", '{"reasoning": "", "answer": 18\n}', "18", "json"],
  ["JSON object", '{"answer": {"glasses": 86, "plates": 42}}', "86, 42", "json"],
  ["the last JSON answer", '{"answer": "1"}\n{"answer": "2"}', "2", "json"],
  ["a sentence in JSON", '{"answer": "The total cost is $245."}', "245", "json"],
  ["an empty JSON answer", '{"answer": ""}', "", "json"],
  ["nested braces", "so \\boxed{\\frac{1}{\\sqrt{2}}} holds", "\\frac{1}{\\sqrt{2}}", "boxed"],
  ["the last box", "\\boxed{1}. But wait: \\boxed{2}", "2", "boxed"],
  ["boxes side by side", "\\boxed{1} and \\boxed{2}", "1, 2", "boxed"],
  ["an unclosed box", "thus \\boxed{42", "42", "boxed"],
  ["percent after a box", "\\boxed{20} percent", "20\\%", "boxed"],
  ["tag", "<think>7</think><answer> 26 </answer>", "26", "tag"],
  ["GSM8K marker", "16-3=13\nA: 26", "26", "marker"],
  ["hashes", "9*2=18\n#### 18", "18", "marker"],
  [
    "final answer after a box",
    "$\\boxed{200}$. Final Answer: The final answer is $10,455$. I hope it is correct.",
    "10,455",
    "marker",
  ],
  ["a box after a final answer", "The final answer is 7. No: \\boxed{8}", "8", "boxed"],
  ["plain marker", "We add 3 and 4. The answer is 7.", "7", "marker"],
  ["Spanish marker", "La respuesta es 12.", "12", "marker"],
  ["French marker", "La réponse est 12.", "12", "marker"],
  ["German marker", "Die Antwort ist 12.", "12", "marker"],
  ["Chinese marker", "答案是 12。", "12", "marker"],
  ["Russian marker", "Ответ: 12", "12", "marker"],
  ["last formula", "From $x=2$ we get $x^2=4$.", "x^2=4", "latex"],
  ["display formula", "Thus\n\\[ \\frac{3}{4} \\]", "\\frac{3}{4}", "latex"],
  ["last number", "not 10 but 1,000.99€", "1,000.99", "number"],
  ["no number in a word", "AZYUK2A", "AZYUK2A", "whole"],
  ["after thinking", "<think>\\boxed{1}</think> It is \\boxed{2}", "2", "boxed"],
  ["choice", "The answer is for sure D, it can't be A or B", "D", "choice", { targets: ["choice"] }],
  ["several choices", "The answer is A, B or C", "A, B, C", "choice", { targets: ["choice"] }],
  ["first number", '{"answer": "3 * 5 = 15"}', "3", "json", { number: "first" }],
  ["only numbers", "A: 5 apples", "5", "marker", { targets: ["marker"], reduceToNumber: true }],
  ["nothing", "", undefined],
  ["nothing for the targets", "just words", undefined, undefined, { targets: ["boxed", "number"] }],
];

describe("extractAnswer", () => {
  it.each(ROWS.map(([name, text, answer, how, options]) => ({ name, text, answer, how, options })))(
    "finds: $name",
    ({ text, answer, how, options }) => {
      const found = extractAnswer(text, options);
      expect(found?.text).toBe(answer);
      if (how) expect(found?.how).toBe(how);
    },
  );

  it.each([
    ["\\boxed{1} \\boxed{2}", "1"],
    ["\\boxed{1} \\boxed{2}", "2"],
    ["\\boxed{1}, or \\boxed{2}", "2"],
    ["\\boxed{1 \\text{ or } 2}", "2"],
    ["The answer is 1 or 2.", "2"],
    ["The answer is either 17 or maybe 18.", "18"],
    ["It is $17$ or $18$", "18"],
    ['{"answer": ["17", "18"]}', "18"],
    ['{"answer": {"a": 17, "b": 18}}', "17"],
  ])("does not let a hedge pass: %s against %s", (text, gold) => {
    expect(compareAnswers(gold, extractAnswer(text)?.text ?? "").kind).toBe("different");
  });

  it("keeps several boxes as the parts of a set answer", () => {
    const found = extractAnswer("\\boxed{2} and \\boxed{1}");
    expect(found?.alternatives).toEqual(["2", "1"]);
    expect(compareAnswers("1,2", found?.text ?? "").kind).toBe("equal");
  });

  it.each([
    "\\boxed{",
    "\\(",
    "\\[",
    "$",
    "\\begin{align}",
    "the answer is ",
    "final answer ",
    "####",
    '"answer": ',
    '\\"',
    "1 or ",
    "111,",
    "A: ",
    "\n",
    "<answer>",
    "</think>",
    "\\boxed{1} and ",
    "$1$ and ",
    "1/",
    "**",
    "the ",
  ])("stays fast on 100,000 characters of %j", (part) => {
    const text = `{${part.repeat(Math.ceil(100_000 / part.length))}`;
    let best = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 4 && best > 20; k++) {
      const start = performance.now();
      const found = extractAnswer(text);
      if (found) expect(compareAnswers("42", found.text).kind).not.toBe("equal");
      best = Math.min(best, performance.now() - start);
    }
    expect(best).toBeLessThan(50);
  });
});
