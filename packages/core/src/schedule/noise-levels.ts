import { RewardError } from "../error/index.ts";

export interface NoiseLevelsOptions {
  /** Falls by a cosine, stays, rises by a cosine, or is on in the last `last` steps alone. */
  readonly shape?: "cosine" | "constant" | "late" | "last";
  /** The least level. */
  readonly min?: number;
  /** The greatest level. */
  readonly max?: number;
  /** Steps that have noise with `last`. */
  readonly last?: number;
  /** What Σ η²·Δ is scaled to, Δ = 1/steps; none: as it comes. */
  readonly budget?: number | null;
}

/**
 * How much noise each step of a stochastic sampler adds, from the first step to the last.
 *
 *   cosine    η_i = min + ½(max − min)·(1 + cos(π·i/steps))      late: the same read backwards
 *   constant  η_i = max      last: max in the last `last` steps, 0 before
 *   with a budget all are scaled so that Σ η_i²/steps = budget; without any noise they stay 0
 *
 * @shape → [steps]
 * @unit noise per square root of time
 * @throws RewardError GUERDON_OPTION when steps is no positive whole number
 * @paper 128 §Mechanism (cosine decay from η_max = 1), §Pitfalls (compare at equal budgets)
 * @kind schedule
 * @alias noiseSchedule = "noiseLevels(16, { shape: 'cosine', min: 0.05, max: 1, budget: 0.15 })"
 *
 * ```ts doctest
 * import { noiseLevels } from "@guerdon/core/schedule";
 * [...noiseLevels(2, { min: 0, max: 1 })] // => [1, 0.5]
 * ```
 */
export function noiseLevels(steps: number, options: NoiseLevelsOptions = {}): Float64Array {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RewardError("GUERDON_OPTION", `Expected \`steps\` to be a positive whole number, got ${steps}.`);
  }
  const { shape = "cosine", min = 0.05, max = 1, last = 1, budget = null } = options; // 128 §Pieces: min .05, max 1
  const levels = new Float64Array(steps);
  for (let i = 0; i < steps; i++) {
    const place = shape === "late" ? steps - 1 - i : i;
    if (shape === "constant") levels[i] = max;
    else if (shape === "last") levels[i] = i >= steps - last ? max : 0;
    else levels[i] = min + ((max - min) * (1 + Math.cos((Math.PI * place) / steps))) / 2;
  }
  const spent = levels.reduce((sum, level) => sum + level * level, 0) / steps;
  return budget === null || spent === 0 ? levels : levels.map((level) => level * Math.sqrt(budget / spent));
}
