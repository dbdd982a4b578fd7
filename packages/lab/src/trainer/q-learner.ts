import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import type { Metrics } from "../experiment/run.ts";
import { argmaxRow } from "../policy/index.ts";
import type { KernelActivation } from "../tensor/index.ts";
import { evenChoice } from "./even-choice.ts";
import type { AgentShape, DrawMoment, MakeAgent, OffPolicyAgent } from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs, type OffPolicyNetwork } from "./off-policy-network.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";
import { type QLossSettings, qLoss } from "./q-loss.ts";
import { pullQValues, qValuesInto } from "./q-values.ts";
import type { ReplayBatch } from "./replay-memory.ts";
import { scheduledAt } from "./scheduled.ts";

/** What values of actions are learnt by. */
export interface QLearnerSettings extends QLossSettings {
  /** Widths of the hidden layers. Default 64, 64. */
  readonly hidden?: readonly number[];
  /** Default relu. */
  readonly activation?: KernelActivation;
  /** Whether the network puts out a value of the state and advantages over their mean. Default false. */
  readonly dueling?: boolean;
  /** Whether the network that learns chooses the action the slow one values. Default false. */
  readonly double?: boolean;
  readonly learningRate: Scheduled;
  readonly maxGradientNorm?: number;
  /** The slow copy: how near it comes (1 copies) at every so many steps. */
  readonly target: { readonly rate: number; readonly every: number };
  /** Probability of an action drawn evenly, by the step of the environment. */
  readonly exploration: Scheduled;
}

/**
 * Learns what actions are worth and takes the best.
 *
 *   target = rewards + discounts · Q_slow(next, argmax_a Q(next, a)),   Q = Q_slow in the argmax without `double`
 *
 * DQN, double DQN, dueling networks, n-step and prioritised returns, and conservative Q-learning are settings of it and
 * of the memory. Only for discrete actions.
 *
 * @throws RewardError GUERDON_OPTION when actions are not discrete
 * @paper Mnih et al. 2015, "Human-level control through deep reinforcement learning", algorithm 1
 * @paper van Hasselt et al. 2016, "Deep reinforcement learning with double Q-learning", eq. 4
 * @paper Wang et al. 2016, "Dueling network architectures", eq. 9
 */
export function qLearner(settings: QLearnerSettings): MakeAgent {
  return (shape, seed) => {
    const { action, batch, rows, observationWidth } = shape;
    if (action.kind !== "discrete") {
      throw new RewardError("GUERDON_OPTION", `Expected the actions to be discrete, got ${action.kind}.`, {
        hint: "Use an actor and critics for continuous actions.",
        details: { got: action.kind },
      });
    }
    const { hidden = [64, 64], activation = "relu", dueling = false } = settings;
    const widths = [observationWidth, ...hidden, action.size + (dueling ? 1 : 0)];
    const network = createOffPolicyNetwork({ widths, activation, name: "q", batch, rows }, seed);
    const values = (count: number): Float64Array => new Float64Array(count * action.size);
    const state: State = {
      settings,
      shape,
      actions: action.size,
      dueling,
      network,
      acting: values(rows),
      values: values(batch),
      next: values(batch),
      chooser: values(batch),
      gradient: values(batch),
      targets: new Float64Array(batch),
      errors: new Float64Array(batch),
    };
    return agentOf(state);
  };
}

interface State {
  readonly settings: QLearnerSettings;
  readonly shape: AgentShape;
  readonly actions: number;
  readonly dueling: boolean;
  readonly network: OffPolicyNetwork;
  /** [N, A], and [B, A] each */
  readonly acting: Float64Array;
  readonly values: Float64Array;
  readonly next: Float64Array;
  readonly chooser: Float64Array;
  readonly gradient: Float64Array;
  /** [B] */
  readonly targets: Float64Array;
  readonly errors: Float64Array;
}

function agentOf(state: State): OffPolicyAgent {
  return {
    act: (observations, into, moment, explore, legal) => act(state, observations, into, moment, explore, legal),
    learn: (batch, moment) => learn(state, batch, moment),
    errors: state.errors,
    save: () => state.network.save(),
    restore: (saved) => state.network.restore(saved),
    close: () => undefined,
  };
}

function act(
  { settings, shape, actions, dueling, network, acting }: State,
  observations: Float32Array,
  into: Float64Array,
  { key, step }: DrawMoment,
  explore: boolean,
  legal: Uint8Array | undefined,
): void {
  const { rows, observationWidth } = shape;
  fillInputs(network.acting, rows, [observations, observationWidth]);
  network.acting.forward();
  qValuesInto(acting, network.acting, rows, actions, dueling);
  const share = explore ? scheduledAt(settings.exploration, step) : 0;
  for (let r = 0; r < rows; r++) {
    const at = 2 * (step * rows + r);
    const isDrawn = share > 0 && uniformAt(key, at) < share;
    into[r] = isDrawn
      ? evenChoice(uniformAt(key, at + 1), actions, legal, r * actions)
      : argmaxRow(acting, r * actions, actions, legal, r * actions);
  }
}

function learn(state: State, batch: ReplayBatch, { step }: DrawMoment): Metrics {
  const { settings, shape, actions, dueling, network, next, chooser, values, targets, gradient, errors } = state;
  const rows = shape.batch;
  const width = shape.observationWidth;
  fillInputs(network.target, rows, [batch.nextObservations, width]);
  network.target.forward();
  qValuesInto(next, network.target, rows, actions, dueling);
  if (settings.double === true) {
    fillInputs(network.batch, rows, [batch.nextObservations, width]);
    network.batch.forward();
    qValuesInto(chooser, network.batch, rows, actions, dueling);
  }
  qTargets(batch, next, settings.double === true ? chooser : next, targets);
  fillInputs(network.batch, rows, [batch.observations, width]);
  network.batch.forward();
  qValuesInto(values, network.batch, rows, actions, dueling);
  const { loss, value } = qLoss({ values, actions: batch.actions, targets, weights: batch.weights }, settings, {
    gradient,
    errors,
  });
  pullQValues(gradient, network.batch, rows, actions, dueling);
  network.batch.backward();
  const gradientNorm = network.step(scheduledAt(settings.learningRate, step), settings.maxGradientNorm);
  if ((step + 1) % settings.target.every === 0) network.follow(settings.target.rate);
  return { "loss.critic": loss, value, gradientNorm };
}

/**
 * What the taken actions should be worth: rewards + discounts · next[argmax chooser], over what is legal next.
 *
 * @shape next [B, A], chooser [B, A] → into [B]
 *
 * ```ts doctest
 * import { qTargets } from "@guerdon/lab/trainer";
 * const batch = { rewards: Float64Array.of(1), discounts: Float64Array.of(0.5) };
 * [...qTargets(batch, Float64Array.of(4, 8), Float64Array.of(9, 3), new Float64Array(1))] // => [3]
 * ```
 */
export function qTargets(
  { rewards, discounts, nextLegal }: Pick<ReplayBatch, "rewards" | "discounts" | "nextLegal">,
  next: Float64Array,
  chooser: Float64Array,
  into: Float64Array,
): Float64Array {
  const actions = next.length / rewards.length;
  for (let b = 0; b < rewards.length; b++) {
    const best = argmaxRow(chooser, b * actions, actions, nextLegal, b * actions);
    into[b] = (rewards[b] as number) + (discounts[b] as number) * (next[b * actions + best] as number);
  }
  return into;
}
