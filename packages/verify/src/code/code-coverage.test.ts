import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { codeCoverage } from "./code-coverage.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string" ? ` (skipped: ${python})` : "";
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const SIGN = "def sign(x):\n    if x < 0:\n        return -1\n    if x > 0:\n        return 1\n    return 0";

describe.skipIf(absent !== "")(`codeCoverage${absent}`, () => {
  it("counts the lines of a program that the tests run (by hand: 6 lines)", async () => {
    const tests = [
      ["assert sign(5) == 1"],
      ["assert sign(5) == 1", "assert sign(0) == 0"],
      ["assert sign(-1) == -1\nassert sign(1) == 1\nassert sign(0) == 0"],
      [],
    ];
    const rows = await scoreRows(codeCoverage(), { text: tests.map(() => SIGN), tests });
    expect(rows).toEqual([
      [4 / 6, "4 of 6 lines, passed"],
      [5 / 6, "5 of 6 lines, passed"],
      [1, "6 of 6 lines, passed"],
      ["task", "Expected `tests` to be a text or a list of texts, got neither."],
    ]);
  });

  it("counts the lines that tests of a policy run, and not their own", async () => {
    const text = [
      "assert sign(-1) == -1",
      "assert sign(1) == 1\nassert sign(0) == 0\nx = 1\ny = 2",
      "x = 1",
      "assert sign(",
      "import os\nos._exit(0)",
    ];
    const rows = await scoreRows(codeCoverage({ of: "tests" }), { text, program: text.map(() => SIGN) });
    expect(rows.map(([value]) => value)).toEqual([3 / 6, 5 / 6, 1 / 6, 0, 0]);
  });
});
