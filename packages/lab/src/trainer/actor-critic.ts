import { RewardError } from "@guerdon/core/error";
import { streamKey } from "@guerdon/core/random";
import type { Metrics } from "../experiment/run.ts";
import { type HostTree, hostArray, type MlpNetwork, normalAt } from "../tensor/index.ts";
import { pullSquashed, type SquashedRows, squashInto } from "./actor-critic-policy.ts";
import type { ActorCriticSettings } from "./actor-critic-settings.ts";
import { createTemperature, type LearntTemperature } from "./actor-critic-temperature.ts";
import {
  type AgentShape,
  type DrawMoment,
  type MakeAgent,
  type OffPolicyAgent,
  scheduledAt,
} from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs, type OffPolicyNetwork } from "./off-policy-network.ts";
import type { ReplayBatch } from "./replay-memory.ts";

/**
 * Learns critics of continuous actions and an actor that climbs them.
 *
 *   target = rewards + discounts · (min_i Q_slow,i(next, a′) − α·log π(a′)),   a′ from the actor, smoothed
 *   critics: mean w·(Q_i − target)²/2        actor: mean α·log π(a) − λ·Q(s, a) + c-weighted (a − taken)²
 *
 * Soft actor-critic draws, with a temperature; TD3 does not, with noise, smoothing, a slow actor and `actorEvery` 2;
 * with `cloning` it is TD3+BC for data that is not its own. Networks see actions in −1 … 1. A finished step of an
 * episode that was cut off still has a value.
 *
 * @throws RewardError GUERDON_OPTION when actions are not between finite bounds
 * @paper Haarnoja et al. 2018, "Soft actor-critic algorithms and applications", eq. 5–7, 17–18
 * @paper Fujimoto et al. 2018, "Addressing function approximation error in actor-critic methods", algorithm 1
 * @paper Fujimoto & Gu 2021, "A minimalist approach to offline reinforcement learning", eq. 3–5
 */
export function actorCritic(settings: ActorCriticSettings): MakeAgent {
  return (shape, seed) => {
    const bounds = boundsOf(shape);
    const { batch, rows, observationWidth } = shape;
    const actionWidth = bounds.half.length;
    const { hidden = [64, 64], activation = "relu", critics = 2, draws } = settings;
    const actorWidths = [observationWidth, ...hidden, draws ? 2 * actionWidth : actionWidth];
    const criticWidths = [observationWidth + actionWidth, ...hidden, 1];
    const squashed = (count: number): SquashedRows => ({
      actions: new Float64Array(count * actionWidth),
      logProbs: new Float64Array(count),
      moves: new Float64Array(count * actionWidth),
    });
    const state: State = {
      settings,
      shape,
      bounds,
      actor: createOffPolicyNetwork({ widths: actorWidths, activation, name: "actor", gain: 0.01, batch, rows }, seed),
      critics: Array.from({ length: critics }, (_, k) =>
        createOffPolicyNetwork({ widths: criticWidths, activation, name: `critic.${k}`, batch }, seed),
      ),
      temperature: createTemperature(settings.temperature ?? 0, actionWidth),
      acting: squashed(rows),
      rows: squashed(batch),
      taken: new Float64Array(batch * actionWidth),
      byAction: new Float64Array(batch * actionWidth),
      targets: new Float64Array(batch),
      errors: new Float64Array(batch),
      least: new Int32Array(batch),
    };
    return agentOf(state);
  };
}

interface State {
  readonly settings: ActorCriticSettings;
  readonly shape: AgentShape;
  readonly bounds: Bounds;
  readonly actor: OffPolicyNetwork;
  readonly critics: readonly OffPolicyNetwork[];
  readonly temperature: LearntTemperature;
  readonly acting: SquashedRows;
  readonly rows: SquashedRows;
  /** [B, A] actions of the batch in −1 … 1. */
  readonly taken: Float64Array;
  readonly byAction: Float64Array;
  /** [B] */
  readonly targets: Float64Array;
  readonly errors: Float64Array;
  /** [B] the critic that says least. */
  readonly least: Int32Array;
}

/** Middle and half the range of each action. */
interface Bounds {
  readonly middle: readonly number[];
  readonly half: readonly number[];
}

