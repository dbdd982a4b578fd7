import { streamKey, uniformAt } from "@guerdon/core/random";
import type { ObjectGraph } from "../solver/object-graph.ts";

/** T trajectories, their transitions one after the other. */
export interface FlowTrajectories {
  /** [T + 1] */
  readonly offsets: Int32Array;
  /** State and action of each transition. */
  readonly states: Int32Array;
  readonly actions: Int32Array;
  readonly logForward: Float64Array;
  readonly logBackward: Float64Array;
  /** [T] */
  readonly objects: Int32Array;
}

/** [S·(A + 1)] softmax over what is possible. */
export function flowChances({ states, actions, next, stops }: ObjectGraph, parameters: Float64Array): Float64Array {
  const width = actions + 1;
  const out = new Float64Array(states * width);
  for (let s = 0; s < states; s++) {
    const isOpen = (a: number): boolean => (a === actions ? stops[s] === 1 : (next[s * actions + a] as number) >= 0);
    let most = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < width; a++) if (isOpen(a)) most = Math.max(most, parameters[s * width + a] as number);
    let total = 0;
    for (let a = 0; a < width; a++) {
      const weight = isOpen(a) ? Math.exp((parameters[s * width + a] as number) - most) : 0;
      out[s * width + a] = weight;
      total += weight;
    }
    if (total > 0) for (let a = 0; a < width; a++) out[s * width + a] = (out[s * width + a] as number) / total;
  }
  return out;
}

/**
 * Trajectories of a policy, some of whose actions are drawn at random.
 *
 * @param chances - [S·(A + 1)] of the actions in each state
 * @param explore - chance of an action at random
 */
export function drawTrajectories(
  graph: ObjectGraph,
  chances: Float64Array,
  { batch, explore, key }: { readonly batch: number; readonly explore: number; readonly key: number },
): FlowTrajectories {
  const { actions, next, parents } = graph;
  const width = actions + 1;
  const [states, taken, logForward, logBackward]: [number[], number[], number[], number[]] = [[], [], [], []];
  const offsets = new Int32Array(batch + 1);
  const objects = new Int32Array(batch);
  for (let t = 0; t < batch; t++) {
    const own = streamKey(key, `${t}`);
    let [state, drawn] = [0, 0];
    for (;;) {
      const row = chances.subarray(state * width, (state + 1) * width);
      const isRandom = uniformAt(own, drawn++) < explore;
      const action = pickChance(row, uniformAt(own, drawn++), isRandom);
      const to = action === actions ? -1 : (next[state * actions + action] as number);
      states.push(state);
      taken.push(action);
      logForward.push(Math.log(row[action] as number));
      logBackward.push(to < 0 ? 0 : -Math.log(parents[to] as number));
      if (to < 0) break;
      state = to;
    }
    objects[t] = state;
    offsets[t + 1] = states.length;
  }
  return {
    offsets,
    states: Int32Array.from(states),
    actions: Int32Array.from(taken),
    logForward: Float64Array.from(logForward),
    logBackward: Float64Array.from(logBackward),
    objects,
  };
}

/**
 * Draws from chances.
 *
 * @param isEven - whether all that is possible is as likely
 */
export function pickChance(row: Float64Array, uniform: number, isEven: boolean): number {
  const open = row.reduce((count, chance) => count + (chance > 0 ? 1 : 0), 0);
  let [rest, last] = [uniform, 0];
  for (let a = 0; a < row.length; a++) {
    if (row[a] === 0) continue;
    last = a;
    rest -= isEven ? 1 / open : (row[a] as number);
    if (rest < 0) return a;
  }
  return last;
}
