import { z } from "zod";
import { type Adaptive, defineShaper, stateOf, type TransformFactory } from "../piece/index.ts";
import type { Signal } from "../signal/index.ts";
import { mapValues } from "./map-values.ts";
import { countedVisits, type VisitCounts } from "./visit-counts.ts";

export interface CountBonusOptions {
  /** How slowly the bonus falls. */
  readonly scale: number;
  /** The bonus of what was never seen. */
  readonly max: number;
  /** How the bonus falls with the number of visits. */
  readonly exponent: number;
}
type CountBonusInput = { readonly [K in keyof CountBonusOptions]?: CountBonusOptions[K] | undefined };

const options: z.ZodType<CountBonusOptions, CountBonusInput> = z.strictObject({
  scale: z.number().positive().default(1), // 056 §Mechanism: λ = 1
  max: z.number().positive().default(1), // 056 §Mechanism: B_max = 1
  exponent: z.number().positive().default(0.5), // 056 §Mechanism
});

/**
 * Pays for what was seldom seen in training.
 *
 *   out = λ / ((λ / max)^(1 / e) + N(id))^e,  λ = scale, e = exponent
 *
 * So `max` for N = 0 and about λ / N^e for large N. N counts the steps in which an id was present
 * before this training step; `id` is a whole number that names a state. Give terminal states the bonus 0
 * around the piece. A missing id has no bonus.
 *
 * @shape id [R], [S] or [T] → same
 * @unit state → reward
 * @paper 056 §Mechanism (λ / √((λ / B_max)² + N))
 * @paper 087 §Mechanism (β / √N)
 * @paper 141 §Mechanism (novelty 1 / (1 + visits): exponent 1)
 * @kind shaper
 * @alias countBonus = { use: count-bonus }
 * @alias nodeNovelty = { use: count-bonus, exponent: 1 }
 * @plot { exponent: 0.5, state: { 1: 1, 2: 4, 3: 16 } } over members [0, 1, 2, 3]
 * @plot { exponent: 1, state: { 1: 1, 2: 4, 3: 16 } } over members [0, 1, 2, 3]
 *
 * ```ts doctest
 * import { countBonus } from "@guerdon/core/shaper";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const piece = countBonus();
 * const state = piece.adaptive?.step({}, [fullSignal("rollout", [4, 4, 4])], flatLayout([3]), 0);
 * [...piece.apply([fullSignal("rollout", [4, 9])], flatLayout([2]), { step: 1, state }).values] // => [0.5, 1]
 * ```
 */
export const countBonus: TransformFactory<typeof options> = defineShaper({
  name: "count-bonus",
  version: 1,
  summary: "Pays for what was seldom seen in training.",
  options,
  build: ({ scale, max, exponent }) => {
    const adaptive: Adaptive = {
      init: () => ({}),
      step: (state, [id]) => countedVisits(state as VisitCounts, id as Signal),
    };
    const floor = (scale / max) ** (1 / exponent);
    const bonus = (visits: number): number => (visits === 0 ? max : scale / (floor + visits) ** exponent);
    return {
      inputs: [{ name: "id" }],
      adaptive,
      range: () => ({ min: 0, max }),
      trend: () => "unknown",
      apply: ([id], _layout, moment) => {
        const visits = stateOf<VisitCounts & { [id: string]: number }>(adaptive, moment);
        return mapValues(id as Signal, (value) => bonus(Object.hasOwn(visits, value) ? (visits[value] as number) : 0));
      },
    };
  },
});
