import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { runProgram, type SandboxLimits, type SandboxProgram, type Verdict } from "../sandbox/index.ts";
import { codeTests } from "./code-tests.ts";
import { programText } from "./program-text.ts";
import { type RatioInterval, ratioInterval } from "./ratio-interval.ts";

export interface SpeedRatioOptions {
  /** Processor time or the greatest memory of a run. */
  readonly measure: "cpu" | "memory";
  /** `ratio`: reference / candidate, 0 for a wrong program. `faster`: 1 for surely faster. `graded`: all on one scale. */
  readonly pay: "ratio" | "faster" | "graded";
  /** Runs of each program, in turns. */
  readonly rounds: number;
  /** Differences up to this share are none. */
  readonly tie: number;
  /** What `faster` asks for. */
  readonly threshold: number;
  /** The largest ratio that is paid. */
  readonly maxRatio: number;
  /** A reference that takes less is too short to be compared: the row abstains. */
  readonly minSeconds: number;
  /** Wall-clock limit of one run. */
  readonly wallMs: number;
  /** Processor time of one run. */
  readonly cpuSeconds: number;
  /** Memory of one process. */
  readonly memoryMb: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type SpeedRatioInput = { readonly [K in keyof SpeedRatioOptions]?: SpeedRatioOptions[K] | undefined };

const options: z.ZodType<SpeedRatioOptions, SpeedRatioInput> = z.strictObject({
  measure: z.enum(["cpu", "memory"]).default("cpu"),
  pay: z.enum(["ratio", "faster", "graded"]).default("ratio"),
  rounds: z.int().min(1).max(101).default(7),
  tie: z.number().min(0).default(0.05), // 182 §Pitfalls: differences under 5 % are ties
  threshold: z.number().min(0).default(0.1), // 182 §Mechanism: %OPT, ≥ 10 % faster
  maxRatio: z.number().min(1).default(4), // 182 §Mechanism: time(x)/time(y) − 1 at most 3
  minSeconds: z.number().min(0).default(0.02),
  wallMs: z.int().positive().default(10_000),
  cpuSeconds: z.int().positive().default(4),
  memoryMb: z.int().positive().default(512),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * How much faster, or smaller in memory, the Python program in a text is than a reference that passes the same tests.
 *
 *   r = median over rounds of cost(reference) / cost(program), 1 where its 95 % interval by ranks or `tie` covers 1
 *   ratio: 0 when a test fails, else min(r, maxRatio);  faster: 1 when r ≥ 1 + threshold
 *   graded: −1 unparsable, −0.5 + 0.5 · share of tests, 1 + clip(r − 1, −0.5, maxRatio − 1)
 *
 * Both run in turns in the sandbox, one process at a time; the kernel counts the processor time. The start of the
 * process, about 2 ms, is in both, so the tests must work for tens of milliseconds: a reference under `minSeconds`
 * makes the row abstain. A reference that fails its tests is the task's fault.
 *
 * @kind source
 * @unit program, reference, tests → ratio
 * @paper 182 §Mechanism (score of wrong and right programs, %OPT at 10 %)
 * @paper 127 (ratio to a reference, clipped)
 * @alias 182:ratioToReference = { use: speed-ratio, pay: graded }
 * @alias runCost = { use: speed-ratio }
 *
 * ```ts doctest
 * import { speedRatio } from "@guerdon/verify/code";
 * speedRatio({ pay: "faster" }).options.threshold // => 0.1
 * ```
 */
export const speedRatio: SourceFactory<typeof options> = defineSource({
  name: "speed-ratio",
  version: 1,
  summary: "How much faster or smaller a program is than a reference, 1 where noise cannot tell.",
  options,
  build: (set: SpeedRatioOptions) => ({
    needs: ["process"],
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      reference: { type: "text" },
      tests: { type: "json" },
    },
    range: { min: set.pay === "graded" ? -1 : 0, max: set.pay === "faster" ? 1 : set.maxRatio },
    score: async (columns, out) => {
      // One row after the other: programs beside each other would slow each other down.
      for (let row = 0; row < out.length; row++) {
        const tests = codeTests(columns.tests?.[row]);
        const text = programText(columns.text?.[row] as string, "python");
        if (tests === undefined)
          out.fail(row, "task", "Expected `tests` to be a text or a list of texts, got neither.");
        else if (text.length > set.limitCharacters)
          out.fail(row, "candidate", `Expected at most ${set.limitCharacters} characters, got ${text.length}.`);
        else await scoreRow(row, [programText(columns.reference?.[row] as string, "python"), text], tests, set, out);
      }
    },
  }),
});

type Outcome =
  | { readonly verdict: Verdict }
  | { readonly fault: { readonly blame: "task" | "sandbox" | "engine"; readonly reason: string } };

async function scoreRow(
  row: number,
  [reference, candidate]: readonly [string, string],
  tests: readonly string[],
  set: SpeedRatioOptions,
  out: SignalBuilder,
): Promise<void> {
  const first = await runOnce(candidate, tests, 0, set);
  if ("fault" in first) out.fail(row, first.fault.blame, first.fault.reason);
  else if (first.verdict.status !== "passed") payWrong(row, first.verdict, set, out);
  else {
    const costs: [number[], number[]] = [[], []];
    for (let round = 1; round <= set.rounds; round++) {
      // The order changes from round to round, so that what drifts helps neither.
      for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const run: Outcome = await runOnce(which === 0 ? reference : candidate, tests, round, set);
        if ("fault" in run) return out.fail(row, run.fault.blame, run.fault.reason);
        if (run.verdict.status !== "passed" && which === 0)
          return out.fail(row, "task", `Expected the reference to pass its tests, but it ${run.verdict.status}.`);
        if (run.verdict.status !== "passed") return payWrong(row, run.verdict, set, out);
        const cost = set.measure === "cpu" ? run.verdict.cpuSeconds : run.verdict.memoryBytes;
        if (cost === undefined)
          return out.fail(row, "engine", `Expected ${run.verdict.engine} to measure ${set.measure}, got nothing.`);
        costs[which as 0 | 1].push(cost);
      }
    }
    payRight(row, costs, set, out);
  }
}

/** A verdict that is cached would be one measurement: each round has a text of its own. */
async function runOnce(
  source: string,
  tests: readonly string[],
  round: number,
  { wallMs, cpuSeconds, memoryMb }: SpeedRatioOptions,
): Promise<Outcome> {
  const program: SandboxProgram = { language: "python", source: `${source}\n# ${round}\n`, tests };
  const limits: Partial<SandboxLimits> = { wallMs, cpuSeconds, memoryMb };
  return runProgram(program, limits);
}

function payWrong(
  row: number,
  { status, error, tests }: Verdict,
  { pay }: SpeedRatioOptions,
  out: SignalBuilder,
): void {
  const share = tests.length === 0 ? 0 : tests.filter(({ passed }) => passed).length / tests.length;
  // Passed tests count for nothing where a program tried to forge them.
  const graded = error === "syntax" ? -1 : status === "tampered" ? -0.5 : -0.5 + 0.5 * share;
  out.set(row, pay === "graded" ? graded : 0, `${status}${error === undefined ? "" : ` ${error}`}`);
}

function payRight(
  row: number,
  [reference, candidate]: readonly [number[], number[]],
  set: SpeedRatioOptions,
  out: SignalBuilder,
): void {
  const { pay, tie, threshold, maxRatio, minSeconds, measure } = set;
  const longest = Math.max(...reference);
  if (measure === "cpu" && longest < minSeconds) {
    out.abstain(
      row,
      `The reference takes ${(longest * 1000).toFixed(1)} ms, too short to compare; ${minSeconds * 1000} ms at least.`,
    );
    return;
  }
  const interval = ratioInterval(reference, candidate);
  const sure = isSure(interval, tie);
  const ratio = sure ? interval.median : 1;
  const text = `${interval.median.toFixed(3)} × [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
  const note = sure ? text : `no difference: ${text}`;
  if (pay === "faster") out.set(row, ratio >= 1 + threshold ? 1 : 0, note);
  else if (pay === "ratio") out.set(row, Math.min(ratio, maxRatio), note);
  else out.set(row, 1 + Math.min(Math.max(ratio - 1, -0.5), maxRatio - 1), note);
}

function isSure({ median, low, high }: RatioInterval, tie: number): boolean {
  return (low > 1 || high < 1) && Math.abs(median - 1) > tie;
}
