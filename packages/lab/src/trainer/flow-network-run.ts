import { paretoFront } from "@guerdon/core/combinator";
import { flowBalance, orderLoss } from "@guerdon/core/objective";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import type { Metrics, Run } from "../experiment/run.ts";
import { type ObjectGraph, objectChances } from "../solver/object-graph.ts";
import { drawTrajectories, type FlowTrajectories, flowChances, pickChance } from "./flow-trajectories.ts";
import { hostAdam } from "./host-adam.ts";

/** What a sampler of objects learns from. */
export type FlowGoal =
  /** Trajectory balance with given rewards: objects as often as their rewards say. */
  | { readonly by: "reward"; readonly logRewards: Float64Array }
  /** The order of utilities alone: pairs of a batch. */
  | { readonly by: "order"; readonly utilities: Float64Array }
  /** The Pareto order of several objectives: the front of a batch against the rest. */
  | { readonly by: "front"; readonly objectives: readonly Float64Array[] };

/** A generative flow network by tables. */
export interface FlowNetwork {
  readonly graph: ObjectGraph;
  /** Columns are [S], by the state an object is. */
  readonly goal: FlowGoal;
  /** Trajectories of an update. */
  readonly batch: number;
  readonly updates: number;
  readonly learningRate: number;
  /** Chance of an action at random. */
  readonly explore: number;
  /** [S] 1 for the objects that are wanted. */
  readonly wanted: Uint8Array;
  /** Objects drawn without exploration at the end, for `recall`. Default 256. */
  readonly draws?: number;
}

interface State {
  readonly network: FlowNetwork;
  readonly seed: number;
  /** [S·(A + 1) + 1] logits of the actions, and log Z. */
  readonly parameters: Float64Array;
  /** [S] 1 for what was drawn so far. */
  readonly seen: Uint8Array;
  /** [S·(A + 1)] of the policy as it is. */
  chances: Float64Array;
  updates: number;
}

/**
 * Learning to sample objects in proportion to a reward, or so that an order of them is kept.
 *
 *   implied log reward of an object  r̂ = log Z + Σ log P_F − Σ log P_B,   P_B uniform over parents
 *   by reward: (r̂ − log reward)²;   by order, front: `orderLoss` of r̂ over the batch
 *
 * Adam on tables of logits. Metrics: `loss`; `mass`: exact chance of a wanted object; `found`: share of the wanted drawn so
 * far; `searching`: 1 until all are; after the last update `recall`: share of them among `draws` objects.
 *
 * @paper 023 §Mechanism 1–3, §Experiment (b), (c)
 */
export function startFlowNetworkRun(network: FlowNetwork, seed: number): Run {
  const { graph } = network;
  const parameters = new Float64Array(graph.states * (graph.actions + 1) + 1);
  const adam = hostAdam(parameters.length);
  const chances = flowChances(graph, parameters);
  const state: State = { network, seed, parameters, seen: new Uint8Array(graph.states), chances, updates: 0 };
  return {
    end: network.updates,
    get updates() {
      return state.updates;
    },
    update: async () => {
      const drawn = drawTrajectories(graph, state.chances, {
        ...network,
        key: streamKey(seed, `trajectories ${state.updates}`),
      });
      for (const object of drawn.objects) state.seen[object] = 1;
      const { loss, gradient } = lossOf(state, drawn);
      adam.step(parameters, gradient, network.learningRate);
      state.chances = flowChances(graph, parameters);
      state.updates++;
      return { loss, ...measure(state) };
    },
    save: () => ({
      json: { updates: state.updates },
      arrays: { parameters: parameters.slice(), seen: state.seen.slice(), ...adam.save() },
    }),
    restore: ({ json, arrays }) => {
      state.updates = (json as { updates: number }).updates;
      parameters.set(arrays.parameters as Float64Array);
      state.seen.set(arrays.seen as Uint8Array);
      adam.restore(arrays);
      state.chances = flowChances(graph, parameters);
    },
    close: () => {},
  };
}

