import { RewardError } from "../error/index.ts";

export interface QuadraticProgramOptions {
  /** [K] linear gain of each weight; default: none. */
  readonly gain?: readonly number[];
  /** [K] least value of each weight; default: 0. They may add up to 1 at most. */
  readonly lower?: readonly number[];
  /** How far the conditions of optimality may be missed, relative to the size of the problem. */
  readonly tolerance?: number;
  /** Most steps that are made. */
  readonly maxSteps?: number;
}

/**
 * The weights of sum 1 with the least quadratic form, above lower bounds.
 *
 *   w = argmin ½·wᵀGw − gainᵀw  with Σ w = 1, w ≥ lower
 *
 * Weight goes from the worst of the objectives that can give some to the best, exactly as much as
 * is best for the two, until no pair gains: G·w − gain is then equal over all weights above their
 * bound, and no smaller elsewhere (the conditions of Karush, Kuhn and Tucker). G is positive
 * semidefinite (a Gram matrix) and may be singular; of several minima one is returned. With lower
 * bounds that add up to 1 they are the answer.
 *
 * @param gram - [K·K] row by row
 * @returns [K]
 * @throws RewardError GUERDON_OPTION when the lower bounds add up to more than 1
 * @throws RewardError GUERDON_SHAPE when a list has another length
 * @paper 051 §Mechanism (with no gain and no bounds: minimum norm), 111 §Pitfalls (least weight of an objective)
 * @kind schedule
 * @alias quadraticProgramWeights = "quadraticProgramWeights(gram, { lower })"
 *
 * ```ts doctest
 * import { quadraticProgramWeights } from "@guerdon/core/schedule";
 * quadraticProgramWeights(Float64Array.of(1, 0, 0, 3)) // => [0.75, 0.25]
 * ```
 */
export function quadraticProgramWeights(gram: Float64Array, options: QuadraticProgramOptions = {}): readonly number[] {
  const size = Math.sqrt(gram.length);
  const { gain = new Array(size).fill(0), lower = new Array(size).fill(0) } = options;
  const { tolerance = 1e-12, maxSteps = 100_000 } = options;
  if (gain.length !== size || lower.length !== size) {
    const expected = `Expected lists of ${size} numbers, got ${gain.length} gains and ${lower.length} lower bounds.`;
    throw new RewardError("GUERDON_SHAPE", expected, { details: { expected: size } });
  }
  const rest = 1 - lower.reduce((sum, bound) => sum + bound, 0);
  if (rest < -1e-12) {
    const expected = `Expected \`lower\` to have a sum of at most 1, got ${1 - rest}.`;
    throw new RewardError("GUERDON_OPTION", expected, { details: { got: 1 - rest } });
  }
  const weights = Float64Array.from(lower, (bound) => bound + Math.max(rest, 0) / size);
  const slopes = slopesOf(gram, weights, gain);
  const scale = Math.max(...gram.map(Math.abs), ...gain.map(Math.abs), Number.MIN_VALUE);
  for (let step = 0; step < maxSteps; step++) {
    if (step % 64 === 63) slopes.set(slopesOf(gram, weights, gain));
    const [giver, taker] = [worst(slopes, weights, lower), best(slopes)];
    if (giver === -1 || (slopes[giver] as number) - (slopes[taker] as number) <= tolerance * scale) break;
    move(gram, weights, slopes, giver, taker, (weights[giver] as number) - (lower[giver] as number));
  }
  return Array.from(weights);
}

function slopesOf(gram: Float64Array, weights: Float64Array, gain: readonly number[]): Float64Array {
  const size = weights.length;
  return weights.map((_, i) => {
    let slope = -(gain[i] as number);
    for (let j = 0; j < size; j++) slope += (gram[i * size + j] as number) * (weights[j] as number);
    return slope;
  });
}

/** The steepest of the weights that can give some; −1 when none can. */
function worst(slopes: Float64Array, weights: Float64Array, lower: readonly number[]): number {
  let found = -1;
  for (let i = 0; i < slopes.length; i++) {
    if ((weights[i] as number) <= (lower[i] as number)) continue;
    if (found === -1 || (slopes[i] as number) > (slopes[found] as number)) found = i;
  }
  return found;
}

function best(slopes: Float64Array): number {
  let found = 0;
  for (let i = 1; i < slopes.length; i++) if ((slopes[i] as number) < (slopes[found] as number)) found = i;
  return found;
}

/** Gives the taker as much of the giver's weight as is best, and at most what it can spare. */
function move(
  gram: Float64Array,
  weights: Float64Array,
  slopes: Float64Array,
  giver: number,
  taker: number,
  spare: number,
): void {
  const size = weights.length;
  const at = (i: number, j: number): number => gram[i * size + j] as number;
  const bend = at(giver, giver) + at(taker, taker) - 2 * at(giver, taker);
  const wanted = ((slopes[giver] as number) - (slopes[taker] as number)) / bend;
  const share = bend > 0 && wanted < spare ? wanted : spare;
  weights[giver] = share === spare ? (weights[giver] as number) - spare : (weights[giver] as number) - share;
  weights[taker] = (weights[taker] as number) + share;
  for (let i = 0; i < size; i++) slopes[i] = (slopes[i] as number) + share * (at(i, taker) - at(i, giver));
}
