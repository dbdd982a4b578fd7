import type { Transform } from "@guerdon/core/piece";
import { flatLayout, fullSignal, type Json } from "@guerdon/core/signal";
import type { ProcessWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { softmaxPolicy } from "../meta/index.ts";
import { actionValues, type DecisionProcess, evaluatePolicy, valueIteration } from "../solver/index.ts";
import { normalAt } from "../tensor/index.ts";

/** What a policy under constraints is learnt from. */
export interface ConstrainedGradientSettings {
  /** The task: its gains are the main reward. */
  readonly world: ProcessWorld;
  /** [S·A] each: probability of an event in a step, by name. */
  readonly events: { readonly [event: string]: Float64Array };
  /** Sign each event has in the reward, in their order: −1 for those that cost. Default −1. */
  readonly signs?: readonly number[];
  /**
   * Weights of the main reward and of each event: numbers, or pieces that move them by the frequencies (one for each, all
   * of the same state), as `constraint-weight` with `take` 0 … K.
   */
  readonly weights: readonly number[] | readonly Transform[];
  /** Of the policy's steps. */
  readonly rate: number;
  /** Steps of an update. */
  readonly steps: number;
  readonly updates: number;
}

interface State {
  readonly settings: ConstrainedGradientSettings;
  readonly best: number;
  readonly mixed: DecisionProcess;
  /** [S·A] */
  readonly theta: Float64Array;
  multipliers: Json;
  weights: readonly number[];
  frequencies: readonly number[];
  share: number;
  step: number;
}

/**
 * Policy gradient of a softmax table on a main reward and events, exactly, while the weights learn to hold the frequencies
 * of the events at their bounds.
 *
 *   r = λ_0·r_0 + Σ_k sign_k·λ_k·e_k;   θ ← θ + rate·∂J/∂θ
 *   frequency_k = Σ d(s)·π(a|s)·e_k(s, a) / Σ d(s),  d the discounted visits of states that are no end
 *
 * Metrics: `share` (the main reward's return over the best there is, V*), the frequency of each event by its name, and
 * `weight.0` … of the main reward and the events.
 *
 * @paper 053 §Mechanism (DBS: weights by softmax, frequencies of a step), §Experiment A (exact tabular policy gradient)
 */
export function startConstrainedGradient(settings: ConstrainedGradientSettings, seed: number): Run {
  const { process, start } = settings.world;
  const [first] = settings.weights;
  const state: State = {
    settings,
    best: valueIteration(process).values.reduce((sum, value, s) => sum + value * (start[s] as number), 0),
    mixed: { ...process, reward: new Float64Array(process.reward.length) },
    theta: Float64Array.from(process.reward, (_, pair) => 0.1 * normalAt(seed, pair)),
    multipliers: typeof first === "object" ? (first.adaptive?.init() ?? null) : null,
    weights: [],
    frequencies: [],
    share: 0,
    step: 0,
  };
  return {
    end: settings.updates,
    get updates() {
      return state.step / settings.steps;
    },
    update: async () => {
      for (let k = 0; k < settings.steps; k++) climb(state);
      return metricsOf(state);
    },
    save: () => ({
      json: { step: state.step, multipliers: state.multipliers, frequencies: state.frequencies },
      arrays: { theta: state.theta.slice() },
    }),
    restore: ({ json, arrays }) => {
      Object.assign(state, json);
      state.theta.set(arrays.theta as Float64Array);
    },
    close: () => undefined,
  };
}

function metricsOf({ settings, share, frequencies, weights }: State): Metrics {
  const names = Object.keys(settings.events);
  return {
    share,
    ...Object.fromEntries(names.map((name, k) => [name, frequencies[k] as number])),
    ...Object.fromEntries(weights.map((weight, k) => [`weight.${k}`, weight])),
  };
}

/** One step of the policy with the weights as they are, then one of the weights. */
function climb(state: State): void {
  const { settings, theta, mixed } = state;
  const { process, start } = settings.world;
  const { states, actions } = process;
  state.weights = weightsOf(state);
  mixRewards(state);
  const policy = softmaxPolicy(theta, actions);
  const { values, visits } = evaluatePolicy(mixed, policy, start);
  measure(state, policy, visits);
  const worth = actionValues(mixed, values, new Float64Array(theta.length));
  for (let s = 0; s < states; s++) {
    for (let pair = s * actions; pair < (s + 1) * actions; pair++) {
      const slope =
        (visits[s] as number) * (policy[pair] as number) * ((worth[pair] as number) - (values[s] as number));
      theta[pair] = (theta[pair] as number) + settings.rate * slope;
    }
  }
  state.step++;
  moveWeights(state);
}

function weightsOf({ settings, step, multipliers, frequencies }: State): readonly number[] {
  const inputs = signalsOf(settings, frequencies);
  return settings.weights.map((weight) =>
    typeof weight === "number" ? weight : (weight.apply(inputs, ONE, { step, state: multipliers }).values[0] as number),
  );
}

function moveWeights(state: State): void {
  const [first] = state.settings.weights;
  if (typeof first !== "object" || first.adaptive === undefined) return;
  const inputs = signalsOf(state.settings, state.frequencies);
  state.multipliers = first.adaptive.step(state.multipliers, inputs, ONE, state.step - 1);
}

const ONE = flatLayout([1]);

/** One value for each event: its frequency, 0 before the first step. */
function signalsOf({ events }: ConstrainedGradientSettings, frequencies: readonly number[]) {
  return Object.keys(events).map((_, k) => fullSignal("rollout", [frequencies[k] ?? 0]));
}

function mixRewards({ settings, weights, mixed }: State): void {
  const { world, events, signs = [] } = settings;
  const [main = 0, ...rest] = weights;
  const tables = Object.values(events);
  for (let pair = 0; pair < mixed.reward.length; pair++) {
    let sum = main * (world.process.reward[pair] as number);
    for (let k = 0; k < tables.length; k++) {
      sum += (signs[k] ?? -1) * (rest[k] as number) * (tables[k]?.[pair] as number);
    }
    mixed.reward[pair] = sum;
  }
}

/** Frequencies of the events and the main reward's share of the best, of a policy with its visits. */
function measure(state: State, policy: Float64Array, visits: Float64Array): void {
  const { world, events } = state.settings;
  const { reward, actions } = world.process;
  const mean = (table: Float64Array, isOfLiving: boolean): number => {
    let [sum, all] = [0, 0];
    for (let pair = 0; pair < reward.length; pair++) {
      const s = Math.floor(pair / actions);
      if (world.ends[s] === 1) continue;
      const share = (visits[s] as number) * (policy[pair] as number);
      sum += share * (table[pair] as number);
      all += share;
    }
    return isOfLiving ? sum / all : sum;
  };
  state.frequencies = Object.values(events).map((table) => mean(table, true));
  state.share = mean(reward, false) / state.best;
}
