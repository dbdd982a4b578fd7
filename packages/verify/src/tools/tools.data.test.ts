import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { compileCallCheck } from "./compile-call-check.ts";
import { type CallCase, goldCalls, mutations } from "./mutate-calls.test-support.ts";
import { parseExactJson } from "./parse-calls.ts";
import { readToolCalls } from "./read-tool-calls.ts";
import { type CallValue, isRecord, isTuple, type ToolCall, WholeFloat } from "./tool-call.ts";
import { toolCallFormat } from "./tool-call-format.ts";
import { toolCallMatch } from "./tool-call-match.ts";

const DATA = new URL("../../../../../shared/data/", import.meta.url);
const missing = (name: string): boolean => !existsSync(new URL(`${name}.jsonl.gz`, DATA));

function lines(name: string): readonly string[] {
  return gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, DATA)))
    .toString()
    .trim()
    .split("\n");
}

describe.skipIf(missing("tools/bfcl_cases"))("BFCL cases (1,000, four categories)", () => {
  const rows = missing("tools/bfcl_cases")
    ? []
    : lines("tools/bfcl_cases").map((line) => (parseExactJson(line) as { value: unknown }).value as CallCase);

  it("accepts every gold call, as values and as Python text", () => {
    const off: string[] = [];
    for (const row of rows) {
      const check = compileCallCheck(row.functions, row.ground_truth);
      const gold = goldCalls(row);
      const read = readToolCalls(`[${gold.map(pythonCall).join(", ")}]`, { syntax: "python" });
      if (check(gold) !== undefined || !("calls" in read) || check(read.calls) !== undefined) off.push(row.id);
      if (check([...gold].reverse()) !== undefined) off.push(`${row.id} reversed`);
    }
    // Its answers overlap (Microsoft or Apple): as in BFCL, the first call that fits is taken, and the order decides.
    expect(off).toEqual(["parallel-178 reversed"]);
    expect(rows.length).toBe(1000);
  });

  it("turns down every mutation, ten and more a case, for the right reason", () => {
    let count = 0;
    const off: unknown[] = [];
    for (const row of rows) {
      const check = compileCallCheck(row.functions, row.ground_truth);
      const wrong = mutations(row);
      expect(wrong.length, row.id).toBeGreaterThanOrEqual(10);
      for (const { what, calls, kinds } of wrong) {
        count += 1;
        const fault = check(calls);
        if (fault === undefined || !kinds.includes(fault.kind)) off.push([row.id, what, fault?.kind]);
      }
    }
    // The answers of this case overlap (Microsoft or Apple), so another call takes the place of the wrong one.
    expect(off).toEqual([
      ["parallel-178", "call 0: an extra parameter", "wrong-text"],
      ["parallel-178", "call 0: date is None", "wrong-text"],
      ["parallel-178", "call 0: exchange is None", "wrong-text"],
    ]);
    expect(count).toBe(39_521);
  });

  it("turns down parallel calls in another order when the order is strict", () => {
    const parallel = rows.filter(({ ground_truth: gold }) => gold.length > 1);
    const passed = parallel.filter(
      (row) => compileCallCheck(row.functions, row.ground_truth, "strict")([...goldCalls(row)].reverse()) === undefined,
    );
    const accepted = parallel.filter(
      (row) => compileCallCheck(row.functions, row.ground_truth, "strict")(goldCalls(row)) === undefined,
    );
    expect(accepted.length).toBe(parallel.length);
    // Its calls (AA, Aa, aa) differ in case alone.
    expect(passed.map(({ id }) => id)).toEqual(["parallel-116"]);
  });
});

describe.skipIf(missing("agents/toolrl_test") || missing("agents/toolrl_sft"))("ToolRL rows", () => {
  it("scores every gold answer of the test split full, and none of its near misses", async () => {
    const golds = lines("agents/toolrl_test").map(
      (line) => (JSON.parse(line) as { reward_model: { ground_truth: string } }).reward_model.ground_truth,
    );
    const withCalls = golds.filter((gold) => gold.includes("<tool_call>"));
    expect(await scoreValues(toolCallMatch(), { calls: withCalls, expected: withCalls })).toEqual(
      withCalls.map(() => 3),
    );
    expect(await scoreValues(toolCallFormat(), { text: golds, expected: golds })).toEqual(golds.map(() => 1));
    const renamed = withCalls.map((gold) => gold.replace('{"name": "', '{"name": "x'));
    for (const value of await scoreValues(toolCallMatch(), { calls: renamed, expected: withCalls })) {
      expect(value).toBeLessThan(3);
      expect(value).toBeGreaterThanOrEqual(-3);
    }
    expect([golds.length, withCalls.length]).toMatchInlineSnapshot(`
      [
        80,
        71,
      ]
    `);
  });

  it("reads every answer of the SFT split", async () => {
    const outputs = lines("agents/toolrl_sft").map((line) => (JSON.parse(line) as { output: string }).output);
    const unread = outputs.filter((output) => output.includes("<tool_call>") && !("calls" in readToolCalls(output)));
    expect(unread.length).toBe(0);
    expect(outputs.length).toBe(400);
    const formats = await scoreValues(toolCallFormat(), { text: outputs, expected: outputs });
    expect(formats.filter((value) => value === 1).length).toMatchInlineSnapshot(`383`);
  });
});

function pythonCall({ name, arguments: given }: ToolCall): string {
  return `${name}(${Object.entries(given)
    .map(([key, value]) => `${key}=${pythonText(value)}`)
    .join(", ")})`;
}

function pythonText(value: CallValue): string {
  if (value instanceof WholeFloat) return value.value.toFixed(1);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value))
    return `${isTuple(value) ? "(" : "["}${value.map(pythonText).join(", ")}${isTuple(value) ? ",)" : "]"}`;
  if (isRecord(value))
    return `{${Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${pythonText(entry)}`)}}`;
  return JSON.stringify(value);
}
