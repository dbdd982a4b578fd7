import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { z } from "zod";
import { type CallSyntaxOptions, callSyntaxOptions } from "./call-fields.ts";
import { resultOf, type StepCalls, stepCalls } from "./step-calls.ts";

export interface TurnOutcomeOptions extends CallSyntaxOptions {
  /** For calls that can be read and whose results tell no error. */
  readonly ok: number;
  /** For a call whose result tells an error. */
  readonly error: number;
  /** For calls that cannot be read. */
  readonly malformed: number;
  /** For a step that says and calls nothing. */
  readonly empty: number;
  /** For a step of words alone. */
  readonly words: number;
  /** A result that begins with one of these tells an error, whatever the case. */
  readonly errorMarks: readonly string[];
}

type OutcomeInput = { readonly [K in keyof TurnOutcomeOptions]?: TurnOutcomeOptions[K] | undefined };

const options: z.ZodType<TurnOutcomeOptions, OutcomeInput> = z.strictObject({
  ...callSyntaxOptions,
  ok: z.number().default(0.1),
  error: z.number().default(-0.1),
  malformed: z.number().default(-0.2),
  empty: z.number().default(-0.5),
  words: z.number().default(0),
  errorMarks: z.array(z.string().min(1)).default(["error", "exception", "traceback"]),
});

/**
 * Pays each step by what became of its calls: fine, an error, unreadable, or nothing at all.
 *
 * @kind source
 * @shape steps [S] → [S]
 * @unit calls and observations → reward
 * @alias turnOutcome
 * @alias turnFormat
 * @alias toolCallValid
 *
 * ```ts doctest
 * import { turnOutcome } from "@guerdon/verify/tools";
 * turnOutcome().range // => { min: -0.5, max: 0.1 }
 * ```
 */
export const turnOutcome: SourceFactory<typeof options> = defineSource({
  name: "turn-outcome",
  version: 1,
  summary: "Pays each step by what became of its tool calls.",
  options,
  build: (set: TurnOutcomeOptions) => {
    const marks = set.errorMarks.map((mark) => mark.toLowerCase());
    const amounts = [set.ok, set.error, set.malformed, set.empty, set.words];
    return {
      level: "step",
      fields: { steps: { type: "json", default: "{{ sample.steps }}" } },
      range: { min: Math.min(...amounts), max: Math.max(...amounts) },
      score: (columns, out, _, layout) => {
        for (let row = 0; row + 1 < layout.stepOffsets.length; row++) {
          const from = layout.stepOffsets[row] as number;
          const to = layout.stepOffsets[row + 1] as number;
          const steps = columns.steps?.[row];
          const read = Array.isArray(steps) ? stepCalls(steps, set) : [];
          for (let i = from; i < to; i++) {
            const step = read[i - from];
            if (step === undefined) out.fail(i, "task", "Expected `steps` to hold the steps of the rollout, got none.");
            else {
              const outcome = outcomeOf(step, marks);
              out.set(i, set[outcome], "why" in step.read ? `${outcome}: ${step.read.why}` : outcome);
            }
          }
        }
      },
    };
  },
});

type TurnKind = "ok" | "error" | "malformed" | "empty" | "words";

function outcomeOf(step: StepCalls, marks: readonly string[]): TurnKind {
  if (step.empty) return "empty";
  if ("why" in step.read) return step.read.absent === true ? "words" : "malformed";
  const failed = step.read.calls.some((_, i) => tellsError(resultOf(step, i), marks));
  return failed ? "error" : "ok";
}

/** Tells whether a result begins with a mark of an error. */
export function tellsError(result: string, marks: readonly string[]): boolean {
  const start = result.slice(0, 200).trimStart().toLowerCase();
  return marks.some((mark) => start.startsWith(mark));
}
