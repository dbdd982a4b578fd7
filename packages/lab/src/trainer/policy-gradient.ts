import { deadGroups, initState, nextState, type ProgramState, type Runtime } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import { widthOf } from "../environment/environment.ts";
import type { Metrics, Run, RunState } from "../experiment/run.ts";
import type { Actor } from "../policy/policy.ts";
import { createLearner, type HostTree, type Learner } from "../tensor/index.ts";
import { type Collector, createCollector } from "./experience.ts";
import { createMinibatch, type Minibatch } from "./minibatch.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
import { createPolicyStep, type PolicyStep, type StepSettings } from "./policy-step.ts";
import { restoreArrays, saveArrays } from "./run-arrays.ts";
import { scheduledAt } from "./scheduled.ts";
import { scoreExperience } from "./score-experience.ts";

/** Episodes whose mean return is reported, as in the benchmarks of the field. */
const WINDOW = 100;

/** A policy-gradient run, with what it has learnt so far at hand. */
export interface PolicyGradientRun extends Run {
  /** A copy of the parameters on the host. */
  parameters(): HostTree;
}

/**
 * Learning from rewards by the gradient of the policy: play T steps of N copies, let the program say advantages, make
 * some passes over minibatches with the objective, begin again.
 *
 * Metrics of an update: `return` and `length` (means over the last 100 episodes, once there has been one), `episodes`
 * and `steps` so far, `loss.policy`, `loss.value`, `entropy`, `kl` (mean of r − 1 − log r, r = π / π_old), `clipped`,
 * `gradientNorm` (means over the minibatches), `explained` (share of the returns' variance the critic knew), `passes`
 * and `deadGroups`. Draws and shuffles depend on the seed and the number of the step alone.
 *
 * @throws RewardError GUERDON_SHAPE when minibatches do not divide the steps of an update, or the policy is of other
 *   widths than the environment
 */
export async function startPolicyGradient(settings: PolicyGradientSettings, seed: number): Promise<PolicyGradientRun> {
  const { environment, policy, optimiser, maxGradientNorm, parameters } = settings;
  checkMinibatch(settings);
  checkWidths(settings);
  const start = {
    seed,
    ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  const learner = policy.learner?.(optimiser, start) ?? (await createLearner(policy.model, optimiser, start));
  const actor = policy.actor(environment.count);
  const collector = createCollector(environment, policy, actor, settings.steps);
  const size = settings.minibatch ?? settings.steps * environment.count;
  const minibatch = createMinibatch(collector.experience, policy, size);
  const state: State = {
    settings,
    seed,
    learner,
    actor,
    collector,
    minibatch,
    step: createPolicyStep(learner, minibatch, size, policy.hasValues),
    order: Int32Array.from({ length: minibatch.allUnits }, (_, i) => i),
    updates: 0,
    episodes: 0,
    recentReturns: new Float64Array(WINDOW),
    recentLengths: new Float64Array(WINDOW),
    program: initState(settings.program),
  };
  environment.reset(seed);
  return {
    end: settings.updates,
    get updates() {
      return state.updates;
    },
    update: () => update(state),
    parameters: () => learner.parameters(),
    save: () => save(state),
    restore: (saved) => restore(state, saved),
    close: () => learner.close(),
  };
}

interface State {
  readonly settings: PolicyGradientSettings;
  readonly seed: number;
  readonly learner: Learner;
  readonly actor: Actor;
  readonly collector: Collector;
  readonly minibatch: Minibatch;
  readonly step: PolicyStep;
  readonly order: Int32Array;
  updates: number;
  episodes: number;
  /** Rings of the last episodes. */
  readonly recentReturns: Float64Array;
  readonly recentLengths: Float64Array;
  program: ProgramState;
}

/** Nothing here waits for a clock: terms of an environment are computed from its signals. */
const RUNTIME: Runtime = { clock: { now: () => 0, after: () => () => undefined } };

async function update(state: State): Promise<Metrics> {
  const { settings, collector, actor, learner, updates } = state;
  const { experience } = collector;
  actor.load(learner.parameters());
  collector.collect(streamKey(state.seed, "actions"), updates * settings.steps, (value, length) => {
    state.recentReturns[state.episodes % WINDOW] = value;
    state.recentLengths[state.episodes % WINDOW] = length;
    state.episodes++;
  });
  const moment = { step: updates, state: state.program, groupSize: settings.groupSize };
  const scores = await scoreExperience(settings.program, experience, moment, RUNTIME);
  const advantages = scores.stepAdvantages;
  const returns = advantages.map((advantage, i) => advantage + (experience.values[i] as number));
  const learnt = learn(state, advantages, returns);
  state.program = nextState(settings.program, state.program, { layout: scores.layout, step: updates }, scores);
  state.updates++;
  return {
    steps: state.updates * settings.steps * experience.count,
    episodes: state.episodes,
    ...recentMeans(state),
    ...learnt,
    explained: explained(experience.values, returns),
    deadGroups: deadGroups(scores.total, scores.advantages, scores.layout).length,
  };
}

/** Some passes over the steps of an update. */
function learn(state: State, advantages: Float64Array, returns: Float64Array): Metrics {
  const { settings, minibatch, step, updates, order } = state;
  const { units, allUnits } = minibatch;
  const now: StepSettings = {
    objective:
      settings.clip === undefined ? settings.objective : clippedAt(settings, scheduledAt(settings.clip, updates)),
    critic: settings.critic,
    entropyWeight: scheduledAt(settings.entropyWeight ?? 0, updates),
    learningRate: scheduledAt(settings.learningRate, updates),
    normalise: settings.normalise ?? false,
  };
  step.begin();
  let passes = 0;
  for (; passes < (settings.epochs ?? 1); passes++) {
    if (units < allUnits)
      shuffle(order, streamKey(state.seed, "order"), (updates * (settings.epochs ?? 1) + passes) * allUnits);
    let kl = 0;
    for (let from = 0; from < allUnits; from += units) {
      // The only minibatch stays as it was gathered.
      if (units < allUnits || passes === 0) minibatch.gather(order, from, advantages, returns);
      kl = Math.max(kl, step.run(now));
      if (settings.targetKl !== undefined && kl > settings.targetKl) return { ...step.means(), passes };
    }
  }
  return { ...step.means(), passes };
}

function clippedAt({ objective }: PolicyGradientSettings, clip: number): PolicyGradientSettings["objective"] {
  return { ...objective, clipLow: Math.min(clip, 1), clipHigh: clip };
}

/** Fisher–Yates from the order 0, 1, …: the same for the same counter, whatever came before. */
function shuffle(order: Int32Array, key: number, counter: number): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniformAt(key, counter + i) * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
}

