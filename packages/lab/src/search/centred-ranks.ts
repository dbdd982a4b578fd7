/**
 * [P] centred ranks: −1/2 for the worst, 1/2 for the best, ties share the mean of theirs.
 *
 * What is far ahead counts no more than what is ahead.
 *
 * @paper Salimans et al. 2017 §2.2 (fitness shaping)
 *
 * ```ts doctest
 * import { centredRanks } from "@guerdon/lab/search";
 * [...centredRanks([10, 1e9, -3])] // => [0, 0.5, -0.5]
 * ```
 */
export function centredRanks(fitness: ArrayLike<number>): Float64Array {
  const order = orderOf(fitness);
  const ranks = new Float64Array(fitness.length);
  const last = Math.max(1, fitness.length - 1);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && fitness[order[to] as number] === fitness[order[from] as number]) to++;
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + to - 1) / 2 / last - 0.5;
    from = to;
  }
  return ranks;
}

/** [P] places from the worst to the best; equal ones in the order they came. */
export function orderOf(fitness: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: fitness.length }, (_, i) => i).sort(
    (a, b) => (fitness[a] as number) - (fitness[b] as number) || a - b,
  );
}
