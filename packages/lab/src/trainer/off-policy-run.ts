import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { type Environment, widthOf } from "../environment/environment.ts";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import { evenChoice } from "./even-choice.ts";
import { END } from "./experience.ts";
import type { AgentShape, BatchReward, MakeAgent, MakeReward, OffPolicyAgent } from "./off-policy-agent.ts";
import { evaluateAgent, type OffPolicyEvaluation } from "./off-policy-evaluation.ts";
import { createOffPolicyMetrics, type OffPolicyMetrics } from "./off-policy-metrics.ts";
import {
  createReplayBatch,
  createReplayMemory,
  type PrioritySettings,
  type ReplayBatch,
  type ReplayMemory,
} from "./replay-memory.ts";
import { restoreArrays, saveArrays } from "./save-arrays.ts";

/** Episodes whose mean return is reported. */
const WINDOW = 20;

/** What a run that learns from its own past is made of; the agent makes the method. */
export interface OffPolicySettings {
  readonly environment: Environment;
  readonly agent: MakeAgent;
  /** Steps of each copy in an update. */
  readonly steps: number;
  readonly updates: number;
  /** Steps of each copy that are remembered. */
  readonly memory: number;
  readonly discount: number;
  /** n of n-step returns. Default 1. */
  readonly horizon?: number;
  readonly priorities?: PrioritySettings;
  /** B */
  readonly batch: number;
  /** Steps of learning for each step of the copies; may be a fraction. Default 1. */
  readonly learnSteps?: number;
  /** Steps of each copy with actions drawn evenly, before anything is learnt. Default 0. */
  readonly warmup?: number;
  /** Rewards to learn from instead of the environment's. */
  readonly reward?: MakeReward;
  readonly evaluation?: OffPolicyEvaluation;
}

/** An off-policy run with its agent at hand. */
export interface OffPolicyRun extends Run {
  readonly agent: OffPolicyAgent;
}

/**
 * Learning from a memory of one's own past: step the copies, remember, draw batches and learn from them, begin again.
 *
 * Metrics of an update: `steps` and `episodes` so far, `return` (mean over the last 20 episodes), what the agent
 * measured as means over its steps, and `evaluation.return` when it is due. Actions, draws and noise depend on the
 * seed and the number of the step alone.
 *
 * @throws RewardError GUERDON_OPTION when a learnt reward meets sums of several steps
 */
export async function startOffPolicyRun(settings: OffPolicySettings, seed: number): Promise<OffPolicyRun> {
  const { environment, memory, discount, horizon, priorities, batch } = settings;
  if (settings.reward !== undefined && (horizon ?? 1) !== 1) {
    throw new RewardError("GUERDON_OPTION", `Expected \`horizon\` to be 1 with a learnt reward, got ${horizon}.`, {
      hint: "A learnt reward is of single steps; leave `horizon` out.",
      details: { got: horizon ?? 1 },
    });
  }
  const shape: AgentShape = {
    observationWidth: environment.observations.length / environment.count,
    action: environment.action,
    rows: environment.count,
    batch,
  };
  const [observationWidth, actionWidth] = [shape.observationWidth, widthOf(environment.action)];
  const legalWidth = (environment.legal?.length ?? 0) / environment.count;
  const agent = await settings.agent(shape, seed);
  const reward = settings.reward?.(shape, seed);
  const state: State = {
    settings,
    seed,
    agent,
    reward,
    memory: createReplayMemory({
      ...{ steps: memory, count: environment.count, observationWidth, actionWidth, legalWidth, discount },
      ...(horizon === undefined ? {} : { horizon }),
      ...(priorities === undefined ? {} : { priorities }),
    }),
    batch: createReplayBatch(batch, observationWidth, actionWidth, legalWidth),
    actions: new Float64Array(environment.count * actionWidth),
    before: environment.observations.slice(),
    after: environment.observations.slice(),
    ends: new Uint8Array(environment.count),
    nextLegal: new Uint8Array(environment.count * legalWidth),
    returns: new Float64Array(environment.count),
    recent: new Float64Array(WINDOW),
    means: createOffPolicyMetrics(),
    played: 0,
    learnt: 0,
    episodes: 0,
  };
  environment.reset(seed);
  return {
    end: settings.updates,
    agent,
    get updates() {
      return state.played / settings.steps;
    },
    update: async () => update(state),
    save: () => save(state),
    restore: (saved) => restore(state, saved),
    close: () => agent.close(),
  };
}

interface State {
  readonly settings: OffPolicySettings;
  readonly seed: number;
  readonly agent: OffPolicyAgent;
  readonly reward: BatchReward | undefined;
  readonly memory: ReplayMemory;
  readonly batch: ReplayBatch;
  readonly actions: Float64Array;
  /** Observations before and after a step, as the memory takes them. */
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly ends: Uint8Array;
  readonly nextLegal: Uint8Array;
  /** Returns of the episodes that go on. */
  readonly returns: Float64Array;
  /** Ring of the last episodes. */
  readonly recent: Float64Array;
  readonly means: OffPolicyMetrics;
  /** Steps of each copy, and of learning. */
  played: number;
  learnt: number;
  episodes: number;
}

