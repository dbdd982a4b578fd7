import { describe, expect, it } from "vitest";
import { answerField } from "./answer-field.ts";
import { extractNumber } from "./extract-number.ts";

function read(text: string, from?: "json" | "marker" | "last" | "first"): number | string {
  const found = extractNumber(text, from === undefined ? {} : { from });
  return "why" in found ? found.why : found.value;
}

const HEDGED = "more than one number is offered";
const CALCULATION = "a calculation is stated, not a number";
const NONE = "no number is stated";

describe("extractNumber", () => {
  it.each([
    ["A: 26", 26],
    ["so 3 + 4 = 7\n#### 7", 7],
    ["#### $1,250", 1250],
    ["The answer is 18.", 18],
    ["The answer is: **18** apples.", 18],
    ["**Answer:** 18", 18],
    ["Final answer:\n\n$18$", 18],
    ["The answer is 3 * 6 = 18.", 18],
    ["The answer is x = 18.", 18],
    ["The answer is 18 because 3 * 6 = 18 and 2 * 9 = 18.", 18],
    ["\\boxed{18}", 18],
    ["\\boxed{\\frac{3}{4}}", 0.75],
    ["\\boxed{\\$18.50}", 18.5],
    ["The answer is 5. No: the answer is 6.", 6],
    ["The answer is 5. That answer is correct.", 5],
    ["First 3, then 4. In total there are 7 apples", 7],
    ["<think>the answer is 5</think>The answer is 6", 6],
    ["<think>5</think><answer>6</answer>", 6],
    ["<think>5</think>\n<answer>3 + 3 = 6</answer>", 6],
    ['<answer>{"answer": "6"}</answer>', 6],
    ["-1.8 billion", -1.8e9],
    ["2:00 pm", 2],
  ])("reads %j as %d", (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    ["The answer is 5 or 6.", HEDGED],
    ["The answer is 5 and 6.", HEDGED],
    ["The answer is 5, 6.", HEDGED],
    ["A: 5/ 6 / 7", CALCULATION],
    ["A: 5 or maybe 6", HEDGED],
    ["\\boxed{5, 6}", HEDGED],
    ["\\boxed{5 \\text{ or } 6}", HEDGED],
    ["5 or 6", HEDGED],
    ["between 5 and 6", HEDGED],
    ['{"answer": "5 or 6"}', HEDGED],
    ['{"answer": "86 glasses and 42 plates"}', HEDGED],
    ['{"answer": "8 - 4 = 4"}', HEDGED],
    ['{"answer": "5 - 5"}', CALCULATION],
    ['{"answer": "x + 3"}', CALCULATION],
    ['{"answer": "2x"}', CALCULATION],
    ["A: 10+John's age", CALCULATION],
    ["So we add 5 *", 5],
    ["so 3 * 5 + x", CALCULATION],
    ["", NONE],
    ["no idea", NONE],
    ["x1 and CO2", NONE],
    ["<think>The answer is 5</think>", NONE],
    ["\\boxed{5", "the box is not closed"],
    ["1/0", CALCULATION],
    ["1e999", CALCULATION],
    ["at 3:10 pm", CALCULATION],
  ])("of %j says: %s", (text, why) => {
    expect(read(text)).toBe(why);
  });

  it("reads where it is told", () => {
    const text = 'First 1.\n{"answer": 2}\nThe answer is 3. There are 4 in all';
    expect([read(text, "json"), read(text, "marker"), read(text, "last"), read(text, "first")]).toEqual([2, 3, 4, 1]);
    expect([read("no field", "json"), read("just 5", "marker")]).toEqual(["there is no answer field", NONE]);
  });
});

describe("answerField", () => {
  it.each([
    ['{"reasoning": "3 * 6", "answer": "18"}', "18"],
    ['{"answer": 18.0}', "18"],
    ['```json\n{"answer": "18"}\n```', "18"],
    ['Sure!\n{"answer": "18"}\nBye', "18"],
    ['{"reasoning": "costs \\$5", "answer": "18"}', "18"],
    ['{"reasoning": "two\nlines", "answer": 18\n}', "18"],
    ['{"reasoning": "cut", "answer": "18"', "18"],
    ['{"reasoning": "he said \\"answer\\": \\"5\\"", "answer": "18', "the answer field is cut off"],
    ['{"answer": "17"}\nNo: {"answer": "18"}', "18"],
    ['{"meta": {"answer": 3}, "answer": 18}', "18"],
    ['{"answer": 18, "meta": {"answer": 3}}', "18"],
    ['{"answer": {"a": 1}}', "the answer field holds no number"],
    ['{"answer": null}', "the answer field holds no number"],
    ['{"result": 5}', "there is no answer field"],
    ['{"answer": 12', "the answer field is cut off"],
    ['the "answer" is 5', "there is no answer field"],
  ])("finds in %j: %s", (text, value) => {
    const field = answerField(text, "answer");
    expect("why" in field ? field.why : field.text).toBe(value);
  });

  it.each([
    ['{"reasoning": "so it is 18"', { why: "there is no answer field" }],
    ['```json\n{"reasoning": "Answer: 18"}\n```', { why: "there is no answer field" }],
    ["Let S = {1, 2}. The answer is 18.", { value: 18, percent: false }],
  ])("takes a JSON solution for nothing but its answer field: %s", (text, expected) => {
    expect(extractNumber(text)).toEqual(expected);
  });
});
