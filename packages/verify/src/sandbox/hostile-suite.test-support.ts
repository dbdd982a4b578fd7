import { existsSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { HostileProgram } from "./hostile-programs.test-support.ts";
import { type Backend, DEFAULT_LIMITS, type SandboxProgram } from "./index.ts";

const LIMITS = { ...DEFAULT_LIMITS, wallMs: 700, cpuSeconds: 1, memoryMb: 256 };
const GOOD = {
  python: "def f(x): return x + 1",
  javascript: "function f(x) { return x + 1 }",
  typescript: "const f = (x: number): number => x + 1;",
  shell: "read x; echo $((x + 1))",
};
const ASSERTS = ["assert(f(1) === 2)", "assert(f(2) === 3)", "assert(f(70) === 71)"];
const TESTS = {
  python: ["assert f(1) == 2\nassert f(2) == 3\nassert f(70) == 71"],
  javascript: ASSERTS,
  typescript: ASSERTS,
  shell: [],
};
const CASES = ["1", "70"].map((input) => ({ input: `${input}\n`, output: String(Number(input) + 1) }));

export interface HostileSuite {
  readonly backend: Backend;
  readonly language: keyof typeof GOOD;
  readonly attacks: readonly HostileProgram[];
  /** Whether something is shared by runs, so that a right program must still pass after each attack. */
  readonly shared: boolean;
}

/** Runs each attack on a back end, which must not pass it and must live on; prints the table. */
export async function hostileSuite({ backend, language, attacks, shared }: HostileSuite): Promise<void> {
  const why = await backend.absent();
  if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
  const program = (source: string, tests: readonly string[] = TESTS[language]): SandboxProgram => ({
    language,
    source,
    ...(language === "shell" ? { cases: CASES } : { tests }),
  });
  const good = async (): Promise<void> => {
    const after = await backend.run(program(GOOD[language]), { ...LIMITS, wallMs: 20_000 });
    expect(after).toMatchObject({ verdict: { status: "passed", engine: backend.name } });
  };
  const table: string[] = [];
  afterAll(async () => {
    if (why === undefined) {
      await good();
      console.log([`back end ${backend.name}, ${language}`, ...table].join("\n"));
    }
    await backend.close();
  });

  const title = `${backend.name}, ${language}${why === undefined ? "" : ` (skipped: ${why})`}`;
  (why === undefined ? describe.concurrent : describe.skip)(title, () => {
    it.each(attacks)("contains: $name", { timeout: 120_000 }, async ({ name, source, tests }) => {
      const started = performance.now();
      const result = await backend.run(program(source, tests), LIMITS);
      const status = "verdict" in result ? result.verdict.status : `fault: ${result.fault.reason}`;
      table.push(`  ${name.padEnd(32)} ${status.padEnd(14)} ${Math.round(performance.now() - started)} ms`);
      expect(["failed", "timed-out", "out-of-memory", "crashed", "tampered"]).toContain(status);
      expect(existsSync("/escaped")).toBe(false);
      if (shared) await good();
    });
  });
}