function update(state: State): Metrics {
  const { settings, means, agent, seed } = state;
  const { steps, environment, learnSteps = 1, warmup = 0, evaluation } = settings;
  means.begin();
  for (let t = 0; t < steps; t++) {
    play(state);
    if (state.played <= warmup) continue;
    const due = Math.floor((state.played - warmup) * learnSteps);
    while (state.learnt < due) learn(state);
  }
  const updates = state.played / steps;
  const isDue = evaluation !== undefined && (updates % evaluation.every === 0 || updates === settings.updates);
  const known = Math.min(state.episodes, WINDOW);
  let sum = 0;
  for (let i = 0; i < known; i++) sum += state.recent[i] as number;
  return {
    steps: state.played * environment.count,
    episodes: state.episodes,
    ...(known === 0 ? {} : { return: sum / known }),
    ...means.read(),
    ...(isDue ? evaluateAgent(agent, evaluation, seed) : {}),
  };
}

/** One step of all copies, into the memory. */
function play(state: State): void {
  const { settings, agent, actions, memory, before, after, ends, nextLegal } = state;
  const { environment, warmup = 0 } = settings;
  const { earned = environment.rewards } = environment;
  before.set(environment.observations);
  const moment = { key: streamKey(state.seed, "actions"), step: state.played };
  if (state.played < warmup) drawEvenly(environment, actions, moment.key, moment.step);
  else agent.act(environment.observations, actions, moment, true, environment.legal);
  environment.step(actions);
  after.set(environment.observations);
  if (environment.legal !== undefined) nextLegal.set(environment.legal);
  const [width, legalWidth] = [before.length / environment.count, nextLegal.length / environment.count];
  for (let n = 0; n < environment.count; n++) {
    const isOver = environment.terminated[n] === 1;
    ends[n] = isOver ? END.terminated : environment.truncated[n] === 1 ? END.truncated : END.none;
    state.returns[n] = (state.returns[n] as number) + (earned[n] as number);
    if (ends[n] === END.none) continue;
    for (let k = n * width; k < (n + 1) * width; k++) after[k] = environment.finalObservations[k] as number;
    // What was legal at the end of an episode is not shown.
    nextLegal.fill(1, n * legalWidth, (n + 1) * legalWidth);
    state.recent[state.episodes % WINDOW] = state.returns[n] as number;
    state.episodes++;
    state.returns[n] = 0;
  }
  memory.add({ observations: before, actions, rewards: environment.rewards, nextObservations: after, ends, nextLegal });
  state.played++;
}

function learn(state: State): void {
  const { memory, batch, agent, reward, means, seed } = state;
  memory.draw(batch, streamKey(seed, "replay"), state.learnt);
  const moment = { key: streamKey(seed, "learning"), step: state.learnt };
  if (reward !== undefined) {
    means.add(reward.learn(batch, moment));
    reward.relabel(batch);
  }
  means.add(agent.learn(batch, moment));
  memory.learnt(batch.places, agent.errors);
  state.learnt++;
}

/** Actions drawn evenly between their bounds, or among the legal ones. */
function drawEvenly({ action: space, legal }: Environment, into: Float64Array, key: number, step: number): void {
  const width = widthOf(space);
  for (let i = 0; i < into.length; i++) {
    const uniform = uniformAt(key, step * into.length + i);
    if (space.kind === "discrete") into[i] = evenChoice(uniform, space.size, legal, i * space.size);
    else if (space.kind === "multi-discrete") into[i] = Math.floor(uniform * (space.sizes[i % width] as number));
    else {
      const [low, high] = [space.low[i % width] as number, space.high[i % width] as number];
      into[i] = low + uniform * (high - low);
    }
  }
}

function save({ settings, agent, reward, memory, returns, recent, played, learnt, episodes }: State): RunState {
  const held = memory.save();
  const named = (name: string, arrays: readonly (readonly [string | number, Float64Array])[]) =>
    Object.fromEntries(arrays.map(([key, array]) => [`${name}.${key}`, array]));
  return {
    json: { played, learnt, episodes, added: held.added },
    arrays: {
      ...saveArrays("agent", agent.save()),
      ...(reward === undefined ? {} : saveArrays("reward", reward.save())),
      ...named("environment", [...settings.environment.save().entries()]),
      ...named("memory", Object.entries(held.arrays) as [string, Float64Array][]),
      returns: returns.slice(),
      recent: recent.slice(),
    },
  };
}

function restore(state: State, { json, arrays }: RunState): void {
  const { added, ...counts } = json as { added: number; played: number; learnt: number; episodes: number };
  const { agent, reward, memory, settings } = state;
  Object.assign(state, counts);
  agent.restore(restoreArrays("agent", agent.save(), arrays));
  reward?.restore(restoreArrays("reward", reward.save(), arrays));
  const { environment } = settings;
  environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
  const prefix = "memory.";
  const held = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  const columns = Object.fromEntries(held.map(([name, array]) => [name.slice(prefix.length), array]));
  memory.restore({ added, arrays: columns as { [name: string]: Float64Array } });
  state.returns.set(arrays.returns as Float64Array);
  state.recent.set(arrays.recent as Float64Array);
}
