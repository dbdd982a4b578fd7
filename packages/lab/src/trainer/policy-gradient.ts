import { deadGroups, initState, nextState, type Runtime } from "@guerdon/core/engine";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Metrics, Run } from "../experiment/run.ts";
import { createLearner, type HostTree, type Learner } from "../tensor/index.ts";
import { checkPolicyGradient } from "./check-policy-gradient.ts";
import { createCollector } from "./experience.ts";
import { explainedVariance } from "./explained-variance.ts";
import { createMinibatch } from "./minibatch.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";
import { type PolicyGradientState, restorePolicyGradient, savePolicyGradient } from "./policy-gradient-state.ts";
import { createPolicyStep, type StepSettings } from "./policy-step.ts";
import { recentEpisodes, WINDOW } from "./recent-episodes.ts";
import { scheduledAt } from "./scheduled.ts";
import { scoreExperience } from "./score-experience.ts";
import { termMeans } from "./term-means.ts";

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
 * `gradientNorm`, with `kl` set `klReference` (means over the minibatches), `explained` (share of the returns' variance the critic knew), `passes`,
 * `deadGroups` and the `termMeans`. Draws and shuffles depend on the seed and the number of the step alone.
 *
 * @throws RewardError GUERDON_SHAPE when minibatches do not divide the steps of an update, or the policy is of other
 *   widths than the environment
 */
export async function startPolicyGradient(settings: PolicyGradientSettings, seed: number): Promise<PolicyGradientRun> {
  const { environment, policy, optimiser, maxGradientNorm, parameters } = settings;
  checkPolicyGradient(settings);
  const start = {
    seed,
    ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }),
    ...(parameters === undefined ? {} : { parameters }),
  };
  const make = async (): Promise<Learner> =>
    policy.learner?.(optimiser, start) ?? (await createLearner(policy.model, optimiser, start));
  const learner = await make();
  const reference = settings.kl === undefined ? undefined : await make();
  const actor = policy.actor(environment.count);
  const collector = createCollector(environment, policy, actor, settings.steps);
  const size = settings.minibatch ?? settings.steps * environment.count;
  const minibatch = createMinibatch(collector.experience, policy, size);
  const state: PolicyGradientState = {
    settings,
    seed,
    learner,
    actor,
    collector,
    minibatch,
    step: createPolicyStep(learner, minibatch, size, policy.hasValues, reference),
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
    save: () => savePolicyGradient(state),
    restore: (saved) => restorePolicyGradient(state, saved),
    close: () => {
      learner.close();
      reference?.close();
    },
  };
}

/** Nothing here waits for a clock: terms of an environment are computed from its signals. */
const RUNTIME: Runtime = { clock: { now: () => 0, after: () => () => undefined } };

async function update(state: PolicyGradientState): Promise<Metrics> {
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
    ...recentEpisodes(state.episodes, state.recentReturns, state.recentLengths),
    ...learnt,
    explained: explainedVariance(experience.values, returns),
    deadGroups: deadGroups(scores.total, scores.advantages, scores.layout).length,
    ...termMeans(scores, experience.ends),
  };
}

/** Some passes over the steps of an update. */
function learn(state: PolicyGradientState, advantages: Float64Array, returns: Float64Array): Metrics {
  const { settings, minibatch, step, updates, order } = state;
  const { units, allUnits } = minibatch;
  const now: StepSettings = {
    objective:
      settings.clip === undefined ? settings.objective : clippedAt(settings, scheduledAt(settings.clip, updates)),
    critic: settings.critic,
    kl: settings.kl,
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
