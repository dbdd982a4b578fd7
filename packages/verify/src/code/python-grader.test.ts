import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { pythonGrader } from "./python-grader.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string";
if (absent) console.log(`skipped: ${python}`);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const grade = (body: string): string => `def grade(sample, item):\n    ${body.replaceAll("\n", "\n    ")}\n`;
const ROW = { item: [{ answer: 42 }], text: ['{"a": [42]}'], parsed: [{ a: [42] }], calls: [[]] };

/** The outcome of a row, or the blame and reason. */
async function outcomeOf(source: string, options: object = {}): Promise<readonly unknown[]> {
  const [row] = await scoreRows(pythonGrader({ source, ...options }), ROW);
  return row as readonly unknown[];
}

describe.skipIf(absent)("pythonGrader", () => {
  it("takes the number that grade returns of sample and row", async () => {
    expect(await outcomeOf(grade('return sample["output_json"]["a"][0] / item["answer"] / 4'))).toEqual([0.25]);
    expect(await outcomeOf(grade('return len(sample["output_text"])'))).toEqual([11]);
    expect(
      await outcomeOf(grade('return sample["choices"][0]["message"]["content"] == sample["output_text"]')),
    ).toEqual([1]);
    expect(await outcomeOf(grade('return sample["output_tools"] == []'))).toEqual([1]);
  });

  it("may import the standard library, keep functions beside it, and print", async () => {
    const source = `import math\ndef half(x):\n    return x / 2\n${grade('print("{\\"value\\": 9}")\nreturn half(math.sqrt(16))')}`;
    expect(await outcomeOf(source)).toEqual([2]);
  });

  it.each([
    ["raises", grade("return item['none']"), "KeyError: 'none'"],
    ["is no Python", "def grade(:", "SyntaxError"],
    ["defines nothing", "x = 1", "the source defines no function `grade`"],
    ["returns a text", grade("return '1'"), "`grade` returned str, not a number"],
    ["returns nothing", grade("pass"), "`grade` returned NoneType, not a number"],
    ["returns no number", grade("return float('nan')"), "`grade` returned nan"],
    ["returns too much", grade("return 10 ** 400"), "OverflowError"],
    ["exits", grade("raise SystemExit(0)"), "SystemExit"],
    ["ends its process", grade("import os\nos._exit(0)"), "the grader gave no number"],
  ])("is the task's fault, never a score, when it %s", async (_, source, reason) => {
    expect(await outcomeOf(source)).toEqual(["task", expect.stringContaining(reason)]);
  });

  it("is stopped at its time", async () => {
    expect(await outcomeOf(grade("while True: pass"), { wallMs: 1500 })).toEqual(["task", "the grader was too slow"]);
  });

  it("is held to its range", async () => {
    expect(await outcomeOf(grade("return 2"), { within: [0, 1] })).toEqual([
      "task",
      "Expected `grade` to return a number from 0 to 1, got 2.",
    ]);
  });

  it("refuses a source of 256 kB", () => {
    expect(() => pythonGrader({ source: `#${"x".repeat(256 * 1024)}` })).toThrow("less than 256 kB");
  });
});