/** d loss / d parameters, through log P_F of each transition. */
function lossOf(
  { network, parameters, chances }: State,
  drawn: FlowTrajectories,
): { readonly loss: number; readonly gradient: Float64Array } {
  const width = network.graph.actions + 1;
  const gradient = new Float64Array(parameters.length);
  const { loss, slopes, ofLogZ } = slopesOf(network.goal, drawn, parameters.at(-1) as number);
  gradient[parameters.length - 1] = ofLogZ;
  for (const [i, slope] of slopes.entries()) {
    const from = (drawn.states[i] as number) * width;
    for (let a = 0; a < width; a++) {
      const chance = chances[from + a] as number;
      if (chance === 0) continue;
      gradient[from + a] = (gradient[from + a] as number) + slope * ((a === drawn.actions[i] ? 1 : 0) - chance);
    }
  }
  return { loss, gradient };
}

/** d loss / d log P_F of each transition, and d loss / d log Z. */
function slopesOf(
  goal: FlowGoal,
  { offsets, objects, logForward, logBackward }: FlowTrajectories,
  logZ: number,
): { readonly loss: number; readonly slopes: Float64Array; readonly ofLogZ: number } {
  const at = (column: Float64Array): Float64Array => Float64Array.from(objects, (object) => column[object] as number);
  if (goal.by === "reward") {
    const logFlows = new Float64Array(logForward.length).fill(logZ);
    const { loss, gradient } = flowBalance({
      logForward,
      logBackward,
      logFlows,
      logRewards: at(goal.logRewards),
      offsets,
    });
    return { loss, slopes: gradient.logForward, ofLogZ: gradient.logFlows.reduce((sum, slope) => sum + slope, 0) };
  }
  const scores = Float64Array.from(objects, (_, t) => {
    let sum = logZ;
    for (let i = offsets[t] as number; i < (offsets[t + 1] as number); i++)
      sum += (logForward[i] as number) - (logBackward[i] as number);
    return sum;
  });
  const { loss, gradient } =
    goal.by === "order"
      ? orderLoss({ scores, utilities: at(goal.utilities) }, { mode: "pairwise" })
      : orderLoss({ scores, front: frontOf(goal.objectives.map(at)) }, { mode: "pareto-softmax" });
  const slopes = new Float64Array(logForward.length);
  for (const [t, slope] of gradient.entries()) slopes.fill(slope, offsets[t] as number, offsets[t + 1] as number);
  return { loss, slopes, ofLogZ: gradient.reduce((sum, slope) => sum + slope, 0) };
}

const FRONT = paretoFront();

function frontOf(objectives: readonly Float64Array[]): Uint8Array {
  const signals = objectives.map((column) => fullSignal("rollout", column));
  return Uint8Array.from(FRONT.apply(signals, flatLayout([signals[0]?.values.length as number])).values);
}

function measure({ network, chances, seen, updates, seed }: State): Metrics {
  const { graph, wanted, draws = 256, updates: end } = network;
  const ends = objectChances(graph, chances);
  const count = wanted.reduce((sum, is) => sum + is, 0);
  const share = (has: (s: number) => boolean): number =>
    wanted.reduce((sum, is, s) => sum + (is === 1 && has(s) ? 1 : 0), 0) / count;
  const mass = wanted.reduce((sum, is, s) => sum + is * (ends[s] as number), 0);
  const found = share((s) => seen[s] === 1);
  const metrics = { mass, found, searching: found < 1 ? 1 : 0 };
  if (updates < end) return metrics;
  const key = streamKey(seed, "draws");
  const drawn = new Set(Array.from({ length: draws }, (_, i) => pickChance(ends, uniformAt(key, i), false)));
  return { ...metrics, recall: share((s) => drawn.has(s)) };
}
