import { type DecisionProcess, decisionProcess, type Transition } from "../solver/index.ts";
import { fromProcess, type ProcessWorld } from "./from-process.ts";
import type { Dynamics } from "./vectorise.ts";

export interface ConstrainedGridOptions {
  /** Cells of a side: an odd number, 5 or more. */
  readonly size?: number;
  /** Probability that a move goes to a random side. */
  readonly slip?: number;
  readonly discount?: number;
  readonly maxSteps?: number;
}

/** What an agent should seldom do, by name. */
type Event = "lava" | "idle" | "backward";

/** A constrained decision process: a task, and events whose frequency is to be bounded. */
export interface ConstrainedGrid extends ProcessWorld {
  /** [S·A] each: probability of the event in the step. */
  readonly events: { readonly [event in Event]: Float64Array };
  readonly dynamics: Dynamics;
}

/** Rows and columns of up, right, down, left, and of staying. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
  [0, 0],
] as const;
const SIDES = 4;
const [UP, LEFT, STAY] = [0, 3, 4] as const;

/**
 * A grid with a block of lava between the start and the goal, which pays 1, in the far corner.
 *
 * Actions: up, right, down, left, stay. Lava can be walked through; it is the three cells by three in the middle. Events
 * of a step: `lava`, it ends in lava; `idle`, staying was chosen; `backward`, up or left was chosen, away from the goal.
 *
 * @paper 053 §Experiment A: 7 × 7, slip 0.1, lava 2 %, idle 5 % and backward 5 % of the steps
 *
 * ```ts doctest
 * import { constrainedGrid } from "@guerdon/lab/environment";
 * constrainedGrid().process.states // => 49
 * ```
 */
export function constrainedGrid({
  size = 7,
  slip = 0.1,
  discount = 0.95,
  maxSteps = 200,
}: ConstrainedGridOptions = {}): ConstrainedGrid {
  const states = size * size;
  const goal = states - 1;
  const middle = (size - 1) / 2;
  const moved = (state: number, side: number): number => {
    const [down, right] = MOVES[side] as readonly [number, number];
    const [y, x] = [Math.floor(state / size) + down, (state % size) + right];
    return y < 0 || x < 0 || y >= size || x >= size ? state : y * size + x;
  };
  const leads = (state: number, action: number): readonly Transition[] => {
    if (state === goal) return [{ next: goal, probability: 1 }];
    if (action === STAY) return [{ next: state, probability: 1 }];
    return Array.from({ length: SIDES }, (_, side) => ({
      next: moved(state, side),
      probability: slip / SIDES + (side === action ? 1 - slip : 0),
    }));
  };
  const process = decisionProcess({
    states,
    actions: MOVES.length,
    discount,
    transitions: leads,
    reward: (state, _, next) => Number(next === goal && state !== goal),
  });
  const isLava = (state: number): boolean =>
    Math.abs(Math.floor(state / size) - middle) <= 1 && Math.abs((state % size) - middle) <= 1;
  const chosen = (...actions: readonly number[]): Float64Array =>
    process.reward.map((_, pair) => Number(pair < goal * MOVES.length && actions.includes(pair % MOVES.length)));
  const world: ProcessWorld = {
    id: "constrained-grid@1",
    process,
    start: Float64Array.from({ length: states }, (_, state) => Number(state === 0)),
    ends: Float64Array.from({ length: states }, (_, state) => Number(state === goal)),
    maxSteps,
  };
  return {
    ...world,
    events: { lava: chanceOf(process, isLava), idle: chosen(STAY), backward: chosen(UP, LEFT) },
    dynamics: fromProcess(world),
  };
}

/** [S·A] probability that a step leads to one of some states. */
function chanceOf(
  { reward, offsets, next, probability }: DecisionProcess,
  is: (state: number) => boolean,
): Float64Array {
  return reward.map((_, pair) => {
    let sum = 0;
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      if (is(next[m] as number)) sum += probability[m] as number;
    }
    return sum;
  });
}
