import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { runProgram, type Verdict } from "../sandbox/index.ts";
import { codeTests } from "./code-tests.ts";

export interface DebugTraceOptions {
  /** `last`: share of tests the last attempt passes. `gain`: that less the first's. `fixed`: 1 for wrong, then right. `discounted`. */
  readonly pay: "last" | "gain" | "fixed" | "discounted";
  /** What each attempt after the first multiplies the pay of `discounted` with. */
  readonly gamma: number;
  /** Attempts after this many are not run. */
  readonly maxAttempts: number;
  /** Wall-clock limit of one run. */
  readonly wallMs: number;
  /** Processor time of one run. */
  readonly cpuSeconds: number;
  /** Memory of one process. */
  readonly memoryMb: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type DebugTraceInput = { readonly [K in keyof DebugTraceOptions]?: DebugTraceOptions[K] | undefined };

const options: z.ZodType<DebugTraceOptions, DebugTraceInput> = z.strictObject({
  pay: z.enum(["last", "gain", "fixed", "discounted"]).default("last"), // 191 §Mechanism: S_ut of the refinement
  gamma: z.number().min(0).max(1).default(0.95), // 041 §Mechanism: γ of several turns
  maxAttempts: z.int().min(1).max(20).default(8),
  wallMs: z.int().positive().default(10_000),
  cpuSeconds: z.int().positive().default(4),
  memoryMb: z.int().positive().default(512),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * Pays a trace of attempts at a program, each run against the same tests: first attempt, feedback, second attempt, ….
 *
 *   s_k = share of tests attempt k passes;  last: s_K;  gain: s_K − s_1;  fixed: [s_1 < 1 ∧ s_K = 1]
 *   discounted: γ^(k − 1) of the first attempt with s_k = 1, else 0
 *
 * `attempts` is a list of programs; without it the fenced blocks of the text are, in order. No attempt is 0. `gain`
 * punishes breaking what worked, and pays nothing for a wrong start that stays wrong; a policy paid by it alone can earn
 * by failing on purpose first, so add `last`. What feedback says to the policy is not this source's affair.
 *
 * @kind source
 * @unit attempts, tests → −1 … 1
 * @paper 191 §Mechanism (R(r) = 5 · (S_cb + S_ut) − 5 is an expression over this and `code-similarity`)
 * @paper 041 §Mechanism (all tests pass, discounted by turns)
 * @alias 191:unitTestVector = { use: debug-trace }
 *
 * ```ts doctest
 * import { debugTrace } from "@guerdon/verify/code";
 * debugTrace({ pay: "discounted" }).options.gamma // => 0.95
 * ```
 */
export const debugTrace: SourceFactory<typeof options> = defineSource({
  name: "debug-trace",
  version: 1,
  summary: "What a trace of attempts earns: the last one, the gain, a fix, or the first success discounted.",
  options,
  build: (set: DebugTraceOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      tests: { type: "json" },
      attempts: { type: "json", optional: true },
    },
    range: { min: set.pay === "gain" ? -1 : 0, max: 1 },
    score: async (columns, out) => {
      const rows = Array.from({ length: out.length }, (_, row) => row);
      const work = async (): Promise<void> => {
        for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
          const tests = codeTests(columns.tests?.[row]);
          const attempts = attemptsOf(columns.attempts?.[row], columns.text?.[row] as string);
          if (tests === undefined)
            out.fail(row, "task", "Expected `tests` to be a text or a list of texts, got neither.");
          else if (attempts === undefined)
            out.fail(row, "task", "Expected `attempts` to be a list of texts, got something else.");
          else await scoreTrace(row, attempts.slice(0, set.maxAttempts), tests, set, out);
        }
      };
      await Promise.all([work(), work(), work(), work()]);
    },
  }),
});

function attemptsOf(given: Json | undefined, text: string): readonly string[] | undefined {
  if (given === undefined || given === null) return fencedBlocks(text);
  return Array.isArray(given) && given.every((one) => typeof one === "string") ? (given as string[]) : undefined;
}

function fencedBlocks(text: string): string[] {
  const blocks: string[] = [];
  let open: { readonly fence: string; readonly lines: string[] } | undefined;
  for (const line of text.split("\n")) {
    const fence = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (open === undefined) {
      if (fence !== undefined) open = { fence, lines: [] };
    } else if (fence?.startsWith(open.fence)) {
      blocks.push(open.lines.join("\n"));
      open = undefined;
    } else open.lines.push(line);
  }
  if (open !== undefined) blocks.push(open.lines.join("\n"));
  return blocks;
}

async function scoreTrace(
  row: number,
  attempts: readonly string[],
  tests: readonly string[],
  set: DebugTraceOptions,
  out: SignalBuilder,
): Promise<void> {
  const { wallMs, cpuSeconds, memoryMb, limitCharacters, pay, gamma } = set;
  const shares: number[] = [];
  for (const source of attempts) {
    if (source.length > limitCharacters)
      return out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${source.length}.`);
    const result = await runProgram({ language: "python", source, tests }, { wallMs, cpuSeconds, memoryMb });
    if ("fault" in result) return out.fail(row, result.fault.blame, result.fault.reason);
    shares.push(shareOf(result.verdict));
  }
  const [first = 0, last = 0] = [shares[0], shares.at(-1)];
  const success = shares.indexOf(1);
  const values = {
    last,
    gain: last - first,
    fixed: first < 1 && last === 1 ? 1 : 0,
    discounted: success === -1 ? 0 : gamma ** success,
  };
  const trace = shares.map((share) => share.toFixed(2)).join(" → ");
  return out.set(row, values[pay], shares.length === 0 ? "no attempt" : trace);
}

function shareOf({ status, tests }: Verdict): number {
  if (status === "passed") return 1;
  if (status === "tampered" || tests.length === 0) return 0;
  return tests.filter(({ passed }) => passed).length / tests.length;
}
