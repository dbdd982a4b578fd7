import { RewardError } from "@guerdon/core/error";

/**
 * [P] how new each behaviour is: mean distance to its k nearest neighbours among the archive and the other rows.
 *
 * With fewer than k others the mean is over those there are; a lone row against an empty archive is 0.
 *
 * @param behaviours - [P, M]
 * @param archive - [Q, M] behaviours seen before
 * @shape → [P]
 * @paper Lehman & Stanley 2011, eq. 1
 *
 * ```ts doctest
 * import { novelty } from "@guerdon/lab/search";
 * [...novelty([0, 1, 10], [2], { width: 1, nearest: 1 })] // => [1, 1, 8]
 * ```
 */
export function novelty(
  behaviours: ArrayLike<number>,
  archive: ArrayLike<number>,
  { width, nearest = 15 }: { readonly width: number; readonly nearest?: number },
): Float64Array {
  if (behaviours.length % width !== 0 || archive.length % width !== 0) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected behaviours of ${width} numbers each, got ${behaviours.length} and ${archive.length} numbers.`,
    );
  }
  const [rows, seen] = [behaviours.length / width, archive.length / width];
  const distances = new Float64Array(rows + seen);
  return Float64Array.from({ length: rows }, (_, p) => {
    for (let q = 0; q < rows + seen; q++) {
      const [other, at] = q < rows ? [behaviours, q * width] : [archive, (q - rows) * width];
      let sum = 0;
      for (let m = 0; m < width; m++) sum += ((behaviours[p * width + m] as number) - (other[at + m] as number)) ** 2;
      distances[q] = q === p ? Number.POSITIVE_INFINITY : Math.sqrt(sum);
    }
    const near = Float64Array.from(distances)
      .sort()
      .subarray(0, Math.min(nearest, rows + seen - 1));
    return near.length === 0 ? 0 : near.reduce((sum, distance) => sum + distance, 0) / near.length;
  });
}
