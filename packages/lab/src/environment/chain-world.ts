import { decisionProcess } from "../solver/index.ts";
import { fromProcess, type ProcessWorld } from "./from-process.ts";
import type { Dynamics } from "./vectorise.ts";

export interface ChainWorldOptions {
  /** States in a row. */
  readonly length?: number;
  /** State of the start, from the left end. */
  readonly start?: number;
  /** Probability that a step goes the other way. */
  readonly slip?: number;
  /** Reward at the left end, where an episode is over as well; without one the left end is a wall. */
  readonly distractor?: number;
  readonly discount?: number;
  readonly maxSteps?: number;
}

/** A chain, known exactly and as an environment. */
export interface ChainWorld extends ProcessWorld {
  readonly dynamics: Dynamics;
  /** The last state of the chain. */
  readonly goal: number;
}

/**
 * States in a row with the goal at the far right, farther than an even walk comes: reward 1 there and nothing before.
 *
 * Actions: left, right. A distractor at the near left end pays less and ends the episode, too.
 *
 * @paper 056 §Experiment A: 31 states, start 10 from the left, slip 0.05, 40 steps
 *
 * ```ts doctest
 * import { chainWorld } from "@guerdon/lab/environment";
 * chainWorld({ length: 3, start: 1, slip: 0 }).process.reward // => Float64Array.of(0, 0, 0, 1, 0, 0)
 * ```
 */
export function chainWorld({
  length = 31,
  start = 10,
  slip = 0.05,
  distractor = 0,
  discount = 0.99,
  maxSteps = 40,
}: ChainWorldOptions = {}): ChainWorld {
  const goal = length - 1;
  const isEnd = (state: number): boolean => state === goal || (state === 0 && distractor !== 0);
  const moved = (state: number, by: number): number => Math.min(goal, Math.max(0, state + by));
  const process = decisionProcess({
    states: length,
    actions: 2,
    discount,
    transitions: (state, action) => {
      if (isEnd(state)) return [{ next: state, probability: 1 }];
      const by = action === 1 ? 1 : -1;
      return [
        { next: moved(state, by), probability: 1 - slip },
        { next: moved(state, -by), probability: slip },
      ];
    },
    reward: (state, _, next) => {
      if (isEnd(state)) return 0;
      return next === goal ? 1 : next === 0 ? distractor : 0;
    },
  });
  const states = Array.from({ length }, (_, state) => state);
  const world: ProcessWorld = {
    id: "chain-world@1",
    process,
    start: states.map((state) => Number(state === start)),
    ends: states.map((state) => Number(isEnd(state))),
    maxSteps,
  };
  return { ...world, goal, dynamics: fromProcess(world) };
}
