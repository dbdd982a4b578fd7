import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { numberSources } from "./index.ts";
import { number } from "./number.ts";

const DATA = new URL("../../../../../shared/data/math/", import.meta.url);
const ABSENT = "the data is not beside this repository: ../shared/data/math";

type Row = { readonly [field: string]: string | boolean };

function rowsOf(file: string): readonly Row[] | undefined {
  const path = new URL(file, DATA);
  if (!existsSync(path)) return undefined;
  return gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

/** Rows whose score is not the stored verdict. */
async function disagreements(
  rows: readonly Row[],
  field: string,
  verdict: string,
  from: "marker" | "json" | "auto",
): Promise<readonly (readonly unknown[])[]> {
  const columns = { text: rows.map((row) => row[field] as string), expected: rows.map((row) => row.gold as string) };
  const scores = await scoreRows(number({ from }), columns);
  return rows.flatMap((row, i) => {
    const [value, evidence] = scores[i] as readonly [number, string];
    return value === (row[verdict] ? 1 : 0)
      ? []
      : [[row.id, row.model, `gold ${row.gold}`, `stored ${row[verdict]}`, evidence]];
  });
}

describe("number", () => {
  it("scores the expected number 1 and says what it read", async () => {
    const columns = { text: ["#### 18", "#### 17", "none", "5 or 6"], expected: [18, "18", 18, 5] };
    expect(await scoreRows(number(), columns)).toEqual([
      [1, "read 18"],
      [0, "read 17"],
      [0, "no number is stated"],
      [0, "more than one number is offered"],
    ]);
  });

  it("takes a gold as number, text or worked solution", async () => {
    const expected = [1250, "1,250", "$1,250.00", "250 * 5 = 1250\n#### 1,250", "1.25 × 10^3"];
    expect(await scoreValues(number(), { text: expected.map(() => "A: 1250"), expected })).toEqual([1, 1, 1, 1, 1]);
  });

  it("blames the task for a gold that states no number or two", async () => {
    const expected = ["", "unknown", null, [18], "5 or 6"];
    expect(await scoreValues(number(), { text: expected.map(() => ""), expected })).toEqual(Array(5).fill("task"));
    expect((await scoreRows(number(), { text: [""], expected: [""] }))[0]).toEqual([
      "task",
      'Expected `expected` to state one number, got "".',
    ]);
  });

  it("compares within absolute and relative tolerance", async () => {
    const columns = { text: ["3.14", "3.15", "1e-12", "1234568"], expected: [Math.PI, Math.PI, 0, 1234567] };
    expect(await scoreValues(number(), columns)).toEqual([0, 0, 0, 0]);
    expect(await scoreValues(number({ absolute: 0.002 }), columns)).toEqual([1, 0, 1, 0]);
    expect(await scoreValues(number({ relative: 0.003 }), columns)).toEqual([1, 1, 0, 1]);
  });

  it("reads a percentage both ways, and only a percentage", async () => {
    const columns = {
      text: ["25%", "25%", "0.25", "25", "25", "0.25"],
      expected: ["0.25", "25", "25%", "25%", "0.25", "25"],
    };
    expect(await scoreValues(number(), columns)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("equals the authors' verdict on all 5,276 GSM8K model solutions", async (context) => {
    const rows = rowsOf("gsm8k_model_solutions.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    expect(rows.length).toBe(5276);
    expect(await disagreements(rows, "solution", "is_correct", "marker")).toEqual([]);
    expect(await disagreements(rows, "solution", "is_correct", "auto")).toEqual([]);
  });

  it("agrees with the stored verdict on 13,187 of 13,190 ZeroEval outputs in JSON", async (context) => {
    const rows = rowsOf("zeroeval_gsm_outputs.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    expect(rows.length).toBe(13_190);
    // 191: `"answer": "35/7 = 5"` is five; the stored verdict reads the first number, 35.
    // 1221: `"10 pounds * 2 tablespoons/pound = 20 tablespoons"` names 20, the stored verdict reads 10.
    // 1089: `"32/3"` is a fraction; the stored verdict reads 32.
    expect(await disagreements(rows, "output", "correct", "json")).toMatchInlineSnapshot(`
      [
        [
          "gsm8k-test-191",
          "Phi-3.5-mini-instruct",
          "gold 5",
          "stored false",
          "read 5",
        ],
        [
          "gsm8k-test-1221",
          "Phi-3.5-mini-instruct",
          "gold 10",
          "stored true",
          "more than one number is offered",
        ],
        [
          "gsm8k-test-1089",
          "Qwen2-7B-Instruct",
          "gold 32",
          "stored true",
          "read 10.666666666666666",
        ],
      ]
    `);
  });

  it("agrees on as many of them with `auto`, which reads prose too", async (context) => {
    const rows = rowsOf("zeroeval_gsm_outputs.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const byField = await disagreements(rows, "output", "correct", "json");
    expect(await disagreements(rows, "output", "correct", "auto")).toEqual(byField);
  });

  for (const options of [{}, { from: "json" }, { from: "last", absolute: 0.5 }]) {
    const columns = {
      text: ["#### 18", '{"answer": 5}', "", "5 or 6", "1/0", "1e400"],
      expected: [18, 5, 1, null, "x", 1],
    };
    for (const law of lawsOf(number, { options, columns })) it(`${JSON.stringify(options)} ${law.name}`, law.check);
  }

  it("is the one source of this folder", () => {
    expect(numberSources.map(({ id }) => id)).toEqual(["source/number@1"]);
  });

  it.each(["auto", "json", "marker", "last", "first"] as const)(
    "reads a hostile megabyte in linear time (%s)",
    async (from) => {
      const { name, ms } = await slowestHostile(number({ from }), { expected: [5] });
      expect(ms, name).toBeLessThan(100);
    },
  );
});