function agentOf(state: State): OffPolicyAgent {
  const { actor, critics, temperature } = state;
  return {
    act: (observations, into, moment, explore) => act(state, observations, into, moment, explore),
    learn: (batch, moment) => learn(state, batch, moment),
    errors: state.errors,
    save: () => ({
      actor: actor.save(),
      critics: critics.map((critic) => critic.save()),
      temperature: hostArray([temperature.state.length], temperature.state),
    }),
    restore: (saved) => {
      const tree = saved as { actor: HostTree; critics: readonly HostTree[]; temperature: { data: Float32Array } };
      actor.restore(tree.actor);
      for (const [k, critic] of critics.entries()) critic.restore(tree.critics[k] as HostTree);
      temperature.state.set(tree.temperature.data);
    },
    close: () => undefined,
  };
}

function act(
  { settings, shape, bounds, actor, acting }: State,
  observations: Float32Array,
  into: Float64Array,
  moment: DrawMoment,
  explore: boolean,
): void {
  const network = actor.acting;
  fillInputs(network, shape.rows, [observations, shape.observationWidth]);
  network.forward();
  squashInto(acting, network.output, network.outputStride, settings.draws, explore ? moment : undefined);
  const noise = explore ? scheduledAt(settings.noise ?? 0, moment.step) : 0;
  const width = bounds.half.length;
  const key = streamKey(moment.key, "noise");
  for (let i = 0; i < into.length; i++) {
    const off = noise === 0 ? 0 : noise * normalAt(key, moment.step * into.length + i);
    const action = Math.min(1, Math.max(-1, (acting.actions[i] as number) + off));
    into[i] = (bounds.middle[i % width] as number) + (bounds.half[i % width] as number) * action;
  }
}

function learn(state: State, batch: ReplayBatch, moment: DrawMoment): Metrics {
  const { settings, bounds, taken, actor, critics } = state;
  const { actorEvery = 1, targetRate } = settings;
  const width = bounds.half.length;
  for (let i = 0; i < taken.length; i++) {
    const [middle, half] = [bounds.middle[i % width] as number, bounds.half[i % width] as number];
    taken[i] = ((batch.actions[i] as number) - middle) / half;
  }
  writeTargets(state, batch, moment);
  const critic = learnCritics(state, batch, moment.step);
  if ((moment.step + 1) % actorEvery !== 0) return critic;
  const metrics = learnActor(state, batch, moment);
  for (const network of critics) network.follow(targetRate);
  if (settings.slowActor === true) actor.follow(targetRate);
  return { ...critic, ...metrics };
}

function writeTargets(state: State, batch: ReplayBatch, { key, step }: DrawMoment): void {
  const { settings, shape, actor, critics, temperature, rows, targets } = state;
  const { draws, smoothing, slowActor = false } = settings;
  const network = slowActor ? actor.target : actor.batch;
  fillInputs(network, shape.batch, [batch.nextObservations, shape.observationWidth]);
  network.forward();
  squashInto(rows, network.output, network.outputStride, draws, { key: streamKey(key, "next"), step });
  if (smoothing !== undefined) smooth(rows.actions, smoothing, streamKey(key, "smoothing"), step);
  leastOf(state, batch.nextObservations, rows.actions, "target");
  const weight = temperature.value();
  for (let b = 0; b < shape.batch; b++) {
    const next = chosenValue(critics, "target", state.least, b) - weight * (rows.logProbs[b] as number);
    targets[b] = (batch.rewards[b] as number) + (batch.discounts[b] as number) * next;
  }
}

/** Adds normal noise, cut off at a limit, and keeps actions in their bounds. */
function smooth(
  actions: Float64Array,
  { deviation, limit }: { readonly deviation: number; readonly limit: number },
  key: number,
  step: number,
): void {
  for (let i = 0; i < actions.length; i++) {
    const noise = Math.min(limit, Math.max(-limit, deviation * normalAt(key, step * actions.length + i)));
    actions[i] = Math.min(1, Math.max(-1, (actions[i] as number) + noise));
  }
}

type Side = "target" | "batch";

/** Runs all critics, and notes for each row the one that says least. */
function leastOf(
  { critics, shape, bounds, least }: State,
  observations: Float32Array,
  actions: Float64Array,
  side: Side,
): void {
  for (const critic of critics) {
    const parts = [[observations, shape.observationWidth] as const, [actions, bounds.half.length] as const];
    fillInputs(critic[side], shape.batch, ...parts);
    critic[side].forward();
  }
  for (let b = 0; b < shape.batch; b++) {
    least[b] = 0;
    for (let k = 1; k < critics.length; k++) {
      if (outputAt((critics[k] as OffPolicyNetwork)[side], b) < chosenValue(critics, side, least, b)) least[b] = k;
    }
  }
}

function chosenValue(critics: readonly OffPolicyNetwork[], side: Side, chosen: Int32Array, b: number): number {
  return outputAt((critics[chosen[b] as number] as OffPolicyNetwork)[side], b);
}

