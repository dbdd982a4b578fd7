import { streamKey, uniformAt } from "@guerdon/core/random";
import type { ProcessWorld } from "../environment/index.ts";
import type { Metrics, Run } from "../experiment/run.ts";
import { type DecisionProcess, drawIndex, valueIteration } from "../solver/index.ts";

/** What Q-learning in a decision process is made of. */
export interface ProcessQLearningSettings {
  /** Whose gains are learnt from: shaped ones, say. */
  readonly world: ProcessWorld;
  /** Whose gains count: the same transitions with the task's own reward. Default: those of the world. */
  readonly task?: DecisionProcess;
  /** [S·A] first values. Default 0. */
  readonly initial?: ArrayLike<number>;
  /** ε: probability of an action drawn evenly. */
  readonly exploration: number;
  /** α: step of a value. */
  readonly rate: number;
  /** Share of the optimal return at which the policy counts as learnt. Default 0.9. */
  readonly enough?: number;
  /** Episodes of an update. */
  readonly episodes: number;
  readonly updates: number;
}

/** A run with its table at hand. */
export interface ProcessQLearning extends Run {
  /** [S·A] */
  readonly values: Float64Array;
}

interface State {
  readonly settings: ProcessQLearningSettings;
  readonly task: DecisionProcess;
  readonly key: number;
  readonly values: Float64Array;
  /** Return of the task that is the most there can be. */
  readonly best: number;
  draws: number;
  played: number;
  /** Episodes until the greedy policy was good enough. */
  late: number;
  isLearnt: boolean;
  trace: number;
}

/** Values closer than this are alike: two ways to the same numbers take the same actions, whatever the rounding. */
const ALIKE = 1e-9;

/**
 * Q-learning on the rewards of one process, measured by those of another, exactly.
 *
 *   Q(s, a) ← Q(s, a) + α·(r + γ·max_b Q(s′, b) − Q(s, a)),   0 for s′ at the end of an episode
 *
 * The best action is taken, one of those that are alike at random, and with ε any. An episode that is cut off by the limit
 * of steps is not over: the value of its last state counts. Metrics: `share` (expected return of the task, discounted and
 * within the limit, of the greedy policy, over the best there is), `late` (episodes until that was `enough`), `steps` (of
 * an episode, mean), `trace` (a number made of all states and actions so far, by which runs are compared).
 *
 * @paper Watkins & Dayan 1992, "Q-learning"; 087 §Experiment (learner of the shaping bench)
 */
export function startProcessQLearning(settings: ProcessQLearningSettings, seed: number): ProcessQLearning {
  const { world, task = world.process, initial, episodes } = settings;
  const { process, start } = world;
  const best = valueIteration(task).values.reduce((sum, value, s) => sum + value * (start[s] as number), 0);
  const state: State = {
    settings,
    task,
    key: streamKey(seed, "process q-learning"),
    values: Float64Array.from({ length: process.reward.length }, (_, pair) => initial?.[pair] ?? 0),
    best,
    draws: 0,
    played: 0,
    late: 0,
    isLearnt: false,
    trace: 0,
  };
  return {
    values: state.values,
    end: settings.updates,
    get updates() {
      return state.played / episodes;
    },
    update: async () => update(state),
    save: () => {
      const { draws, played, late, isLearnt, trace } = state;
      return { json: { draws, played, late, isLearnt, trace }, arrays: { values: state.values.slice() } };
    },
    restore: ({ json, arrays }) => {
      Object.assign(state, json);
      state.values.set(arrays.values as Float64Array);
    },
    close: () => undefined,
  };
}

function update(state: State): Metrics {
  const { settings, task, values, best } = state;
  let [steps, share] = [0, 0];
  for (let k = 0; k < settings.episodes; k++) {
    steps += playEpisode(state);
    state.played++;
    share = greedyReturn(settings.world, task, values) / best;
    if (!state.isLearnt) {
      state.late = state.played;
      state.isLearnt = share >= (settings.enough ?? 0.9);
    }
  }
  return { share, late: state.late, steps: steps / settings.episodes, trace: state.trace };
}

/** One episode, learnt from as it goes; its steps. */
function playEpisode(state: State): number {
  const { settings, values, key } = state;
  const { process, start, ends, maxSteps } = settings.world;
  const { actions, offsets, next, probability, gain, discount } = process;
  const draw = (): number => uniformAt(key, state.draws++);
  let [at, steps] = [drawIndex(start, 0, process.states, draw()), 0];
  while (steps < maxSteps && ends[at] !== 1) {
    const action = choose(values, at * actions, actions, draw() < settings.exploration, draw());
    const pair = at * actions + action;
    const from = offsets[pair] as number;
    const way = from + drawIndex(probability, from, (offsets[pair + 1] as number) - from, draw());
    const to = next[way] as number;
    const worth = ends[to] === 1 ? 0 : bestOf(values, to * actions, actions);
    values[pair] =
      (values[pair] as number) + settings.rate * ((gain[way] as number) + discount * worth - (values[pair] as number));
    state.trace = (Math.imul(state.trace, 31) + pair) | 0;
    at = to;
    steps++;
  }
  return steps;
}

/** An action by a uniform number: any, or one of the best. */
function choose(values: Float64Array, row: number, actions: number, isAny: boolean, uniform: number): number {
  if (isAny) return Math.floor(uniform * actions);
  const best = bestOf(values, row, actions) - ALIKE;
  let count = 0;
  for (let a = 0; a < actions; a++) count += Number((values[row + a] as number) >= best);
  let left = Math.floor(uniform * count);
  for (let a = 0; a < actions; a++) if ((values[row + a] as number) >= best && left-- === 0) return a;
  return 0;
}

function bestOf(values: Float64Array, row: number, actions: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let a = 0; a < actions; a++) best = Math.max(best, values[row + a] as number);
  return best;
}

/** Expected return of the greedy policy, alike actions evenly, within the limit of steps. */
function greedyReturn({ process, start, maxSteps }: ProcessWorld, task: DecisionProcess, values: Float64Array): number {
  const { states, actions, offsets, next, probability, discount } = process;
  let [now, then] = [Float64Array.from(start), new Float64Array(states)];
  let [sum, weight] = [0, 1];
  for (let t = 0; t < maxSteps; t++, weight *= discount) {
    then.fill(0);
    for (let s = 0; s < states; s++) {
      const here = now[s] as number;
      if (here === 0) continue;
      const best = bestOf(values, s * actions, actions) - ALIKE;
      let count = 0;
      for (let a = 0; a < actions; a++) count += Number((values[s * actions + a] as number) >= best);
      for (let pair = s * actions; pair < (s + 1) * actions; pair++) {
        if ((values[pair] as number) < best) continue;
        sum += (weight * here * (task.reward[pair] as number)) / count;
        for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
          const to = next[m] as number;
          then[to] = (then[to] as number) + (here * (probability[m] as number)) / count;
        }
      }
    }
    [now, then] = [then, now];
  }
  return sum;
}
