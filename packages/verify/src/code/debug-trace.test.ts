import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { codeTests } from "./code-tests.ts";
import { debugTrace } from "./debug-trace.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string" ? ` (skipped: ${python})` : "";
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const GOOD = "def inc(x): return x + 1";
const HALF = "def inc(x): return 2";
const BAD = "def inc(x): return x";
const TESTS = ["assert inc(1) == 2", "assert inc(2) == 3"];

describe.skipIf(absent !== "")(`debugTrace${absent}`, () => {
  const columns = {
    attempts: [[HALF, GOOD], [GOOD, BAD], [BAD, HALF, GOOD], [GOOD], [], [BAD]],
    text: ["", "", "", "", "", ""],
    tests: new Array(6).fill(TESTS),
  };
  it.each([
    ["last", [1, 0, 1, 1, 0, 0]],
    ["gain", [0.5, -1, 1, 0, 0, 0]],
    ["fixed", [1, 0, 1, 0, 0, 0]],
    ["discounted", [0.5, 1, 0.25, 1, 0, 0]],
  ] as const)("pays `%s` (by hand)", async (pay, values) => {
    const rows = await scoreRows(debugTrace({ pay, gamma: 0.5 }), columns);
    expect(rows.map(([value]) => value)).toEqual(values);
    expect(rows[0]?.[1]).toBe("0.50 → 1.00");
    expect(rows[4]?.[1]).toBe("no attempt");
  });

  it("reads the fenced blocks of a text as attempts, and leaves those over the limit", async () => {
    const text = `First\n\`\`\`python\n${BAD}\n\`\`\`\nIt says 1.\n~~~\n${GOOD}\n~~~\n\`\`\`\n${BAD}`;
    const given = { text: [text, "none"], tests: [TESTS, TESTS] };
    expect((await scoreRows(debugTrace(), given)).map(([, note]) => note)).toEqual([
      "0.00 → 1.00 → 0.00",
      "no attempt",
    ]);
    expect((await scoreRows(debugTrace({ maxAttempts: 2 }), given))[0]?.[0]).toBe(1);
  });

  it("does not pay a program that ends its process, and names what is wrong with the task", async () => {
    const given = {
      attempts: [["import os\nos._exit(0)"], "x", [GOOD]],
      text: ["", "", ""],
      tests: [TESTS, TESTS, []],
    };
    expect((await scoreRows(debugTrace(), given)).map(([value]) => value)).toEqual([0, "task", "task"]);
  });
});

describe("codeTests", () => {
  it("reads a text or a list of texts", () => {
    expect([
      codeTests("a"),
      codeTests(["a", "b"]),
      codeTests([]),
      codeTests([" "]),
      codeTests([1]),
      codeTests(undefined),
    ]).toEqual([["a"], ["a", "b"], undefined, undefined, undefined, undefined]);
  });
});
