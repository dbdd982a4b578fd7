import { type RewardWeightsOptions, rewardWeights, sftLoss } from "@guerdon/core/objective";
import type { Metrics } from "../experiment/run.ts";
import { actedRows, type Policy } from "../policy/index.ts";
import { createLearner, type HostInputs, type HostTree, type Learner, type Optimiser } from "../tensor/index.ts";
import type { MakeAgent } from "./off-policy-agent.ts";
import { createOfflineAdvantage, type OfflineAdvantage, type OfflineAdvantageSettings } from "./offline-advantage.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";
import type { ReplayBatch } from "./replay-memory.ts";
import { scheduledAt } from "./scheduled.ts";

/** What a policy is fitted to data by. */
export interface OfflineRegressionSettings {
  /** Its actions must be recorded as the environment takes them: categorical and normal heads are, squashed ones not. */
  readonly policy: Policy;
  readonly optimiser: Optimiser;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** How much better each action was than others; absent: all are imitated alike. */
  readonly advantage?: OfflineAdvantageSettings;
  /** Weights from advantages; see `rewardWeights`. */
  readonly weights?: Partial<RewardWeightsOptions>;
}

/**
 * Makes the actions of data likely, those with larger advantages more so.
 *
 *   loss = −mean_b w_b · log π(a_b | s_b),   w = exp(A / temperature), bounded;  1 without advantages
 *
 * Behaviour cloning has no advantages; advantage-weighted regression those of returns; implicit Q-learning those of
 * values of actions with an expectile above a half.
 *
 * @paper Pomerleau 1991, "Efficient training of artificial neural networks for autonomous navigation" (cloning)
 * @paper Peng et al. 2019, "Advantage-weighted regression", eq. 11 and appendix (weights at most 20)
 * @paper Kostrikov et al. 2022, "Offline reinforcement learning with implicit Q-learning", eq. 5–7 (weights at most 100)
 */
export function offlineRegression(settings: OfflineRegressionSettings): MakeAgent {
  return async (shape, seed) => {
    const { policy, optimiser, maxGradientNorm, advantage } = settings;
    const start = { seed, ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }) };
    const learner = policy.learner?.(optimiser, start) ?? (await createLearner(policy.model, optimiser, start));
    const judge = advantage === undefined ? undefined : createOfflineAdvantage(advantage, shape, seed);
    const fit = createFit(settings, learner, judge, shape.batch);
    const actor = policy.actor(shape.rows);
    const acted = actedRows(shape.rows, policy.actionWidth);
    let isLoaded = false;
    return {
      act: (observations, into, moment, explore) => {
        if (!isLoaded) actor.load(learner.parameters());
        isLoaded = true;
        if (explore) actor.act(observations, acted, moment);
        else actor.best(observations, acted);
        into.set(acted.actions);
      },
      learn: (batch, { step }) => {
        isLoaded = false;
        return fit(batch, step);
      },
      errors: judge?.advantages ?? new Float64Array(shape.batch),
      save: () => ({ policy: learner.save(), ...(judge === undefined ? {} : { advantage: judge.save() }) }),
      restore: (saved) => {
        const tree = saved as { policy: HostTree; advantage?: HostTree };
        learner.restore(tree.policy);
        if (tree.advantage !== undefined) judge?.restore(tree.advantage);
        isLoaded = false;
      },
      close: () => learner.close(),
    };
  };
}

/** One step of advantages and policy; all buffers are made here. */
function createFit(
  settings: OfflineRegressionSettings,
  learner: Learner,
  judge: OfflineAdvantage | undefined,
  size: number,
): (batch: ReplayBatch, step: number) => Metrics {
  const { policy } = settings;
  const taken = policy.integers
    ? new Int32Array(size * policy.actionWidth)
    : new Float32Array(size * policy.actionWidth);
  const observations = new Float32Array(size * policy.observationWidth);
  const isFlat = policy.integers && policy.actionWidth === 1;
  const inputs: HostInputs = {
    observations: { data: observations, shape: [size, policy.observationWidth] },
    actions: { data: taken, shape: isFlat ? [size] : [size, policy.actionWidth] },
  };
  const tokenWeights = new Float64Array(size);
  const logProbs = new Float64Array(size);
  const gradient = new Float64Array(size);
  return (batch, step) => {
    const judged = judge?.learn(batch, step) ?? {};
    tokenWeights.fill(1);
    if (judge !== undefined) weigh(judge.advantages, settings.weights ?? {}, tokenWeights);
    for (let b = 0; b < size; b++) tokenWeights[b] = (tokenWeights[b] as number) * (batch.weights[b] as number);
    taken.set(batch.actions);
    observations.set(batch.observations);
    logProbs.set(learner.forward(inputs).logProbs as Float32Array);
    const { loss } = sftLoss({ logProbs, tokenWeights }, { aggregation: "token-mean" }, { gradient });
    const learningRate = scheduledAt(settings.learningRate, step);
    const { gradientNorm } = learner.step(inputs, { logProbs: gradient }, { learningRate });
    let weight = 0;
    for (let b = 0; b < size; b++) weight += (tokenWeights[b] as number) / size;
    return { "loss.policy": loss, gradientNorm, weight, ...judged };
  };
}

/** Weights from advantages; those whose weight would be bounded anyway are cut before, where e to them overflows. */
function weigh(advantages: Float64Array, options: Partial<RewardWeightsOptions>, into: Float64Array): void {
  const { temperature = 1, maxWeight = 20, normalise = "none" } = options;
  const most =
    normalise === "none" && maxWeight !== null ? temperature * Math.log(maxWeight) : Number.POSITIVE_INFINITY;
  for (let b = 0; b < into.length; b++) into[b] = Math.min(most, advantages[b] as number);
  rewardWeights(into.slice(), { temperature, maxWeight, normalise }, into);
}
