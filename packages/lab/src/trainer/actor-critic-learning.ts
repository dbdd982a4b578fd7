import { streamKey } from "@guerdon/core/random";
import type { Metrics } from "../experiment/run.ts";
import { normalAt } from "../tensor/index.ts";
import { type ActionSamples, drawEvenSamples, setSamples } from "./action-samples.ts";
import type { ActorCritics } from "./actor-critic-critics.ts";
import { type ActorCriticPolicyRows, pullSquashed, squashInto } from "./actor-critic-policy.ts";
import type { ActorCriticSettings } from "./actor-critic-settings.ts";
import type { ActorCriticTemperature } from "./actor-critic-temperature.ts";
import type { AgentShape, DrawMoment } from "./off-policy-agent.ts";
import type { OffPolicyNetwork } from "./off-policy-network.ts";
import type { ReplayBatch } from "./replay-memory.ts";
import { scheduledAt } from "./scheduled.ts";

/** What an actor with critics learns with. */
export interface ActorCriticLearning {
  readonly settings: ActorCriticSettings;
  readonly shape: AgentShape;
  readonly actor: OffPolicyNetwork;
  readonly critics: ActorCritics;
  readonly temperature: ActorCriticTemperature;
  /** Actions of the actor. */
  readonly rows: ActorCriticPolicyRows;
  /** [B, A] actions of the batch in −1 … 1. */
  readonly taken: Float64Array;
  readonly byAction: Float64Array;
  /** Room for the samples of conservatism, where there is such. */
  readonly samples: ActionSamples | undefined;
  /** [B] */
  readonly targets: Float64Array;
  readonly errors: Float64Array;
}

/** One step of the critics, and one of the actor where it is due; `taken` has been written. */
export function actorCriticLearning(parts: ActorCriticLearning, batch: ReplayBatch, moment: DrawMoment): Metrics {
  const { settings, actor, critics, taken, targets, errors } = parts;
  const { actorEvery = 1, targetRate } = settings;
  writeTargets(parts, batch, moment);
  critics.ask(batch.observations, taken, "batch", drawSamples(parts, batch, moment));
  const metrics = critics.learn(targets, batch.weights, errors, moment.step);
  if ((moment.step + 1) % actorEvery !== 0) return metrics;
  const own = learnActor(parts, batch, moment);
  critics.follow(targetRate);
  if (settings.slowActor === true) actor.follow(targetRate);
  return { ...metrics, ...own };
}

/** Actions drawn evenly and by the actor, with their log-densities; none without conservatism. */
function drawSamples(
  parts: ActorCriticLearning,
  batch: ReplayBatch,
  { key, step }: DrawMoment,
): ActionSamples | undefined {
  const { samples, actor, rows, settings } = parts;
  if (samples === undefined) return undefined;
  const half = samples.perRow / 2;
  drawEvenSamples(samples, streamKey(key, "even"), step);
  const { output, outputStride } = actor.evaluate("batch", batch.observations);
  for (let j = 0; j < half; j++) {
    squashInto(rows, output, outputStride, settings.draws, { key: streamKey(key, "samples"), step: step * half + j });
    setSamples(samples, half + j, rows.actions, rows.logProbs);
  }
  return samples;
}

function writeTargets(parts: ActorCriticLearning, batch: ReplayBatch, { key, step }: DrawMoment): void {
  const { settings, shape, actor, critics, temperature, rows, targets } = parts;
  const network = settings.slowActor === true ? "target" : "batch";
  const { output, outputStride } = actor.evaluate(network, batch.nextObservations);
  squashInto(rows, output, outputStride, settings.draws, { key: streamKey(key, "next"), step });
  if (settings.smoothing !== undefined) smooth(rows.actions, settings.smoothing, streamKey(key, "smoothing"), step);
  critics.ask(batch.nextObservations, rows.actions, "target");
  const weight = temperature.value();
  for (let b = 0; b < shape.batch; b++) {
    const next = critics.said("target", b) - weight * (rows.logProbs[b] as number);
    targets[b] = (batch.rewards[b] as number) + (batch.discounts[b] as number) * next;
  }
}

/** Adds normal noise, cut off at a limit, and keeps actions in their bounds. */
function smooth(
  actions: Float64Array,
  { deviation, limit }: NonNullable<ActorCriticSettings["smoothing"]>,
  key: number,
  step: number,
): void {
  for (let i = 0; i < actions.length; i++) {
    const noise = Math.min(limit, Math.max(-limit, deviation * normalAt(key, step * actions.length + i)));
    actions[i] = Math.min(1, Math.max(-1, (actions[i] as number) + noise));
  }
}

function learnActor(parts: ActorCriticLearning, batch: ReplayBatch, { key, step }: DrawMoment): Metrics {
  const { settings, shape, actor, critics, temperature, rows, byAction } = parts;
  const { draws, climbs = "least", cloning } = settings;
  const { output, outputStride, outputGradient } = actor.evaluate("batch", batch.observations);
  squashInto(rows, output, outputStride, draws, { key: streamKey(key, "actor"), step });
  critics.ask(batch.observations, rows.actions, "batch");
  if (climbs === "first") critics.least.fill(0);
  let [value, size, logProb] = [0, 0, 0];
  for (let b = 0; b < shape.batch; b++) {
    const said = critics.said("batch", b);
    value += said / shape.batch;
    size += Math.abs(said) / shape.batch;
    logProb += (rows.logProbs[b] as number) / shape.batch;
  }
  const pull = cloning === undefined ? 1 : cloning / Math.max(size, 1e-8);
  critics.slopes(pull, byAction);
  const distance = cloning === undefined ? 0 : holdNear(parts);
  const weight = temperature.value();
  pullSquashed(rows, byAction, weight / shape.batch, output, outputStride, draws, outputGradient);
  actor.batch.backward();
  actor.step(scheduledAt(settings.actorLearningRate ?? settings.learningRate, step), settings.maxGradientNorm);
  temperature.learn(logProb);
  return {
    "loss.actor": weight * logProb - pull * value + distance,
    ...(draws ? { entropy: -logProb, temperature: weight } : {}),
    ...(cloning === undefined ? {} : { distance }),
  };
}

/** Adds the slopes of mean (a − taken)², and gives it. */
function holdNear({ rows, taken, byAction }: ActorCriticLearning): number {
  let distance = 0;
  for (let i = 0; i < taken.length; i++) {
    const off = (rows.actions[i] as number) - (taken[i] as number);
    distance += (off * off) / taken.length;
    byAction[i] = (byAction[i] as number) + (2 * off) / taken.length;
  }
  return distance;
}
