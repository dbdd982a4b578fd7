import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { stdinStdout } from "./index.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string";
if (absent) console.log(`skipped: ${python}`);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const _GOOD = "```python\ndef inc(x): return x + 1\n```";
const _TESTS = "assert inc(1) == 2\nassert inc(2) == 3\nassert inc(0) == 0\nassert inc(5) == 6";

describe.skipIf(absent)("stdinStdout", () => {
  it("compares outputs", async () => {
    const cases = [
      { input: "2\n", output: "4" },
      { input: "3\n", output: "6\n" },
    ];
    const rows = await scoreRows(stdinStdout(), {
      text: ["print(int(input()) * 2)", "print(4)", "input()\nprint(4.0)\nraise SystemExit(3)"],
      cases: [cases, cases, cases],
    });
    expect(rows.map(([value]) => value)).toEqual([1, 0.5, 0]);
  });
});
