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

  it("runs every case of a program that leaves files, each without the files of the one before", async () => {
    const text = "import os\nn = len(os.listdir('.'))\nopen('kept', 'w').write('x')\nprint(int(input()) + n)";
    const cases = ["1", "2", "3"].map((each) => ({ input: each, output: each }));
    expect((await scoreRows(stdinStdout(), { text: [text], cases: [cases] })).map(([value]) => value)).toEqual([1]);
  });
});
