import { RewardError } from "@guerdon/core/error";
import type { DecisionProcess } from "../solver/index.ts";
import type { Dynamics } from "./vectorise.ts";

export interface ProcessWorld {
  readonly id: `${string}@${number}`;
  readonly process: DecisionProcess;
  /** [S] probability of each first state. */
  readonly start: ArrayLike<number>;
  /** [S] 1 for states in which an episode is over. */
  readonly ends: ArrayLike<number>;
  readonly maxSteps: number;
}

/** Plays a finite decision process: what solvers know exactly and policies can learn. The observation is the state. */
export function fromProcess({ id, process, start, ends, maxSteps }: ProcessWorld): Dynamics {
  const { states, actions, offsets, next, probability, gain } = process;
  return {
    id,
    observation: { kind: "discrete", size: states },
    action: { kind: "discrete", size: actions },
    stateSize: 1,
    maxSteps,
    start(state, at, draw) {
      state[at] = pick(start, 0, states, draw.uniform());
    },
    step(state, at, taken, action, draw, out) {
      const chosen = taken[action] as number;
      if (!(chosen >= 0 && chosen < actions)) {
        throw new RewardError("GUERDON_OPTION", `Expected an action of 0 … ${actions - 1}, got ${chosen}.`);
      }
      const pair = (state[at] as number) * actions + chosen;
      const from = offsets[pair] as number;
      const to = offsets[pair + 1] as number;
      const way = from + pick(probability, from, to - from, draw.uniform());
      const reached = next[way] as number;
      out.reward = gain[way] as number;
      state[at] = reached;
      out.terminated = ends[reached] === 1;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + states);
      out[to + (state[at] as number)] = 1;
    },
  };
}

/** The index that a uniform number falls on. */
function pick(weights: ArrayLike<number>, from: number, count: number, uniform: number): number {
  let left = uniform;
  for (let i = 0; i < count - 1; i++) {
    left -= weights[from + i] as number;
    if (left < 0) return i;
  }
  return count - 1;
}
