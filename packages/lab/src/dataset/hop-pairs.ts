import { streamKey, uniformAt } from "@guerdon/core/random";

/** Two moments of a demonstration, and how far the second is from the first. */
export interface HopPair {
  readonly run: number;
  readonly before: number;
  readonly after: number;
  /** In [−1, 1]. */
  readonly hop: number;
}

/**
 * Progress from one moment to another, as a share of what was left, or of what had been gained.
 *
 *   H = (Φ_q − Φ_p)/(1 − Φ_p) if Φ_q ≥ Φ_p,  (Φ_q − Φ_p)/Φ_p otherwise;  0 where the divisor is
 *
 * @paper 015 §Mechanism (hop label), §Pitfalls (zero denominators)
 *
 * ```ts doctest
 * import { hopOf } from "@guerdon/lab/dataset";
 * [hopOf(0.5, 0.75), hopOf(0.5, 0.25), hopOf(1, 1), hopOf(0, 0)] // => [0.5, -0.5, 0, 0]
 * ```
 */
export function hopOf(before: number, after: number): number {
  const divisor = after >= before ? 1 - before : before;
  return divisor === 0 ? 0 : (after - before) / divisor;
}

/** Bins of hops from −1 to 1, each drawn from as often. */
const BINS = 10;

/**
 * Pairs of moments of demonstrations, balanced over how far the hop is, some of them of a moment with itself.
 *
 * A moment i of a demonstration of T moments has the progress i/(T − 1).
 *
 * @param lengths - T of each demonstration, at least 2
 * @param zeroShare - share of the pairs that go nowhere. Default 0.1
 * @paper 015 §Mechanism (balanced sampling over hop bins plus a share of zero hops)
 */
export function hopPairs(lengths: readonly number[], count: number, seed: number, zeroShare = 0.1): readonly HopPair[] {
  const bins: HopPair[][] = Array.from({ length: BINS }, () => []);
  lengths.forEach((length, run) => {
    for (let before = 0; before < length; before++) {
      for (let after = 0; after < length; after++) {
        if (before === after) continue;
        const hop = hopOf(before / (length - 1), after / (length - 1));
        (bins[Math.min(BINS - 1, Math.floor(((hop + 1) / 2) * BINS))] as HopPair[]).push({ run, before, after, hop });
      }
    }
  });
  const full = bins.filter(({ length }) => length > 0);
  const key = streamKey(seed, "hop pairs");
  return Array.from({ length: count }, (_, i) => {
    const uniform = (k: number): number => uniformAt(key, 4 * i + k);
    if (uniform(0) < zeroShare) {
      const run = Math.floor(uniform(1) * lengths.length);
      const at = Math.floor(uniform(2) * (lengths[run] as number));
      return { run, before: at, after: at, hop: 0 };
    }
    const bin = full[Math.floor(uniform(1) * full.length)] as HopPair[];
    return bin[Math.floor(uniform(2) * bin.length)] as HopPair;
  });
}
