import { existsSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import {
  HOSTILE_JAVASCRIPT,
  HOSTILE_PYTHON,
  HOSTILE_SHELL,
  HOSTILE_TYPESCRIPT,
  type HostileProgram,
} from "./hostile-programs.test-support.ts";
import { type Backend, bubblewrapPython, DEFAULT_LIMITS, justBash, quickjs, type SandboxProgram } from "./index.ts";

const LIMITS = { ...DEFAULT_LIMITS, wallMs: 700, cpuSeconds: 1, memoryMb: 256 };
const GOOD = {
  python: "def f(x): return x + 1",
  javascript: "function f(x) { return x + 1 }",
  typescript: "const f = (x: number): number => x + 1;",
  shell: "read x; echo $((x + 1))",
};
const TESTS = {
  python: ["assert f(1) == 2\nassert f(2) == 3\nassert f(70) == 71"],
  javascript: ["assert(f(1) === 2)", "assert(f(2) === 3)", "assert(f(70) === 71)"],
  typescript: ["assert(f(1) === 2)", "assert(f(2) === 3)", "assert(f(70) === 71)"],
  shell: [],
};
const CASES = ["1", "70"].map((input) => ({ input: `${input}\n`, output: String(Number(input) + 1) }));
type Language = keyof typeof GOOD;
const SUITES: readonly (readonly [Backend, Language, readonly HostileProgram[]])[] = [
  [bubblewrapPython({ lanes: 2 }), "python", HOSTILE_PYTHON],
  [bubblewrapPython({ lanes: 2, runsPerLane: 1 }), "python", HOSTILE_PYTHON],
  [quickjs(), "javascript", HOSTILE_JAVASCRIPT],
  [quickjs(), "typescript", HOSTILE_TYPESCRIPT],
  [justBash(), "shell", HOSTILE_SHELL],
];

for (const [backend, language, attacks] of SUITES) {
  const why = await backend.absent();
  if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
  const program = (source: string, tests: readonly string[] = TESTS[language]): SandboxProgram => ({
    language,
    source,
    ...(language === "shell" ? { cases: CASES } : { tests }),
  });
  const table: string[] = [];
  afterAll(async () => {
    await backend.close();
    if (why === undefined) console.log([`back end ${backend.name}, ${language}`, ...table].join("\n"));
  });

  describe.concurrent.skipIf(why !== undefined)(`${backend.name}, ${language}`, () => {
    it.each(attacks)("contains: $name", { timeout: 60_000 }, async ({ name, source, tests }) => {
      const started = performance.now();
      const result = await backend.run(program(source, tests), LIMITS);
      const status = "verdict" in result ? result.verdict.status : `fault: ${result.fault.reason}`;
      table.push(`  ${name.padEnd(28)} ${status.padEnd(14)} ${Math.round(performance.now() - started)} ms`);
      expect(["failed", "timed-out", "out-of-memory", "crashed", "tampered"]).toContain(status);
      expect(existsSync("/escaped")).toBe(false);
      const after = await backend.run(program(GOOD[language]), { ...LIMITS, wallMs: 20_000 });
      expect(after).toMatchObject({ verdict: { status: "passed", engine: backend.name } });
    });
  });
}
