import { orderLoss } from "@guerdon/core/objective";

export interface OrderFit {
  /** [N] what orders the objects; equal ones are to have equal scores. */
  readonly utilities: readonly number[];
  /** Which pairs are compared: neighbours alone, or all. */
  readonly pairs: "adjacent" | "all";
  /** Scores are kept in 0 … bound; absent for no bounds. */
  readonly bound?: number;
  readonly learningRate: number;
  readonly steps: number;
}

/**
 * Free scores fitted to an order by gradient descent on the pairwise order loss, kept within bounds.
 *
 * @shape → [N]
 * @paper 023 §Mechanism 7 (a bounded chain has equal gaps: rewards γ^(i/n))
 *
 * ```ts doctest
 * import { fitOrder } from "@guerdon/lab/trainer";
 * fitOrder({ utilities: [0, 1, 2], pairs: "adjacent", bound: 4, learningRate: 1, steps: 2000 }).map((x) => x.toFixed(2)) // => ["0.00", "2.00", "4.00"]
 * ```
 */
export function fitOrder({ utilities, pairs, bound, learningRate, steps }: OrderFit): readonly number[] {
  const count = utilities.length;
  const scores = Float64Array.from(utilities, () => (bound ?? 0) / 2);
  const neighbours = { first: range(count - 1, 0), second: range(count - 1, 1) };
  for (let step = 0; step < steps; step++) {
    const { gradient } = orderLoss(
      { scores, utilities: Float64Array.from(utilities), ...(pairs === "adjacent" ? neighbours : {}) },
      { mode: "pairwise" },
    );
    for (let i = 0; i < count; i++) {
      const moved = (scores[i] as number) - learningRate * (gradient[i] as number);
      scores[i] = bound === undefined ? moved : Math.min(bound, Math.max(0, moved));
    }
  }
  return [...scores];
}

function range(count: number, from: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => from + i);
}
