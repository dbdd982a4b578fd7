import { type RewardWeightsOptions, rewardWeights, sftLoss } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import type { Metrics, Run } from "../experiment/run.ts";
import type { FlowShape, Policy } from "../policy/index.ts";
import { createLearner, type HostTree, type Learner, type Optimiser } from "../tensor/index.ts";
import type { SampleWorld } from "../world/index.ts";
import { createFlowTargets, type FlowTargets, type TargetOptions } from "./flow-targets.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";
import { type Scheduled, scheduledAt } from "./scheduled.ts";

/** What a generative model is matched to data by. */
export interface FlowMatching extends TargetOptions {
  readonly world: SampleWorld;
  readonly policy: Policy;
  readonly shape: FlowShape;
  readonly optimiser: Optimiser;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** Parameters to start from, instead of fresh ones. */
  readonly parameters?: HostTree;
  /** B */
  readonly batch: number;
  /** Steps of the optimiser in an update. Default 1. */
  readonly steps?: number;
  readonly updates: number;
  /** Weights of examples by the world's `reward`: reward-weighted regression. Absent: all count alike. */
  readonly weights?: Partial<RewardWeightsOptions>;
}

/** A matching run, with what it has learnt so far at hand. */
export interface FlowMatchingRun extends Run {
  /** A copy of the parameters on the host. */
  parameters(): HostTree;
}

/**
 * Learning to generate from data: what is mixed of a sample and noise is shown, and the network says the path's target.
 *
 *   loss = mean of w·|u − v(x_t, t, c)|²,   u the target;   w = 1, or by reward
 *
 * With deviation 1 it is −2·log π(u), so the gradient is that of a likelihood. Metrics of an update: `loss` (mean
 * squared error of each number, without weights) and `gradientNorm`. Examples, times and noise depend on the seed and
 * the number of the step alone.
 *
 * @paper Lipman et al. 2023, "Flow matching for generative modeling", eq. 9; Ho et al. 2020, eq. 14
 * @paper 038 §Mechanism 5 (weights by reward), 168 §Pieces (targets of a teacher)
 */
export async function startFlowMatching(settings: FlowMatching, seed: number): Promise<FlowMatchingRun> {
  const { policy, optimiser, parameters, maxGradientNorm, updates, steps = 1 } = settings;
  const start = {
    seed,
    ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  const learner = policy.learner?.(optimiser, start) ?? (await createLearner(policy.model, optimiser, start));
  const targets = createFlowTargets(settings, policy.observationWidth, settings.batch);
  const step = createMatchingStep(settings, learner, targets, seed);
  let done = 0;
  return {
    end: updates,
    get updates() {
      return done;
    },
    update: async () => {
      let [loss, norm] = [0, 0];
      for (let k = 0; k < steps; k++) {
        const { loss: now, gradientNorm } = step(done * steps + k, scheduledAt(settings.learningRate, done));
        loss += (now as number) / steps;
        norm += (gradientNorm as number) / steps;
      }
      done++;
      return { loss, gradientNorm: norm };
    },
    parameters: () => learner.parameters(),
    save: () => ({ json: { updates: done }, arrays: saveArrays("learner", learner.save()) }),
    restore: ({ json, arrays }) => {
      done = (json as { updates: number }).updates;
      learner.restore(restoreArrays("learner", learner.save(), arrays));
    },
    close: () => learner.close(),
  };
}

/** All buffers are made here. */
function createMatchingStep(
  { batch, shape, weights }: FlowMatching,
  learner: Learner,
  targets: FlowTargets,
  seed: number,
): (number: number, learningRate: number) => Metrics {
  const [logProbs, gradient, tokenWeights] = [
    new Float64Array(batch),
    new Float64Array(batch),
    new Float64Array(batch),
  ];
  const key = streamKey(seed, "matching");
  const constant = shape.size * Math.log(2 * Math.PI);
  return (number, learningRate) => {
    targets.draw(key, number * batch);
    tokenWeights.fill(1);
    if (weights !== undefined) rewardWeights(targets.rewards, weights, tokenWeights);
    logProbs.set(learner.forward(targets.inputs).logProbs as Float32Array);
    sftLoss({ logProbs, tokenWeights }, { aggregation: "token-mean" }, { gradient });
    const { gradientNorm } = learner.step(targets.inputs, { logProbs: gradient }, { learningRate });
    let error = 0;
    for (let b = 0; b < batch; b++) error += -2 * (logProbs[b] as number) - constant;
    return { loss: error / (batch * shape.size), gradientNorm };
  };
}
