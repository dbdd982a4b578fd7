import { afterAll, describe, expect, it } from "vitest";
import { cpythonWasi, DEFAULT_LIMITS, type SandboxProgram, type Verdict } from "./index.ts";

const backend = cpythonWasi();
const why = await backend.absent();
if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
afterAll(() => backend.close());

async function verdict(program: Omit<SandboxProgram, "language">): Promise<Verdict> {
  const result = await backend.run({ language: "python", ...program }, DEFAULT_LIMITS);
  if ("fault" in result) throw new Error(result.fault.reason);
  return result.verdict;
}

(why === undefined ? describe.concurrent : describe.skip)("cpythonWasi", () => {
  it("runs each test outside the program, with the libraries of the language", { timeout: 60_000 }, async () => {
    const source = "import collections\ndef most(xs): return collections.Counter(xs).most_common(1)[0][0]";
    const got = await verdict({
      source,
      tests: ["assert most('abb') == 'b'\nassert most([1]) == 2\nassert most('') == 1"],
    });
    expect(got).toMatchObject({ status: "failed", engine: "cpython-wasi" });
    expect(got.tests.map(({ passed, error }) => passed || error)).toEqual([true, "AssertionError", "IndexError"]);
    expect(got.memoryBytes).toBeGreaterThan(10_000_000);
  });

  it("runs programs on inputs", { timeout: 60_000 }, async () => {
    const source = "import sys\nprint(int(input()) * 2)\nprint(1 / (len(sys.stdin.read()) - 1))";
    const got = await verdict({
      source,
      cases: [
        { input: "2\nabc", output: "4\n0.5" },
        { input: "2\nabc", output: "5" },
        { input: "2\na", output: "4" },
      ],
    });
    expect(got.tests).toEqual([
      { passed: true },
      { passed: false, error: "wrong-output" },
      { passed: false, error: "ZeroDivisionError" },
    ]);
  });
});
