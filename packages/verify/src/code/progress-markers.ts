import { type CallResult, type Context, defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { runProgram } from "../sandbox/index.ts";
import { CODE_ANALYSIS } from "./code-requests.ts";
import { progressProgram } from "./instrument-calls.ts";
import type { Analysis, InstrumentedReport } from "./measure-code.ts";
import { programText } from "./program-text.ts";

export interface ProgressMarkersOptions {
  /** Steps of the work, each by the names of functions whose call means it is done. */
  readonly markers: readonly (readonly string[])[];
  /** Time of placing the marks in one program, before its process is killed. */
  readonly deadlineMs: number;
  /** Wall-clock limit of one run. */
  readonly wallMs: number;
  /** Processor time of one run. */
  readonly cpuSeconds: number;
  /** Memory of one process. */
  readonly memoryMb: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type ProgressMarkersInput = Omit<
  { readonly [K in keyof ProgressMarkersOptions]?: ProgressMarkersOptions[K] | undefined },
  "markers"
> &
  Pick<ProgressMarkersOptions, "markers">;

const options: z.ZodType<ProgressMarkersOptions, ProgressMarkersInput> = z.strictObject({
  markers: z
    .array(z.array(z.string().min(1)).min(1))
    .min(1)
    .max(100),
  deadlineMs: z.number().positive().default(5000),
  wallMs: z.int().positive().default(10_000),
  cpuSeconds: z.int().positive().default(4),
  memoryMb: z.int().positive().default(512),
  limitCharacters: z.int().positive().default(200_000),
});

/**
 * Share of the steps of a work that a Python program gets through, also when it fails later.
 *
 *   out = markers whose call came to its end / markers
 *
 * The calls are found in the syntax tree and marked from outside before the program runs, so what the program prints
 * pays nothing. The marks lie in the program's own process and a program that looks for them could set them: pay little
 * for a step (170: 0.1 each) beside the task's own reward, and nothing when that is had. A program stopped by a limit
 * earns 0: what it had done dies with it.
 *
 * @kind source
 * @unit program → share of steps
 * @paper 170 §Mechanism (marks put in by a frozen rule; + 0.1 a step is `0.1 * n * progress`)
 * @alias progressMarkers = { use: progress-markers, markers: [["load"], ["fit"]] }
 *
 * ```ts doctest
 * import { progressMarkers } from "@guerdon/verify/code";
 * progressMarkers({ markers: [["read_csv", "load"], ["fit"]] }).options.markers.length // => 2
 * ```
 */
export const progressMarkers: SourceFactory<typeof options> = defineSource({
  name: "progress-markers",
  version: 1,
  summary: "Share of the steps of a work that a program gets through, by marks put around its calls.",
  options,
  build: (set: ProgressMarkersOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: async (columns, out, context) => {
      const rows: number[] = [];
      const texts: string[] = [];
      for (let row = 0; row < out.length; row++) {
        const text = programText(columns.text?.[row] as string, "python");
        if (text.length > set.limitCharacters)
          out.fail(row, "candidate", `Expected at most ${set.limitCharacters} characters, got ${text.length}.`);
        else {
          rows.push(row);
          texts.push(text);
        }
      }
      if (rows.length > 0) await markAndRun(rows, texts, set, out, context);
    },
  }),
});

async function markAndRun(
  rows: readonly number[],
  texts: readonly string[],
  set: ProgressMarkersOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const mark = `_mark_${(context.seed >>> 0).toString(36)}`;
  const calls = set.markers.map((names) => [...names]);
  const requests = texts.map((text) => ({ text, language: "python", calls, mark }));
  const results = await context.call({ ...CODE_ANALYSIS, export: "instrumentCode" }, requests, {
    deadlineMs: set.deadlineMs,
  });
  await Promise.all(
    rows.map(async (row, i) => {
      const result = results[i] as CallResult;
      if ("missing" in result) return out.miss(row, result.missing);
      const report = result.value as unknown as Analysis<InstrumentedReport>;
      if (report.kind === "unparsable") return out.set(row, 0, `cannot be parsed, line ${report.line}`);
      if (report.kind === "read") return runMarked(row, progressProgram(report.text, mark), set, out);
      return out.fail(row, report.kind, report.why);
    }),
  );
}

async function runMarked(
  row: number,
  source: string,
  { markers, wallMs, cpuSeconds, memoryMb }: ProgressMarkersOptions,
  out: SignalBuilder,
): Promise<void> {
  const tests = markers.map((_, marker) => `assert ${marker} in progress()`);
  const result = await runProgram({ language: "python", source, tests }, { wallMs, cpuSeconds, memoryMb });
  if ("fault" in result) return out.fail(row, result.fault.blame, result.fault.reason);
  const { status, tests: outcomes } = result.verdict;
  if (status !== "passed" && status !== "failed") return out.set(row, 0, status);
  const met = outcomes.map(({ passed }) => (passed ? "1" : "0")).join("");
  return out.set(row, outcomes.filter(({ passed }) => passed).length / markers.length, `steps ${met}`);
}
