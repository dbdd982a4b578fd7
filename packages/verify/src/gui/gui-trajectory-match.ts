import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { isFields } from "./action-of-fields.ts";
import { type ActionOptions, type ActionVerdict, actionOptionsShape, judgeAction } from "./judge-action.ts";

export interface GuiTrajectoryMatchOptions extends ActionOptions {
  /** Steps that are right, types that are right, steps before the first error, or 1 when all are right. */
  readonly measure: "steps" | "types" | "progress" | "success";
}

type TrajectoryInput = { readonly [K in keyof GuiTrajectoryMatchOptions]?: GuiTrajectoryMatchOptions[K] | undefined };

const options: z.ZodType<GuiTrajectoryMatchOptions, TrajectoryInput> = z.strictObject({
  measure: z.enum(["steps", "types", "progress", "success"]).default("success"),
  ...actionOptionsShape,
});

const MOST_STEPS = 1000;

/**
 * How far a sequence of actions on screens is the gold one, place by place.
 *
 *   steps    = right actions / n          types   = actions of the right type / n
 *   progress = right actions before the first wrong one / n
 *   success  = 1 when all are right and none is left over, else 0
 *
 * n is the length of the longer sequence. Actions are compared as `gui-action-match` does; `lenient` is the
 * published evaluator of 046.
 *
 * @kind source
 * @unit actions, actions → 0 … 1
 * @paper 046 §Pieces
 * @alias actionEvaluator = { use: gui-trajectory-match, lenient: true, textAbove: false, pointRule: either }
 *
 * ```ts doctest
 * import { guiTrajectoryMatch } from "@guerdon/verify/gui";
 * guiTrajectoryMatch({ measure: "progress" }).options.radius // => 0.14
 * ```
 */
export const guiTrajectoryMatch: SourceFactory<typeof options> = defineSource({
  name: "gui-trajectory-match",
  version: 1,
  summary: "How far a sequence of actions on screens is the gold one.",
  options,
  build: (set: GuiTrajectoryMatchOptions) => ({
    fields: {
      steps: { type: "json", default: "{{ sample.steps }}" },
      expected: { type: "json" },
      screen: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let row = 0; row < out.length; row++) {
        const [steps, expected] = [columns.steps?.[row], columns.expected?.[row]];
        if (
          !Array.isArray(steps) ||
          !Array.isArray(expected) ||
          expected.length === 0 ||
          expected.length > MOST_STEPS
        ) {
          out.fail(row, "task", `Expected \`steps\` and \`expected\` to be lists of 1 to ${MOST_STEPS} actions.`);
          continue;
        }
        const verdicts = expected.map((gold, i) => {
          const step = steps[i] as Json | undefined;
          return judgeAction(isFields(step) ? step.action : step, gold, columns.screen?.[row], set);
        });
        const broken = verdicts.find((verdict) => "task" in verdict);
        if (broken !== undefined && "task" in broken) out.fail(row, "task", broken.task);
        else {
          const judged = verdicts as readonly Exclude<ActionVerdict, { readonly task: string }>[];
          const [value, evidence] = measured(judged, steps.length, set.measure);
          out.set(row, value, evidence);
        }
      }
    },
  }),
});

function measured(
  verdicts: readonly Exclude<ActionVerdict, { readonly task: string }>[],
  taken: number,
  measure: GuiTrajectoryMatchOptions["measure"],
): readonly [number, string] {
  const length = Math.max(verdicts.length, taken);
  const wrong = verdicts.findIndex(({ right }) => !right);
  const before = wrong < 0 ? verdicts.length : wrong;
  const evidence =
    wrong >= 0
      ? `step ${wrong + 1}: ${verdicts[wrong]?.evidence}`
      : taken > verdicts.length
        ? `${taken - verdicts.length} steps too many`
        : `${taken} steps, all right`;
  if (measure === "success") return [Number(wrong < 0 && taken === verdicts.length), evidence];
  const count =
    measure === "progress"
      ? before
      : verdicts.filter(({ right, typeRight }) => (measure === "steps" ? right : typeRight)).length;
  return [count / length, evidence];
}
