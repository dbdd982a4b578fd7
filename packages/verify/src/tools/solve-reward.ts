import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Interval, Json } from "@guerdon/core/signal";
import { z } from "zod";
import { type CallSyntaxOptions, callSyntaxOptions } from "./call-fields.ts";
import { type OpenAnswers, type SolveRewardRules, solveSteps } from "./solve-steps.ts";
import { stepCalls } from "./step-calls.ts";

export interface SolveRewardOptions extends CallSyntaxOptions, SolveRewardRules {}

type SolveInput = { readonly [K in keyof SolveRewardOptions]?: SolveRewardOptions[K] | undefined };

const options: z.ZodType<SolveRewardOptions, SolveInput> = z.strictObject({
  ...callSyntaxOptions,
  form: z.enum(["f1", "p", "r", "pr"]).default("f1"),
  emptyPenalty: z.number().default(-0.5), // 209: an empty step
  malformedPenalty: z.number().default(-0.3), // 209: a call that cannot be read
  allSolvedBonus: z.number().default(0.5), // 209: words once all is solved
  cap: z.number().nullable().default(null),
  wholeWords: z.boolean().default(false),
});

/** Calls a step can hold at most. */
const MAX_CALLS = 1000;

/**
 * Pays each step by the open answers its calls bring, for the number of calls made.
 *
 *   2s / (n + 1) for n calls with s hits (form `f1`);  an early final answer earns 1 / (1 + U), U answers still open
 *
 * `openAnswers` maps each tool to the answers it can give; each is credited once a rollout. `answer` is the final answer.
 *
 * @kind source
 * @shape steps [S] → [S]
 * @unit calls and observations → reward
 * @paper 209
 * @alias solveReward
 *
 * ```ts doctest
 * import { solveReward } from "@guerdon/verify/tools";
 * solveReward({ form: "p" }).level // => "step"
 * ```
 */
export const solveReward: SourceFactory<typeof options> = defineSource({
  name: "solve-reward",
  version: 1,
  summary: "Pays each step by the open answers its calls bring, for the number of calls.",
  options,
  build: (set: SolveRewardOptions) => ({
    level: "step",
    fields: {
      steps: { type: "json", default: "{{ sample.steps }}" },
      openAnswers: { type: "json", default: "{{ item.open }}" },
      answer: { type: "text", optional: true },
    },
    range: rangeOf(set),
    score: (columns, out, _, layout) => {
      for (let row = 0; row + 1 < layout.stepOffsets.length; row++) {
        const from = layout.stepOffsets[row] as number;
        const count = (layout.stepOffsets[row + 1] as number) - from;
        const open = columns.openAnswers?.[row];
        const steps = columns.steps?.[row];
        if (!isOpen(open) || !Array.isArray(steps)) {
          const what = isOpen(open) ? "`steps` to be a list" : "`openAnswers` to map tools to lists of answers";
          for (let i = 0; i < count; i++) out.fail(from + i, "task", `Expected ${what}, got none.`);
          continue;
        }
        const answer = columns.answer?.[row] as string | undefined;
        const solved = solveSteps(stepCalls(steps, set), open, answer === "" ? undefined : answer, set);
        for (let i = 0; i < count; i++) {
          const step = solved[i];
          if (step !== undefined) out.set(from + i, step.value, step.evidence);
        }
      }
    },
  }),
});

function rangeOf({ form, cap, emptyPenalty, malformedPenalty, allSolvedBonus }: SolveRewardOptions): Interval {
  const most = { f1: 2, p: 1, r: MAX_CALLS, pr: MAX_CALLS }[form];
  const least = Math.min(0, cap ?? 0);
  return {
    min: Math.min(least, emptyPenalty, malformedPenalty, allSolvedBonus),
    max: Math.max(cap === null ? most : Math.min(most, cap), 1, emptyPenalty, malformedPenalty, allSolvedBonus),
  };
}

function isOpen(value: Json | undefined): value is OpenAnswers & Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (answers) => Array.isArray(answers) && answers.every((answer) => typeof answer === "string"),
  );
}
