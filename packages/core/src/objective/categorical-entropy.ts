import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";

export interface CategoricalEntropy {
  /** H of each row [N]. */
  readonly entropies: Float64Array;
  /** Σ_i upstream_i · dH_i / d logProbs [N × width]. */
  readonly gradient: Float64Array;
}

/**
 * The entropy of distributions given by their log-probabilities, and the way back from its gradient to theirs.
 *
 *   H = −Σ_a p_a·log p_a,   dH/dlog p_a = −p_a·(log p_a + 1)
 *
 * `upstream` is the gradient of a loss by the entropies, as `entropyBonus` and `entropyCorridor` give it; 1 without it.
 * A log-probability of −Infinity is an action that cannot be taken.
 *
 * @shape logProbs [N × width], upstream [N] → entropies [N], gradient [N × width]
 * @unit nats → nats
 * @throws RewardError GUERDON_SHAPE when logProbs is not whole rows, or lengths differ
 * @throws RewardError GUERDON_NON_FINITE when an entropy overflows, with its place
 * @paper 121 §Mechanism, 055, 075
 * @kind objective
 *
 * ```ts doctest
 * import { categoricalEntropy } from "@guerdon/core/objective";
 * [...categoricalEntropy({ logProbs: Float64Array.of(0, -Infinity), width: 2 }).entropies] // => [0]
 * ```
 */
export function categoricalEntropy(
  columns: {
    /** log π of each action, row by row. */
    readonly logProbs: Float64Array;
    /** Actions in a row. */
    readonly width: number;
    /** Gradient of a loss by the entropy of each row; 1 when absent. */
    readonly upstream?: Float64Array;
  },
  out: {
    /** Buffer for the entropies, instead of a new one. */
    readonly entropies?: Float64Array;
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): CategoricalEntropy {
  const { logProbs, width, upstream } = columns;
  const rows = rowsOf(logProbs, width);
  checkLength("upstream", upstream, rows, "N");
  const entropies = bufferFor("out.entropies", out.entropies, rows, "N");
  const gradient = bufferFor("out.gradient", out.gradient, logProbs.length, "N × A");
  for (let i = 0; i < rows; i++) {
    const weight = upstream === undefined ? 1 : (upstream[i] as number);
    let entropy = 0;
    for (let a = i * width; a < (i + 1) * width; a++) {
      const log = logProbs[a] as number;
      const p = exp(log);
      if (p > 0) entropy -= p * log;
      gradient[a] = p > 0 ? -weight * p * (log + 1) : 0;
    }
    entropies[i] = entropy;
  }
  checkFinite("categoricalEntropy", 0, { entropies, gradient });
  return { entropies, gradient };
}

/** How many rows of `width` a column holds. */
export function rowsOf(column: Float64Array, width: number): number {
  if (Number.isInteger(width) && width > 0 && column.length % width === 0) return column.length / width;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`logProbs\` to be rows of ${width}, got ${column.length} numbers.`,
    {
      details: { width, got: column.length },
    },
  );
}
