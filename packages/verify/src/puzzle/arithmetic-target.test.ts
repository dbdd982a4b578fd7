import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { arithmeticTarget } from "./arithmetic-target.ts";
import { evaluateArithmetic } from "./evaluate-arithmetic.ts";

const DATA = new URL("../../../../../shared/data/reasoning/", import.meta.url);
const ABSENT = "the data is not beside this repository: ../shared/data/reasoning";

function rowsOf<T>(file: string): readonly T[] | undefined {
  const path = new URL(file, DATA);
  if (!existsSync(path)) return undefined;
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

describe("evaluateArithmetic", () => {
  it.each([
    ["1 + 2 * 3", 7n, 1n],
    ["(1 + 2) * 3", 9n, 1n],
    ["8 / (3 - 8 / 3)", 24n, 1n],
    ["1 / 3 - 1 / 6", 1n, 6n],
    ["2 - 3 - 4", -5n, 1n],
    ["-2 * -(3)", 6n, 1n],
    ["12 ÷ 4 × 2 − 1", 5n, 1n],
    ["10 - 10", 0n, 1n],
    ["1 / (1 - 3)", -1n, 2n],
  ])("%s", (text, numerator, denominator) => {
    expect(evaluateArithmetic(text)).toMatchObject({ numerator, denominator });
  });

  it.each([
    ["", "the expression ends too early"],
    ["1 +", "the expression ends too early"],
    ["1 2", "there is no sense in 2"],
    ["2 ** 3", "there is no sense in *"],
    ["(1", "a bracket is not closed"],
    ["1)", "a bracket is not opened"],
    ["()", "there is no sense in )"],
    ["1 / (2 - 2)", "it divides by zero"],
    ["2.5", "there is no sense in ."],
    ["process.exit()", "there is no sense in p"],
    ["1".repeat(16), `there is no sense in ${"1".repeat(16)}`],
    ["(".repeat(1001), "the expression is longer than 1000 characters"],
  ])("%s is %s", (text, why) => {
    expect(evaluateArithmetic(text)).toEqual({ why });
  });
});

describe("arithmeticTarget", () => {
  it("wants each number once and the target", async () => {
    const text = [
      "Steps: …\nAnswer: (4 + 8) * (6 - 4) = 24",
      "(4 + 8) * (6 - 4)",
      "4 * 6",
      "4 * 6 * (8 - 4 - 4 + 1)",
      "4 + 4 + 6 + 8",
      "Answer: 24",
      "",
    ];
    expect(await scoreRows(arithmeticTarget(), { text, numbers: text.map(() => [4, 4, 6, 8]) })).toEqual([
      [1],
      [1],
      [0, "a number is not used"],
      [0, "4 is used too often"],
      [0, "the expression makes another number"],
      [0, "24 is used too often"],
      [0, "the expression ends too early"],
    ]);
  });

  it("lets numbers out and takes a target of the row for Countdown", async () => {
    const columns = {
      text: ["95 + 36", "95 + 36 + 36"],
      numbers: [
        [36, 95, 4],
        [36, 95, 4],
      ],
      target: [131, 167],
    };
    expect(await scoreValues(arithmeticTarget({ usage: "some" }), columns)).toEqual([1, 0]);
    expect(await scoreValues(arithmeticTarget(), columns)).toEqual([0, 0]);
  });

  it("blames the task for no numbers", async () => {
    const columns = { text: ["1", "1", "1"], numbers: [null, [], [1.5]] };
    expect(await scoreValues(arithmeticTarget(), columns)).toEqual(["task", "task", "task"]);
  });

  it("gives the stored reward to the 20,500 answers of GPT-4 (game of 24)", async (context) => {
    type Row = { method: string; numbers: number[]; samples: string[]; rewards: (number | boolean)[] };
    const rows = rowsOf<Row>("game24_gpt4_samples.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const text = rows.flatMap(({ samples }) => samples);
    const numbers = rows.flatMap((row) => row.samples.map(() => row.numbers));
    const stored = rows.flatMap(({ rewards }) => rewards.map(Number));
    const values = await scoreValues(arithmeticTarget(), { text, numbers });
    expect(values.length).toBe(20_500);
    const differ = values.flatMap((value, i) => (value === stored[i] ? [] : [[text[i], stored[i]]]));
    expect(differ).toEqual([]);
  });

  it("scores the gallery's answers 1 and a near miss 0 (countdown, puzzle24)", async (context) => {
    type Row = { dataset: string; answer: string; metadata: { numbers: number[]; target?: number } };
    const rows = rowsOf<Row>("reasoning_gym_gallery.jsonl.gz")?.filter(({ dataset }) =>
      /^(countdown|puzzle24)$/.test(dataset),
    );
    if (rows === undefined) return context.skip(ABSENT);
    const columns = {
      text: rows.map(({ answer }) => answer),
      numbers: rows.map(({ metadata }) => metadata.numbers),
      target: rows.map(({ metadata }) => metadata.target ?? 24),
    };
    expect(await scoreValues(arithmeticTarget(), columns)).toEqual([1, 1, 1, 1, 1, 1]);
    const near = { ...columns, text: columns.text.map((text) => `${text} - ${/\d+/.exec(text)?.[0]}`) };
    expect(await scoreValues(arithmeticTarget({ usage: "some" }), near)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(arithmeticTarget(), { numbers: [[4, 4, 6, 8]] });
    expect(ms, name).toBeLessThan(150);
  });

  const columns = {
    text: ["4 * 6", "", "(", "24 / 1"],
    numbers: [[4, 6], [1], null, [1, 24]],
    target: [24, 1, 1, null],
  };
  for (const options of [{}, { usage: "some" }])
    for (const law of lawsOf(arithmeticTarget, { options, columns }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});
