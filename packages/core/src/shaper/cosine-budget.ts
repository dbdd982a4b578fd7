import { z } from "zod";
import { defineShaper, type TransformFactory, type Trend } from "../piece/index.ts";
import { deriveSignal, type Interval, type Signal } from "../signal/index.ts";
import { jointPresent } from "../signal/joint-present.ts";

export interface CosineBudgetOptions {
  /** Length of the context, in the unit of `of`: a longer response earns nothing. */
  readonly context: number;
  /** What an answer of no length would earn under a budget of 0. */
  readonly beta: number;
  /** What each unit beyond the budget costs; default 1 / context. */
  readonly alpha?: number | undefined;
}
type CosineBudgetInput = { readonly [K in keyof CosineBudgetOptions]?: CosineBudgetOptions[K] | undefined };

const options: z.ZodType<CosineBudgetOptions, CosineBudgetInput> = z.strictObject({
  context: z.number().positive().default(4096), // 137 §Mechanism: L_max
  beta: z.number().positive().default(4), // 137 §Mechanism: β = 4
  alpha: z.number().nonnegative().optional(), // 137 §Mechanism: α = 1 / 4096
});

/**
 * Pays a correct answer by the budget it was asked to keep, and less the further it runs beyond it.
 *
 *   b = clip(budget_i, 0, context),  L = max(of_i, b),  f(x) = beta · cos(π x / (2 · context))
 *   out_i = f(L) − alpha · (L − b)  if correct_i > 0 and of_i ≤ context,   0 otherwise
 *
 * So the reward is flat within the budget, a small budget pays short answers more, and a large one
 * long answers. Two consequences of the formula: a correct answer far beyond a small budget earns
 * less than 0, that is less than a wrong one (`max(0, …)` around it mends that), and a budget of
 * the whole context pays nothing, whatever the answer. The result is missing where any input is.
 *
 * @shape of [R], budget [R], correct [R] → [R]
 * @unit tokens, tokens, any → reward
 * @paper 137 §Mechanism (budgets 512, 1024, 2048, 2560 by `strata`)
 * @kind shaper
 * @alias cosineBudget = { use: cosine-budget, context: 4096, beta: 4 }
 * @plot { budget: 512, correct: 1 } over of 0..4096
 * @plot { budget: 1024, correct: 1 } over of 0..4096
 * @plot { budget: 2560, correct: 1 } over of 0..4096
 *
 * ```ts doctest
 * import { cosineBudget } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const inputs = [[1, 8], [4, 4], [1, 1]].map((values) => fullSignal("rollout", values));
 * const { values } = cosineBudget({ context: 8 }).apply(inputs, flatLayout([2]));
 * [...values].map((value) => value.toFixed(3)) // => ["2.828", "-0.500"]
 * ```
 */
export const cosineBudget: TransformFactory<typeof options> = defineShaper({
  name: "cosine-budget",
  version: 1,
  summary: "Pays a correct answer by the budget it was asked to keep, and less the further it runs beyond it.",
  options,
  build: ({ context, beta, alpha = 1 / context }) => {
    const curve: Curve = { context, beta, alpha };
    return {
      inputs: [{ name: "of", default: { use: "length", unit: "tokens" } }, { name: "budget" }, { name: "correct" }],
      range: (inputs) => rangeOfCurve(inputs, curve),
      trend: (index, inputs) => trendOfCurve(index, inputs, curve),
      apply: (inputs) => {
        const [of, budget, correct] = inputs as readonly [Signal, Signal, Signal];
        const present = jointPresent(inputs);
        const values = new Float64Array(present.length);
        for (let i = 0; i < present.length; i++) {
          if (present[i] === 0 || (correct.values[i] as number) <= 0) continue;
          values[i] = worth(of.values[i] as number, budget.values[i] as number, curve);
        }
        return deriveSignal(of.level, values, present, inputs);
      },
    };
  },
});

interface Curve {
  readonly context: number;
  readonly beta: number;
  readonly alpha: number;
}

function worth(of: number, budget: number, { context, beta, alpha }: Curve): number {
  if (of > context) return 0;
  const kept = Math.min(Math.max(budget, 0), context);
  const length = Math.max(of, kept);
  return beta * Math.cos((Math.PI * length) / (2 * context)) - alpha * (length - kept);
}

function rangeOfCurve(inputs: readonly Interval[], curve: Curve): Interval {
  const [of, budget, correct] = inputs as readonly [Interval, Interval, Interval];
  if (correct.max <= 0 || of.min > curve.context) return { min: 0, max: 0 };
  const longest = Math.min(of.max, curve.context);
  const worths = [of.min, longest].flatMap((length) => kinks(length, budget).map((b) => worth(length, b, curve)));
  const idle = correct.min <= 0 || of.max > curve.context ? [0] : [];
  return { min: Math.min(...worths, ...idle), max: Math.max(...worths, ...idle) };
}

/** Along the budget the worth of a length rises up to the length and falls from there: its ends and its top. */
function kinks(length: number, budget: Interval): readonly number[] {
  return [budget.min, budget.max, Math.min(Math.max(length, budget.min), budget.max)];
}

function trendOfCurve(index: number, inputs: readonly Interval[], curve: Curve): Trend {
  const [of, budget, correct] = inputs as readonly [Interval, Interval, Interval];
  const { min, max } = rangeOfCurve(inputs, curve);
  if (min === max) return "constant";
  if (index === 2) return correct.min > 0 ? "constant" : min >= 0 ? "increasing" : "unknown";
  if (index === 1) return budget.min >= of.max ? "decreasing" : budget.max <= of.min ? "increasing" : "unknown";
  return of.max <= curve.context || min >= 0 ? "decreasing" : "unknown";
}
