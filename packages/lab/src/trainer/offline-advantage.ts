import type { Metrics } from "../experiment/run.ts";
import type { HostTree, KernelActivation, MlpNetwork } from "../tensor/index.ts";
import { offPolicyActions } from "./off-policy-actions.ts";
import type { AgentShape } from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs, type OffPolicyNetwork } from "./off-policy-network.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";
import type { ReplayBatch } from "./replay-memory.ts";
import { scheduledAt } from "./scheduled.ts";

/** What advantages of data are made of. */
export interface OfflineAdvantageSettings {
  /** What the value of a state is compared with: the return that followed, or learnt values of the action. */
  readonly from: "returns" | "action-values";
  /** τ: which expectile of it the value of a state is; 0.5 is the mean, near 1 nearly the best. Default 0.5. */
  readonly expectile?: number;
  /** Critics of actions, of which the least is believed. Default 2. */
  readonly critics?: number;
  /** How near slow copies come at each step. Default 0.005. */
  readonly targetRate?: number;
  /** Widths of the hidden layers. Default 64, 64. */
  readonly hidden?: readonly number[];
  /** Default relu. */
  readonly activation?: KernelActivation;
  readonly learningRate: Scheduled;
}

/** Learns how much better actions are than others. */
export interface OfflineAdvantage {
  /** [B] of the last batch, with the values before its step. */
  readonly advantages: Float64Array;
  learn(batch: ReplayBatch, step: number): Metrics;
  save(): HostTree;
  restore(state: HostTree): void;
}

/**
 * Advantages of the actions of data, without ever asking about others.
 *
 *   returns:        y = rewards + discounts·V_slow(next),   A = y − V(s)
 *   action-values:  y = min_i Q_slow,i(s, a),   A = y − V(s),   Q_i towards rewards + discounts·V(next)
 *   V towards y by the expectile loss |τ − 1(y < V)|·(y − V)²
 *
 * @paper Kostrikov et al. 2022, "Offline reinforcement learning with implicit Q-learning", eq. 5–6
 * @paper Peng et al. 2019, "Advantage-weighted regression", algorithm 1
 */
export function createOfflineAdvantage(
  settings: OfflineAdvantageSettings,
  shape: AgentShape,
  seed: number,
): OfflineAdvantage {
  const { from, expectile = 0.5, targetRate = 0.005, hidden = [64, 64], activation = "relu" } = settings;
  const { batch: size, observationWidth, action } = shape;
  const read = offPolicyActions(action);
  const valueWidths = [observationWidth, ...hidden, 1];
  const criticWidths = [observationWidth + read.width, ...hidden, 1];
  const value = createOffPolicyNetwork({ widths: valueWidths, activation, name: "value", batch: size }, seed);
  const critics = Array.from({ length: from === "returns" ? 0 : (settings.critics ?? 2) }, (_, k) =>
    createOffPolicyNetwork({ widths: criticWidths, activation, name: `critic.${k}`, batch: size }, seed),
  );
  const column = (): Float64Array => new Float64Array(size);
  const [advantages, targets, next] = [column(), column(), column()];
  const taken = new Float64Array(size * read.width);
  const evaluate = (network: MlpNetwork, observations: Float32Array, ...more: [Float64Array, number][]): MlpNetwork => {
    fillInputs(network, size, [observations, observationWidth], ...more);
    network.forward();
    return network;
  };
  const backUp = (network: MlpNetwork, batch: ReplayBatch): void => {
    const { output, outputStride } = evaluate(network, batch.nextObservations);
    for (let b = 0; b < size; b++) {
      next[b] = (batch.rewards[b] as number) + (batch.discounts[b] as number) * (output[b * outputStride] as number);
    }
  };
  const learn = (batch: ReplayBatch, step: number): Metrics => {
    const rate = scheduledAt(settings.learningRate, step);
    read.write(batch.actions, taken);
    if (critics.length === 0) {
      backUp(value.target, batch);
      targets.set(next);
    } else {
      backUp(value.batch, batch);
      targets.fill(Number.POSITIVE_INFINITY);
      for (const { target } of critics) {
        const { output, outputStride } = evaluate(target, batch.observations, [taken, read.width]);
        for (let b = 0; b < size; b++) targets[b] = Math.min(targets[b] as number, output[b * outputStride] as number);
      }
    }
    evaluate(value.batch, batch.observations);
    const loss = expectileStep(value, targets, expectile, batch.weights, advantages);
    value.step(rate);
    let criticLoss = 0;
    for (const critic of critics) {
      evaluate(critic.batch, batch.observations, [taken, read.width]);
      criticLoss += expectileStep(critic, next, 0.5, batch.weights);
      critic.step(rate);
      critic.follow(targetRate);
    }
    value.follow(targetRate);
    return {
      "loss.value": loss,
      ...(critics.length === 0 ? {} : { "loss.critic": criticLoss }),
      advantage: meanOf(advantages),
    };
  };
  return {
    advantages,
    learn,
    save: () => ({ value: value.save(), critics: critics.map((critic) => critic.save()) }),
    restore: (state) => {
      const saved = state as { value: HostTree; critics: readonly HostTree[] };
      value.restore(saved.value);
      for (const [k, critic] of critics.entries()) critic.restore(saved.critics[k] as HostTree);
    },
  };
}

/** Loss and gradient of what a network put out towards targets; writes target − output. */
function expectileStep(
  { batch: network }: OffPolicyNetwork,
  targets: Float64Array,
  expectile: number,
  weights: Float64Array,
  into?: Float64Array,
): number {
  const { output, outputGradient, outputStride } = network;
  let loss = 0;
  for (let b = 0; b < targets.length; b++) {
    const off = (targets[b] as number) - (output[b * outputStride] as number);
    const weight = (weights[b] as number) / targets.length;
    loss += weight * expectileLoss(off, expectile);
    outputGradient[b * outputStride] = -2 * weight * Math.abs(expectile - (off < 0 ? 1 : 0)) * off;
    if (into !== undefined) into[b] = off;
  }
  network.backward();
  return loss;
}

/**
 * The loss whose least point is an expectile: |τ − 1(u < 0)|·u².
 *
 * @paper Kostrikov et al. 2022, "Offline reinforcement learning with implicit Q-learning", §4.1
 *
 * ```ts doctest
 * import { expectileLoss } from "@guerdon/lab/trainer";
 * [expectileLoss(2, 0.75), expectileLoss(-2, 0.75)] // => [3, 1]
 * ```
 */
export function expectileLoss(difference: number, expectile: number): number {
  return Math.abs(expectile - (difference < 0 ? 1 : 0)) * difference * difference;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let b = 0; b < values.length; b++) sum += values[b] as number;
  return sum / values.length;
}
