import { streamKey, uniformAt } from "@guerdon/core/random";
import { selfRewardStep } from "@guerdon/core/shaper";
import type { ProcessWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { drawIndex } from "../solver/index.ts";
import { softmaxPolicy } from "./softmax-return.ts";

/** What an agent makes its own reward of. */
export interface ExplorationShapingSettings {
  readonly world: ProcessWorld;
  /** State that an episode succeeds in. */
  readonly goal: number;
  /** λ and B_max of the bonus for entering a state that was seldom left; none when absent. */
  readonly bonus?: { readonly scale: number; readonly max: number };
  /** Rate and limit of the learnt reward φ; none when absent. */
  readonly selfReward?: { readonly rate: number; readonly limit?: number };
  /** Of the policy, and of the critic of the original reward. */
  readonly rate: number;
  readonly criticRate: number;
  /** The policy learns every `every` episodes from the last `last` ones; so does φ. */
  readonly policy: { readonly every: number; readonly last: number };
  readonly shaping: { readonly every: number; readonly last: number };
  /** Episodes of an update. */
  readonly episodes: number;
  readonly updates: number;
}

/** One episode: the state left and the one entered, the action and the original reward of each step. */
interface Episode {
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
}

interface State {
  readonly settings: ExplorationShapingSettings;
  readonly key: number;
  /** [S·A] */
  readonly theta: Float64Array;
  readonly phi: Float64Array;
  /** [S] */
  readonly values: Float64Array;
  readonly visits: Float64Array;
  recent: Episode[];
  played: number;
}

/**
 * REINFORCE in a table on a reward that the agent shapes by itself, without a teacher.
 *
 *   R̂(s, a, s′) = R + φ(s, a) + B(s′),   B(s) = λ / √((λ/B_max)² + N(s)), 0 where an episode is over
 *   θ += rate·mean_t(Ĝ_t·∇ log π(a_t|s_t));   φ by the meta-gradient of one such step, with the return and the critic of R
 *
 * N counts the states that were left. Metrics: `success` (share of the episodes that end in the goal), `return` (of R, not
 * discounted), `bonus` (B at the start), `shaping` (largest |φ|).
 *
 * @paper 056 §Mechanism (ExploRS; SelfRS without bonus, ExploB without φ)
 */
export function startExplorationShaping(settings: ExplorationShapingSettings, seed: number): Run {
  const { states, actions } = settings.world.process;
  const state: State = {
    settings,
    key: streamKey(seed, "exploration shaping"),
    theta: new Float64Array(states * actions),
    phi: new Float64Array(states * actions),
    values: new Float64Array(states),
    visits: new Float64Array(states),
    recent: [],
    played: 0,
  };
  return {
    end: settings.updates,
    get updates() {
      return state.played / settings.episodes;
    },
    update: async () => update(state),
    save: () => ({
      json: { played: state.played, recent: state.recent.map((episode) => ({ ...episode })) },
      arrays: {
        theta: state.theta.slice(),
        phi: state.phi.slice(),
        values: state.values.slice(),
        visits: state.visits.slice(),
      },
    }),
    restore: ({ json, arrays }) => {
      const { played, recent } = json as unknown as { played: number; recent: Episode[] };
      Object.assign(state, { played, recent: [...recent] });
      for (const name of ["theta", "phi", "values", "visits"] as const) state[name].set(arrays[name] as Float64Array);
    },
    close: () => undefined,
  };
}

function update(state: State): Metrics {
  const { settings, phi, theta } = state;
  const { world, goal, episodes, policy, shaping } = settings;
  let [successes, earned] = [0, 0];
  for (let k = 0; k < episodes; k++) {
    const episode = play(state, softmaxPolicy(theta, world.process.actions));
    state.played++;
    state.recent = [...state.recent, episode].slice(-Math.max(policy.last, shaping.last));
    criticise(state, episode);
    successes += Number(episode.states.at(-1) === goal);
    earned += episode.rewards.reduce((sum, reward) => sum + reward, 0);
    if (state.played % policy.every === 0) climb(state, state.recent.slice(-policy.last));
    if (state.played % shaping.every === 0) reshape(state, state.recent.slice(-shaping.last));
  }
  const first = Array.from(world.start).findIndex((chance) => chance > 0);
  return {
    success: successes / episodes,
    return: earned / episodes,
    bonus: bonusAt(state, first),
    shaping: phi.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}

/** One episode of the process, whose states are counted as they are left. */
function play({ settings, key, visits, played }: State, policy: Float64Array): Episode {
  const { process, start, ends, maxSteps } = settings.world;
  const { actions, offsets, next, probability, gain } = process;
  const numbers = streamKey(key, `episode ${played}`);
  const states = [drawIndex(start, 0, process.states, uniformAt(numbers, 0))];
  const episode: { actions: number[]; rewards: number[] } = { actions: [], rewards: [] };
  for (let t = 0; t < maxSteps; t++) {
    const state = states[t] as number;
    const action = drawIndex(policy, state * actions, actions, uniformAt(numbers, 2 * t + 1));
    const from = offsets[state * actions + action] as number;
    const count = (offsets[state * actions + action + 1] as number) - from;
    const way = from + drawIndex(probability, from, count, uniformAt(numbers, 2 * t + 2));
    visits[state] = (visits[state] as number) + 1;
    episode.actions.push(action);
    episode.rewards.push(gain[way] as number);
    states.push(next[way] as number);
    if (ends[next[way] as number] === 1) break;
  }
  return { states, ...episode };
}

function bonusAt({ settings, visits }: State, state: number): number {
  const { bonus, world } = settings;
  if (bonus === undefined || world.ends[state] === 1) return 0;
  return bonus.scale / Math.sqrt((bonus.scale / bonus.max) ** 2 + (visits[state] as number));
}

/** Return from each step on, of rewards that may be shaped. */
function returnsOf(rewards: readonly number[], discount: number): Float64Array {
  const returns = Float64Array.from(rewards);
  for (let t = returns.length - 2; t >= 0; t--)
    returns[t] = (returns[t] as number) + discount * (returns[t + 1] as number);
  return returns;
}

/** V(s) moves to the return of the original reward. */
function criticise({ settings, values }: State, { states, rewards }: Episode): void {
  const returns = returnsOf(rewards, settings.world.process.discount);
  for (let t = 0; t < returns.length; t++) {
    const state = states[t] as number;
    values[state] =
      (values[state] as number) + settings.criticRate * ((returns[t] as number) - (values[state] as number));
  }
}

/** A step of the policy on the shaped reward as it is now: the mean over all steps of the episodes. */
function climb(state: State, episodes: readonly Episode[]): void {
  const { settings, theta, phi } = state;
  const { actions: width, discount } = settings.world.process;
  const policy = softmaxPolicy(theta, width);
  const rate = settings.rate / episodes.reduce((sum, { actions }) => sum + actions.length, 0);
  for (const { states, actions, rewards } of episodes) {
    const pairOf = (t: number): number => (states[t] as number) * width + (actions[t] as number);
    const shaped = rewards.map(
      (reward, t) => reward + (phi[pairOf(t)] as number) + bonusAt(state, states[t + 1] as number),
    );
    const returns = returnsOf(shaped, discount);
    for (let t = 0; t < returns.length; t++) {
      const row = (states[t] as number) * width;
      const push = rate * (returns[t] as number);
      for (let pair = row; pair < row + width; pair++) {
        theta[pair] = (theta[pair] as number) + push * (Number(pair === pairOf(t)) - (policy[pair] as number));
      }
    }
  }
}

/** A step of φ on the original reward. */
function reshape({ settings, theta, phi, values }: State, episodes: readonly Episode[]): void {
  const { selfReward, world } = settings;
  if (selfReward === undefined) return;
  const { actions: actionCount, discount } = world.process;
  const states = episodes.flatMap((episode) => episode.states.slice(0, -1));
  selfRewardStep(
    phi,
    softmaxPolicy(theta, actionCount),
    {
      states,
      actions: episodes.flatMap((episode) => episode.actions),
      returns: episodes.flatMap(({ rewards }) => [...returnsOf(rewards, discount)]),
      values: states.map((state) => values[state] as number),
    },
    { actionCount, ...selfReward },
  );
}
