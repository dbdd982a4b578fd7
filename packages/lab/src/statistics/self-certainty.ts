import { RewardError } from "@guerdon/core/error";

/**
 * How far the distributions of tokens are from uniform: the mean Kullback–Leibler divergence over the tokens.
 *
 *   s = 1/N Σ_j Σ_i p_ji log(V · p_ji) = log V − mean entropy;   divided by V once more where `perVocabulary`
 *
 * 0 for uniform, log V for certain tokens. No token is 0.
 *
 * @param distributions - [N, V] chances of each token
 * @throws RewardError GUERDON_SHAPE when the rows are of different lengths
 * @paper 129 §Mechanism (self-certainty of the rationale; divided by |V| as printed)
 * @unit nats
 *
 * ```ts doctest
 * import { selfCertainty } from "@guerdon/lab/statistics";
 * selfCertainty([[0.5, 0.5], [1, 0]]) // => 0.34657359027997264
 * ```
 */
export function selfCertainty(
  distributions: readonly (readonly number[])[],
  { perVocabulary = false }: { readonly perVocabulary?: boolean } = {},
): number {
  const size = distributions[0]?.length ?? 1;
  let sum = 0;
  for (const chances of distributions) {
    if (chances.length !== size) {
      throw new RewardError("GUERDON_SHAPE", `Expected rows of ${size} chances, got ${chances.length}.`, {
        details: { expected: size, got: chances.length },
      });
    }
    for (const chance of chances) if (chance > 0) sum += chance * Math.log(size * chance);
  }
  return sum / Math.max(1, distributions.length) / (perVocabulary ? size : 1);
}
