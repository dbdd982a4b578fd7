import { RewardError } from "@guerdon/core/error";

/** A law of what is gained at a divergence. */
export interface OveroptimisationLaw {
  /** Gain of the first steps for their length. */
  readonly a: number;
  /** What is lost again. */
  readonly b: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
}

/** The law of reinforcement learning and the one of best-of-n, on the same points. */
export interface OveroptimisationFit {
  /** R(d) = d·(a − b·log d) */
  readonly log: OveroptimisationLaw;
  /** R(d) = d·(a − b·d) */
  readonly quadratic: OveroptimisationLaw;
  /** Points that are fitted. */
  readonly points: number;
}

export interface OveroptimisationOptions {
  /** Divergences up to this are left out, as log d has no bound there. Default 1e-3. */
  readonly least?: number;
}

/**
 * Fits the two laws of over-optimisation: what is really gained, by the distance from the first policy.
 *
 *   d = √KL(π ‖ π_ref),   R(0) = 0;   least squares in (a, b), both laws are linear in them
 *
 * @param divergences - [N] KL of each policy, nats
 * @param gains - [N] what it gains by the truth over the first policy
 * @throws RewardError GUERDON_SHAPE when lengths differ, or fewer than two points are left or all are as far
 * @paper 092 §Mechanism (law); Gao et al. 2023
 *
 * ```ts doctest
 * import { overoptimisationFit } from "@guerdon/lab/statistics";
 * const { quadratic } = overoptimisationFit([1, 4, 9], [1, 0, -3]);
 * [quadratic.a, quadratic.b].map(Math.round) // => [2, 1]
 * ```
 */
export function overoptimisationFit(
  divergences: ArrayLike<number>,
  gains: ArrayLike<number>,
  { least = 1e-3 }: OveroptimisationOptions = {},
): OveroptimisationFit {
  const points = Array.from(divergences, (kl, i) => [Math.sqrt(Math.max(0, kl)), gains[i] as number] as const).filter(
    (_, i) => (divergences[i] as number) > least,
  );
  if (divergences.length !== gains.length || new Set(points.map(([d]) => d)).size < 2) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected as many gains as divergences, at least two different ones above ${least}, got ${gains.length} and ${points.length} above.`,
    );
  }
  return {
    log: fit(points, (d) => d * Math.log(d)),
    quadratic: fit(points, (d) => d * d),
    points: points.length,
  };
}

/** Least squares of R = a·d − b·f(d), by its normal equations. */
function fit(points: readonly (readonly [number, number])[], f: (d: number) => number): OveroptimisationLaw {
  let [dd, df, ff, dr, fr] = [0, 0, 0, 0, 0];
  for (const [d, r] of points) {
    const loss = -f(d);
    dd += d * d;
    df += d * loss;
    ff += loss * loss;
    dr += d * r;
    fr += loss * r;
  }
  const determinant = dd * ff - df * df;
  const a = (ff * dr - df * fr) / determinant;
  const b = (dd * fr - df * dr) / determinant;
  const squares = points.reduce((sum, [d, r]) => sum + (r - a * d + b * f(d)) ** 2, 0);
  return { a, b, rmse: Math.sqrt(squares / points.length) };
}
