import { RewardError } from "@guerdon/core/error";
import { streamKey } from "@guerdon/core/random";
import { type HostTree, hostArray, normalAt } from "../tensor/index.ts";
import { createActionSamples, SAMPLES } from "./action-samples.ts";
import { createActorCritics } from "./actor-critic-critics.ts";
import { type ActorCriticLearning, actorCriticLearning } from "./actor-critic-learning.ts";
import { type ActorCriticPolicyRows, squashInto } from "./actor-critic-policy.ts";
import type { ActorCriticSettings } from "./actor-critic-settings.ts";
import { createActorCriticTemperature } from "./actor-critic-temperature.ts";
import { offPolicyActions } from "./off-policy-actions.ts";
import type { AgentShape, DrawMoment, MakeAgent, OffPolicyAgent } from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs } from "./off-policy-network.ts";
import { scheduledAt } from "./scheduled.ts";

/**
 * Learns critics of continuous actions and an actor that climbs them.
 *
 *   target = rewards + discounts · (min_i Q_slow,i(next, a′) − α·log π(a′)),   a′ from the actor, smoothed
 *   critics: mean w·(Q_i − target)²/2        actor: mean α·log π(a) − Q(s, a)
 *   with cloning c the actor's is mean (a − taken)² − c·Q(s, a) / mean |Q|
 *
 * Soft actor-critic draws, with a temperature; TD3 does not, with noise, smoothing, a slow actor and `actorEvery` 2;
 * with `cloning` it is TD3+BC for data that is not its own. Networks see actions in −1 … 1. A finished step of an
 * episode that was cut off still has a value.
 *
 * @throws RewardError GUERDON_OPTION when actions are not between finite bounds
 * @paper Haarnoja et al. 2018, "Soft actor-critic algorithms and applications", eq. 5–7, 17–18
 * @paper Fujimoto et al. 2018, "Addressing function approximation error in actor-critic methods", algorithm 1
 * @paper Kumar et al. 2020, "Conservative Q-learning", eq. 4 and appendix F (`conservatism`)
 * @paper Fujimoto & Gu 2021, "A minimalist approach to offline reinforcement learning", eq. 3–5
 */
export function actorCritic(settings: ActorCriticSettings): MakeAgent {
  return (shape, seed) => {
    const bounds = boundsOf(shape);
    const { batch, rows, observationWidth } = shape;
    const width = bounds.half.length;
    const { hidden = [64, 64], activation = "relu", draws } = settings;
    const widths = [observationWidth, ...hidden, draws ? 2 * width : width];
    return agentOf(
      {
        settings,
        shape,
        actor: createOffPolicyNetwork({ widths, activation, name: "actor", gain: 0.01, batch, rows }, seed),
        critics: createActorCritics(settings, shape, width, seed),
        temperature: createActorCriticTemperature(settings.temperature ?? 0, width),
        rows: squashedRows(batch, width),
        taken: new Float64Array(batch * width),
        byAction: new Float64Array(batch * width),
        samples: samplesOf(settings, batch, width),
        targets: new Float64Array(batch),
        errors: new Float64Array(batch),
      },
      bounds,
    );
  };
}

/** @throws RewardError GUERDON_OPTION for an actor that does not draw */
function samplesOf({ conservatism, draws }: ActorCriticSettings, batch: number, width: number) {
  if (conservatism === undefined) return undefined;
  if (draws) return createActionSamples(batch, width, 2 * (conservatism.samples ?? SAMPLES));
  throw new RewardError("GUERDON_OPTION", "Expected an actor that draws with `conservatism`, got `draws: false`.", {
    hint: "Leave `conservatism` out, or take `cloning`.",
  });
}

/** Middle and half the range of each action. */
interface Bounds {
  readonly middle: readonly number[];
  readonly half: readonly number[];
}

interface Saved {
  readonly actor: HostTree;
  readonly critics: readonly HostTree[];
  readonly temperature: { readonly data: Float32Array };
}

function agentOf(parts: ActorCriticLearning, bounds: Bounds): OffPolicyAgent {
  const { shape, actor, critics, temperature, taken, errors } = parts;
  const acting = squashedRows(shape.rows, bounds.half.length);
  const { write } = offPolicyActions(shape.action);
  return {
    act: (observations, into, moment, explore) => act(parts, bounds, acting, observations, into, moment, explore),
    learn: (batch, moment) => {
      write(batch.actions, taken);
      return actorCriticLearning(parts, batch, moment);
    },
    errors,
    save: () => ({
      actor: actor.save(),
      critics: critics.save(),
      temperature: hostArray([temperature.state.length], temperature.state.slice()),
    }),
    restore: (saved) => {
      const state = saved as unknown as Saved;
      actor.restore(state.actor);
      critics.restore(state.critics);
      temperature.state.set(state.temperature.data);
    },
    close: () => undefined,
  };
}

function act(
  { settings, shape, actor }: ActorCriticLearning,
  { middle, half }: Bounds,
  rows: ActorCriticPolicyRows,
  observations: Float32Array,
  into: Float64Array,
  moment: DrawMoment,
  explore: boolean,
): void {
  const network = actor.acting;
  fillInputs(network, shape.rows, [observations, shape.observationWidth]);
  network.forward();
  squashInto(rows, network.output, network.outputStride, settings.draws, explore ? moment : undefined);
  const noise = explore ? scheduledAt(settings.noise ?? 0, moment.step) : 0;
  const key = streamKey(moment.key, "noise");
  const width = half.length;
  for (let i = 0; i < into.length; i++) {
    const off = noise === 0 ? 0 : noise * normalAt(key, moment.step * into.length + i);
    const action = Math.min(1, Math.max(-1, (rows.actions[i] as number) + off));
    into[i] = (middle[i % width] as number) + (half[i % width] as number) * action;
  }
}

function squashedRows(count: number, width: number): ActorCriticPolicyRows {
  const values = (): Float64Array => new Float64Array(count * width);
  return { actions: values(), logProbs: new Float64Array(count), moves: values() };
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
