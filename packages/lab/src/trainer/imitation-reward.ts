import { logSigmoid, sigmoid } from "@guerdon/core/objective";
import { streamKey } from "@guerdon/core/random";
import type { Transitions } from "../dataset/index.ts";
import type { KernelActivation, MlpNetwork } from "../tensor/index.ts";
import { offPolicyActions } from "./off-policy-actions.ts";
import type { MakeReward } from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs } from "./off-policy-network.ts";
import { createOfflineMemory } from "./offline-memory.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";
import { createReplayBatch } from "./replay-memory.ts";
import { scheduledAt } from "./scheduled.ts";

/** What a classifier of demonstrations pays. */
export interface ImitationRewardSettings {
  readonly demonstrations: Transitions;
  /**
   * From f = the log-odds that a step was demonstrated: −log(1 − σ(f)), never negative; log σ(f), never positive; f.
   *
   * The first rewards going on, the second ending soon. Default positive.
   */
  readonly pays?: "positive" | "negative" | "log-odds";
  /** Steps of the agent for each of the classifier. Default 1. */
  readonly every?: number;
  /** ε: labels are 1 − ε and ε. Default 0. */
  readonly smoothing?: number;
  /** Widths of the hidden layers. Default 64, 64. */
  readonly hidden?: readonly number[];
  /** Default tanh. */
  readonly activation?: KernelActivation;
  readonly learningRate: Scheduled;
}

/**
 * A reward that is learnt: how much a step looks like a demonstrated one, by a logistic classifier of (s, a).
 *
 *   loss = mean over B demonstrated and B own steps of −y·log σ(f) − (1 − y)·log(1 − σ(f))
 *
 * @paper Ho & Ermon 2016, "Generative adversarial imitation learning", algorithm 1
 * @paper Kostrikov et al. 2019, "Discriminator-actor-critic", §4 (from a memory)
 * @paper Fu et al. 2018, "Learning robust rewards with adversarial inverse reinforcement learning" (log-odds)
 */
export function imitationReward(settings: ImitationRewardSettings): MakeReward {
  return ({ observationWidth, action, batch: size }, seed) => {
    const { demonstrations, pays = "positive", every = 1, smoothing = 0, learningRate } = settings;
    const { hidden = [64, 64], activation = "tanh" } = settings;
    const read = offPolicyActions(action);
    const widths = [observationWidth + read.width, ...hidden, 1];
    const network = createOffPolicyNetwork(
      { widths, activation, name: "classifier", batch: 2 * size, rows: size },
      seed,
    );
    const memory = createOfflineMemory(demonstrations, 1);
    const shown = createReplayBatch(size, observationWidth, demonstrations.actionWidth);
    const taken = new Float64Array(2 * size * read.width);
    const observations = new Float32Array(2 * size * observationWidth);
    const half = taken.subarray(size * read.width);
    const learn = (key: number, step: number): { readonly [name: string]: number } => {
      memory.draw(shown, streamKey(key, "demonstrations"), step);
      observations.set(shown.observations);
      read.write(shown.actions, taken.subarray(0, size * read.width));
      fillInputs(network.batch, 2 * size, [observations, observationWidth], [taken, read.width]);
      network.batch.forward();
      const { loss, accuracy } = classify(network.batch, size, smoothing);
      network.batch.backward();
      network.step(scheduledAt(learningRate, step));
      return { "loss.classifier": loss, "classifier.accuracy": accuracy };
    };
    return {
      learn: (batch, { key, step }) => {
        if (step % every !== 0) return {};
        read.write(batch.actions, half);
        observations.set(batch.observations, size * observationWidth);
        return learn(key, step);
      },
      relabel: (batch) => {
        read.write(batch.actions, half);
        fillInputs(network.acting, size, [batch.observations, observationWidth], [half, read.width]);
        network.acting.forward();
        const { output, outputStride } = network.acting;
        for (let b = 0; b < size; b++) batch.rewards[b] = PAYS[pays](output[b * outputStride] as number);
      },
      save: () => network.save(),
      restore: (state) => network.restore(state),
    };
  };
}

const PAYS = {
  positive: (odds: number): number => -logSigmoid(-odds),
  negative: logSigmoid,
  "log-odds": (odds: number): number => odds,
} as const;

/** Loss and gradient of a classifier whose first rows are demonstrated and the others not. */
function classify(
  { output, outputGradient, outputStride }: MlpNetwork,
  size: number,
  smoothing: number,
): { readonly loss: number; readonly accuracy: number } {
  let [loss, right] = [0, 0];
  for (let b = 0; b < 2 * size; b++) {
    const odds = output[b * outputStride] as number;
    const label = b < size ? 1 - smoothing : smoothing;
    loss -= (label * logSigmoid(odds) + (1 - label) * logSigmoid(-odds)) / (2 * size);
    right += odds > 0 === b < size ? 1 : 0;
    outputGradient[b * outputStride] = (sigmoid(odds) - label) / (2 * size);
  }
  return { loss, accuracy: right / (2 * size) };
}
