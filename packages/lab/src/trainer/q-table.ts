import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Environment } from "../environment/environment.ts";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import { argmaxRow } from "../policy/index.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";
import { scheduledAt } from "./scheduled.ts";

/** What learning in a table is made of. */
export interface QTableSettings {
  /** With discrete observations and actions. */
  readonly environment: Environment;
  /** Steps of each copy in an update. */
  readonly steps: number;
  readonly updates: number;
  readonly discount: number;
  /** What the next state is worth: its best action, or what exploring there gives on average. Default best. */
  readonly next?: "best" | "expected";
  /** Probability ε of an action drawn evenly. */
  readonly exploration: Scheduled;
  /** The step at the k-th visit of a state and action is rate / k^power. Default 1, with power 1. */
  readonly rate?: number;
  readonly power?: number;
}

/** A run in a table, with the table at hand. */
export interface QTable extends Run {
  /** [S, A] */
  readonly values: Float64Array;
  /** [S, A] how often each pair was learnt from. */
  readonly visits: Float64Array;
}

/**
 * Values of actions in a table, one for each state and action.
 *
 *   Q(s, a) ← Q(s, a) + α_k·(r + γ·v(next) − Q(s, a)),   α_k = rate / k^power
 *   v = max_a Q, or (1 − ε)·max_a Q + ε·mean_a Q;  0 after a terminal step
 *
 * With best, every pair visited for ever and 1/2 < power ≤ 1 it converges to the optimal values; in a world without
 * chance power 0 makes each step exact. Metrics: `steps`, `change` (the largest of an update), `value` (mean).
 *
 * @throws RewardError GUERDON_OPTION when observations or actions are not discrete
 * @paper Watkins & Dayan 1992, "Q-learning"; van Seijen et al. 2009, "A theoretical and empirical analysis of expected Sarsa"
 */
export function startQTable(settings: QTableSettings, seed: number): QTable {
  const { environment } = settings;
  const { observation, action } = environment;
  if (observation.kind !== "discrete" || action.kind !== "discrete") {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected discrete observations and actions, got ${observation.kind} and ${action.kind}.`,
      { hint: "Use a network for observations that are not discrete." },
    );
  }
  const state: State = {
    settings,
    key: streamKey(seed, "actions"),
    states: observation.size,
    actions: action.size,
    values: new Float64Array(observation.size * action.size),
    visits: new Float64Array(observation.size * action.size),
    taken: new Float64Array(environment.count),
    before: new Int32Array(environment.count),
    played: 0,
  };
  environment.reset(seed);
  return {
    end: settings.updates,
    values: state.values,
    visits: state.visits,
    get updates() {
      return state.played / settings.steps;
    },
    update: async () => update(state),
    save: () => save(state),
    restore: ({ json, arrays }) => {
      state.played = (json as { played: number }).played;
      state.values.set(arrays.values as Float64Array);
      state.visits.set(arrays.visits as Float64Array);
      environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
    },
    close: () => undefined,
  };
}

interface State {
  readonly settings: QTableSettings;
  readonly key: number;
  readonly states: number;
  readonly actions: number;
  readonly values: Float64Array;
  readonly visits: Float64Array;
  /** [N] */
  readonly taken: Float64Array;
  readonly before: Int32Array;
  played: number;
}

function update(state: State): Metrics {
  const { settings, values } = state;
  const { environment, exploration, steps } = settings;
  let change = 0;
  for (let t = 0; t < steps; t++) {
    const share = scheduledAt(exploration, state.played);
    choose(state, share);
    environment.step(state.taken);
    for (let n = 0; n < environment.count; n++) change = Math.max(change, learn(state, n, share));
    state.played++;
  }
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  return { steps: state.played * environment.count, change, value };
}

function choose({ settings, key, states, actions, values, taken, before, played }: State, share: number): void {
  const { count, observations } = settings.environment;
  for (let n = 0; n < count; n++) {
    const at = 2 * (played * count + n);
    const from = stateAt(observations, n, states);
    before[n] = from;
    const isDrawn = uniformAt(key, at) < share;
    taken[n] = isDrawn ? Math.floor(uniformAt(key, at + 1) * actions) : argmaxRow(values, from * actions, actions);
  }
}

/** @returns how far the value moved */
function learn({ settings, states, actions, values, visits, taken, before }: State, n: number, share: number): number {
  const { environment, discount, next = "best", rate = 1, power = 1 } = settings;
  const isEnd = environment.terminated[n] === 1;
  const isOver = isEnd || environment.truncated[n] === 1;
  const seen = isOver ? environment.finalObservations : environment.observations;
  const pair = (before[n] as number) * actions + (taken[n] as number);
  const from = stateAt(seen, n, states) * actions;
  const best = values[from + argmaxRow(values, from, actions)] as number;
  let mean = 0;
  if (next === "expected") for (let a = 0; a < actions; a++) mean += (values[from + a] as number) / actions;
  const worth = next === "best" ? best : (1 - share) * best + share * mean;
  visits[pair] = (visits[pair] as number) + 1;
  const target = (environment.rewards[n] as number) + (isEnd ? 0 : discount * worth);
  const move = (rate / (visits[pair] as number) ** power) * (target - (values[pair] as number));
  values[pair] = (values[pair] as number) + move;
  return Math.abs(move);
}

/** The state a one-hot row shows. */
function stateAt(observations: Float32Array, n: number, states: number): number {
  let at = n * states;
  while (observations[at] !== 1) at++;
  return at - n * states;
}

function save({ settings, values, visits, played }: State): RunState {
  const environment = settings.environment.save().map((array, k) => [`environment.${k}`, array] as const);
  return {
    json: { played },
    arrays: { values: values.slice(), visits: visits.slice(), ...Object.fromEntries(environment) },
  };
}
