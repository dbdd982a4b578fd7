import { createHash } from "node:crypto";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { memoryCache } from "../cache/index.ts";
import {
  runProgram,
  type SandboxLimits,
  type SandboxProgram,
  type SandboxResult,
  type Verdict,
} from "../sandbox/index.ts";

export interface RunOptions {
  /** What a program earns: the share of tests passed, or 1 for all and 0 otherwise. */
  readonly pay: "share" | "all";
  /** Wall-clock limit of one program. */
  readonly wallMs: number;
  /** Processor time a program may use. */
  readonly cpuSeconds: number;
  /** Memory of one process of the program. */
  readonly memoryMb: number;
  /** More output than this is a failure of the candidate. */
  readonly outputBytes: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

/** The options of a run, for a strict object, with their defaults. */
export const runOptionsShape: {
  readonly [K in keyof RunOptions]: z.ZodType<RunOptions[K], RunOptions[K] | undefined>;
} = {
  pay: z.enum(["share", "all"]).default("share"),
  wallMs: z.int().positive().default(10_000),
  cpuSeconds: z.int().positive().default(4),
  memoryMb: z.int().positive().default(512),
  outputBytes: z.int().positive().default(1_048_576),
  limitCharacters: z.int().positive().default(200_000),
};

// More programs at once only wait for a lane.
const AT_ONCE = 64;

// Verdicts of programs that ended by themselves, by their content; time and memory depend on the machine.
const known = memoryCache({ maxEntries: 20_000 });
const LASTING: readonly Verdict["status"][] = ["passed", "failed", "tampered"];

async function verdictOf(program: SandboxProgram, limits: Partial<SandboxLimits>): Promise<SandboxResult> {
  const key = createHash("sha256")
    .update(JSON.stringify([program, limits]))
    .digest("hex");
  const found = await known.get(key);
  if (found !== undefined) return { verdict: found as unknown as Verdict };
  const result = await runProgram(program, limits);
  const whole = "verdict" in result && result.verdict.tests.every(({ error }) => error !== "not-run");
  if (whole && LASTING.includes(result.verdict.status)) {
    await known.set(key, result.verdict as unknown as Json);
  }
  return result;
}

/** Runs a program a row, rows with the same program once, and pays what `pay` says. */
export async function scorePrograms(
  programOf: (row: number) => SandboxProgram | string,
  { pay, limitCharacters, wallMs, cpuSeconds, memoryMb, outputBytes }: RunOptions,
  out: SignalBuilder,
): Promise<void> {
  const limits: Partial<SandboxLimits> = { wallMs, cpuSeconds, memoryMb, outputBytes };
  const same = new Map<string, { readonly program: SandboxProgram; readonly rows: number[] }>();
  for (let row = 0; row < out.length; row++) {
    const program = programOf(row);
    if (typeof program === "string") {
      out.fail(row, "task", program);
      continue;
    }
    if (program.source.length > limitCharacters) {
      out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${program.source.length}.`);
      continue;
    }
    const key = JSON.stringify(program);
    const job = same.get(key);
    if (job === undefined) same.set(key, { program, rows: [row] });
    else job.rows.push(row);
  }
  const jobs = [...same.values()];
  const work = async (): Promise<void> => {
    for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
      const result = await verdictOf(job.program, limits);
      for (const row of job.rows) {
        if ("fault" in result) out.fail(row, result.fault.blame, result.fault.reason);
        else out.set(row, worth(result.verdict, pay), evidence(result.verdict));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function worth({ status, tests }: Verdict, pay: RunOptions["pay"]): number {
  if (status === "passed") return 1;
  if (pay === "all" || status === "tampered" || tests.length === 0) return 0;
  return tests.filter(({ passed }) => passed).length / tests.length;
}

/** Status, a digit a test, the first error, and the back end. */
function evidence({ status, tests, error, engine }: Verdict): string {
  const bits = tests.map(({ passed }) => (passed ? "1" : "0")).join("");
  return `${status} ${bits.slice(0, 200)}${error === undefined ? "" : ` ${error}`} (${engine})`;
}