function outputAt({ output, outputStride }: MlpNetwork, b: number): number {
  return output[b * outputStride] as number;
}

function learnCritics(state: State, batch: ReplayBatch, step: number): Metrics {
  const { settings, shape, critics, taken, targets, errors } = state;
  const rate = scheduledAt(settings.learningRate, step);
  leastOf(state, batch.observations, taken, "batch");
  let [loss, value, norm] = [0, 0, 0];
  errors.fill(0);
  for (const critic of critics) {
    const { outputGradient, outputStride } = critic.batch;
    for (let b = 0; b < shape.batch; b++) {
      const [said, weight] = [outputAt(critic.batch, b), (batch.weights[b] as number) / shape.batch];
      const error = said - (targets[b] as number);
      outputGradient[b * outputStride] = weight * error;
      errors[b] = Math.max(errors[b] as number, Math.abs(error));
      loss += (weight * error * error) / 2;
      value += said / (shape.batch * critics.length);
    }
    critic.batch.backward();
    norm = Math.max(norm, critic.step(rate, settings.maxGradientNorm));
  }
  return { "loss.critic": loss, value, gradientNorm: norm };
}

function learnActor(state: State, batch: ReplayBatch, { key, step }: DrawMoment): Metrics {
  const { settings, shape, actor, critics, temperature, rows, least, taken, byAction } = state;
  const { draws, climbs = "least", cloning, maxGradientNorm } = settings;
  const network = actor.batch;
  fillInputs(network, shape.batch, [batch.observations, shape.observationWidth]);
  network.forward();
  squashInto(rows, network.output, network.outputStride, draws, { key: streamKey(key, "actor"), step });
  leastOf(state, batch.observations, rows.actions, "batch");
  if (climbs === "first") least.fill(0);
  let [value, size, logProb, distance] = [0, 0, 0, 0];
  for (let b = 0; b < shape.batch; b++) {
    const said = chosenValue(critics, "batch", least, b);
    value += said / shape.batch;
    size += Math.abs(said) / shape.batch;
    logProb += (rows.logProbs[b] as number) / shape.batch;
  }
  const pull = cloning === undefined ? 1 : cloning / Math.max(size, 1e-8);
  writeSlopes(state, pull);
  if (cloning !== undefined) {
    for (let i = 0; i < taken.length; i++) {
      const off = (rows.actions[i] as number) - (taken[i] as number);
      distance += (off * off) / taken.length;
      byAction[i] = (byAction[i] as number) + (2 * off) / taken.length;
    }
  }
  const weight = temperature.value();
  const byLogProb = weight / shape.batch;
  const { output, outputStride, outputGradient } = network;
  pullSquashed(rows, byAction, byLogProb, output, outputStride, draws, outputGradient);
  network.backward();
  actor.step(scheduledAt(settings.actorLearningRate ?? settings.learningRate, step), maxGradientNorm);
  temperature.learn(logProb);
  const loss = weight * logProb - pull * value + distance;
  return {
    "loss.actor": loss,
    ...(draws ? { entropy: -logProb, temperature: weight } : {}),
    ...(cloning === undefined ? {} : { distance }),
  };
}

/** −pull · d Q / d action of the chosen critic of each row. */
function writeSlopes({ shape, bounds, critics, least, byAction }: State, pull: number): void {
  const width = bounds.half.length;
  for (const [k, { batch: critic }] of critics.entries()) {
    if (!least.includes(k)) continue;
    for (let b = 0; b < shape.batch; b++) {
      critic.outputGradient[b * critic.outputStride] = least[b] === k ? -pull / shape.batch : 0;
    }
    critic.backwardToInput();
    for (let b = 0; b < shape.batch; b++) {
      if (least[b] !== k) continue;
      const from = b * critic.inputGradientStride + shape.observationWidth;
      for (let a = 0; a < width; a++) byAction[b * width + a] = critic.inputGradient[from + a] as number;
    }
  }
}

function boundsOf({ action }: AgentShape): Bounds {
  if (action.kind === "box" && [...action.low, ...action.high].every(Number.isFinite)) {
    const half = action.low.map((low, a) => ((action.high[a] as number) - low) / 2);
    return { half, middle: action.low.map((low, a) => low + (half[a] as number)) };
  }
  throw new RewardError("GUERDON_OPTION", `Expected actions between finite bounds, got ${action.kind} actions.`, {
    hint: "Use values of actions for discrete ones.",
    details: { got: action.kind },
  });
}
