import { streamKey } from "@guerdon/core/random";
import type { Metrics, Run } from "../experiment/run.ts";
import type { Policy } from "../policy/index.ts";
import { createLearner, type HostInputs, type HostTree, type Learner, type Optimiser } from "../tensor/index.ts";
import { checkRanked, createRankedBatch, type RankedBatch, type RankedDraw } from "./ranked-batch.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";
import { type Scheduled, scheduledAt } from "./scheduled.ts";

/** Denoising errors of G groups of k samples, the best of each group first. */
export interface DenoisingErrors {
  /** [G·k] squared error of the network, summed over the numbers of a sample. */
  readonly errors: Float64Array;
  /** [G·k] that of the reference. */
  readonly reference: Float64Array;
  /** [G·k] rewards */
  readonly rewards: Float64Array;
  /** [G] time of each group. */
  readonly times: Float64Array;
  /** k */
  readonly perGroup: number;
}

/** A loss of denoising errors. */
export type RankingLoss = (columns: DenoisingErrors) => {
  readonly loss: number;
  /** [G·k] d loss / d errors */
  readonly gradient: Float64Array;
  /** Share of the groups that are ordered as the rewards are. */
  readonly accuracy: number;
};

/** Learning from ranked samples of a generator. No method has a name here: the loss makes it. */
export interface FlowRanking extends RankedDraw {
  readonly policy: Policy;
  readonly loss: RankingLoss;
  readonly optimiser: Optimiser;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** The reference, which the policy starts as. */
  readonly parameters: HostTree;
  readonly updates: number;
}

/** A ranking run, with what it has learnt so far at hand. */
export interface FlowRankingRun extends Run {
  parameters(): HostTree;
}

/**
 * Learning from rewards of fixed samples: no sampling, and no densities of samplers. Noise is mixed into the samples of
 * a prompt, the same noise and time for all of them, and the loss compares how well network and reference tell it.
 *
 * Metrics of an update: `loss`, `accuracy`, `bestError` (mean error of the best of each group, less the reference's:
 * above 0 the best is unlearnt), `live` (share of groups that have more than one reward) and `gradientNorm`. Groups, times and
 * noise depend on the seed and the number of the update alone.
 *
 * @throws RewardError GUERDON_SHAPE when columns do not fit together, or groups are larger than prompts have samples
 * @paper 038 §Mechanism 4, 034 §Mechanism 2 (same noise and time within a group), 210 §Mechanism
 */
export async function startFlowRanking(settings: FlowRanking, seed: number): Promise<FlowRankingRun> {
  const { policy, optimiser, parameters, maxGradientNorm } = settings;
  checkRanked(settings);
  const start = { seed, parameters, ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }) };
  const make = async (): Promise<Learner> =>
    policy.learner?.(optimiser, start) ?? (await createLearner(policy.model, optimiser, start));
  const [learner, reference] = [await make(), await make()];
  const batch = createRankedBatch(settings, policy.observationWidth);
  const key = streamKey(seed, "ranking");
  let done = 0;
  return {
    end: settings.updates,
    get updates() {
      return done;
    },
    update: async () => {
      batch.draw(key, done * settings.groups);
      const metrics = learn(settings, batch, learner, reference, scheduledAt(settings.learningRate, done));
      done++;
      return metrics;
    },
    parameters: () => learner.parameters(),
    save: () => ({ json: { updates: done }, arrays: saveArrays("learner", learner.save()) }),
    restore: ({ json, arrays }) => {
      done = (json as { updates: number }).updates;
      learner.restore(restoreArrays("learner", learner.save(), arrays));
    },
    close: () => {
      learner.close();
      reference.close();
    },
  };
}

function learn(
  { loss: lossOf, shape, perGroup }: FlowRanking,
  batch: RankedBatch,
  learner: Learner,
  reference: Learner,
  learningRate: number,
): Metrics {
  readErrors(reference, batch.inputs, shape.size, batch.reference);
  readErrors(learner, batch.inputs, shape.size, batch.errors);
  const { loss, gradient, accuracy } = lossOf({ ...batch, perGroup });
  // An error is −2·log π, up to a constant.
  const logProbs = gradient.map((slope) => -2 * slope);
  const { gradientNorm } = learner.step(batch.inputs, { logProbs }, { learningRate });
  let [bestError, live] = [0, 0];
  const groups = batch.times.length;
  for (let g = 0; g < groups; g++) {
    const [first, last] = [g * perGroup, (g + 1) * perGroup - 1];
    bestError += ((batch.errors[first] as number) - (batch.reference[first] as number)) / groups;
    live += Number((batch.rewards[first] as number) > (batch.rewards[last] as number)) / groups;
  }
  return { loss, accuracy, bestError, live, gradientNorm };
}

function readErrors(learner: Learner, inputs: HostInputs, size: number, into: Float64Array): void {
  const logProbs = learner.forward(inputs).logProbs as Float32Array;
  for (let i = 0; i < into.length; i++) into[i] = -2 * (logProbs[i] as number) - size * Math.log(2 * Math.PI);
}