function recentMeans({ episodes, recentReturns, recentLengths }: State): Metrics {
  if (episodes === 0) return {};
  const known = Math.min(episodes, WINDOW);
  let [value, length] = [0, 0];
  for (let i = 0; i < known; i++) {
    value += recentReturns[i] as number;
    length += recentLengths[i] as number;
  }
  return { return: value / known, length: length / known };
}

/** 1 − var(return − value) / var(return); 0 where returns are all equal. */
function explained(values: Float64Array, returns: Float64Array): number {
  const variance = (of: (i: number) => number): number => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < returns.length; i++) sum += of(i);
    for (let i = 0; i < returns.length; i++) squares += (of(i) - sum / returns.length) ** 2;
    return squares;
  };
  const all = variance((i) => returns[i] as number);
  return all === 0 ? 0 : 1 - variance((i) => (returns[i] as number) - (values[i] as number)) / all;
}

function save(state: State): RunState {
  const { settings, learner, actor, collector, updates, episodes, recentReturns, recentLengths, program } = state;
  const environment = Object.fromEntries(settings.environment.save().map((array, k) => [`environment.${k}`, array]));
  return {
    json: { updates, episodes, program: program as unknown as Json },
    arrays: {
      ...saveArrays("learner", learner.save()),
      ...environment,
      memory: actor.memory.slice(),
      returns: collector.returns.slice(),
      lengths: collector.lengths.slice(),
      fresh: collector.fresh.slice(),
      recentReturns: recentReturns.slice(),
      recentLengths: recentLengths.slice(),
    },
  };
}

function restore(state: State, { json, arrays }: RunState): void {
  const { updates, episodes, program } = json as unknown as Pick<State, "updates" | "episodes" | "program">;
  Object.assign(state, { updates, episodes, program });
  state.learner.restore(restoreArrays("learner", state.learner.save(), arrays));
  const { environment } = state.settings;
  environment.restore(environment.save().map((_, k) => arrays[`environment.${k}`] as Float64Array));
  state.actor.memory.set(arrays.memory as Float32Array);
  const { returns, lengths, fresh } = state.collector;
  returns.set(arrays.returns as Float64Array);
  lengths.set(arrays.lengths as Float64Array);
  fresh.set(arrays.fresh as Uint8Array);
  state.recentReturns.set(arrays.recentReturns as Float64Array);
  state.recentLengths.set(arrays.recentLengths as Float64Array);
}

function checkMinibatch({ environment, policy, steps, minibatch }: PolicyGradientSettings): void {
  const all = steps * environment.count;
  const unit = policy.memoryWidth > 0 ? steps : 1;
  if (minibatch === undefined || (all % minibatch === 0 && minibatch % unit === 0)) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`minibatch\` to divide the ${all} steps of an update${unit > 1 ? ` and be a multiple of ${unit}` : ""}, got ${minibatch}.`,
    { details: { all, unit, got: minibatch } },
  );
}

function checkWidths({ environment, policy }: PolicyGradientSettings): void {
  const shown = environment.observations.length / environment.count;
  const taken = widthOf(environment.action);
  for (const [what, wanted, got] of [
    ["observationWidth", shown, policy.observationWidth],
    ["actionWidth", taken, policy.actionWidth],
  ] as const) {
    if (wanted === got) continue;
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`${what}\` of the policy to be ${wanted} for ${environment.id}, got ${got}.`,
      {
        details: { what, wanted, got },
      },
    );
  }
}
