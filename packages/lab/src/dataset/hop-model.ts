import { fitPerceptron } from "../policy/fit-perceptron.ts";
import { hopPairs } from "./hop-pairs.ts";

/** What is seen of a run: [T] rows of numbers. */
export type SeenRun = readonly (readonly number[])[];

/** How far one moment is from another, by what is seen of both. */
export type HopModel = (before: readonly number[], after: readonly number[]) => number;

export interface HopModelOptions {
  /** Pairs that are learnt from. Default 5000. */
  readonly pairs?: number;
  /** Steps of the optimiser; with 0 nothing is learnt. Default 600. */
  readonly updates?: number;
}

/**
 * Learns hops from demonstrations by least squares, with a perceptron that reads two moments.
 *
 * @param runs - demonstrations, at least two moments each
 * @returns hops, kept within [−1, 1]
 * @paper 015 §Pieces (pairwiseProgress, trained from demonstrations), §Experiment B (5,000 pairs)
 */
export async function fitHopModel(
  runs: readonly SeenRun[],
  { pairs = 5000, updates = 600 }: HopModelOptions,
  seed: number,
): Promise<HopModel> {
  const drawn = hopPairs(
    runs.map(({ length }) => length),
    pairs,
    seed,
  );
  const moment = (run: number, at: number): readonly number[] => (runs[run] as SeenRun)[at] as readonly number[];
  const inputs = drawn.map(({ run, before, after }) => [...moment(run, before), ...moment(run, after)]);
  const regression = { inputs, targets: drawn.map(({ hop }) => [hop]) };
  const predict = await fitPerceptron(regression, { hidden: [64, 64], updates }, seed);
  return (before, after) => Math.max(-1, Math.min(1, predict([...before, ...after])[0] as number));
}

/** Three views of how far a run has come, a number for each moment. */
export interface HopViews {
  /** From the moment before; 0 at the first. */
  readonly hop: readonly number[];
  /** From the start. */
  readonly forward: readonly number[];
  /** From the goal: 0 there, −1 at the start. */
  readonly backward: readonly number[];
}

/**
 * The views of a run that a model of hops gives: within [−1, 1], [0, 1] and [−1, 0].
 *
 * @param goal - what a run looks like at its end
 * @paper 015 §Mechanism (incremental, forward, backward)
 */
export function hopViews(run: SeenRun, goal: readonly number[], model: HopModel): HopViews {
  const [start] = run as [readonly number[]];
  return {
    hop: run.map((seen, t) => (t === 0 ? 0 : model(run[t - 1] as readonly number[], seen))),
    forward: run.map((seen) => Math.max(0, model(start, seen))),
    backward: run.map((seen) => Math.min(0, model(goal, seen))),
  };
}

/**
 * Progress by hops from moment to moment alone: stays within [0, 1], but keeps the error of every hop.
 *
 *   Φ_t = Φ_{t−1} + (1 − Φ_{t−1})·h_t if h_t ≥ 0,  Φ_{t−1} + Φ_{t−1}·h_t otherwise,  Φ_{−1} = 0
 *
 * @paper 015 §Mechanism (incremental)
 *
 * ```ts doctest
 * import { progressOfHops } from "@guerdon/lab/dataset";
 * progressOfHops([0, 0.5, 0.5, -0.5]) // => [0, 0.5, 0.75, 0.375]
 * ```
 */
export function progressOfHops(hops: readonly number[]): readonly number[] {
  let progress = 0;
  return hops.map((hop) => {
    progress += (hop >= 0 ? 1 - progress : progress) * hop;
    return progress;
  });
}
