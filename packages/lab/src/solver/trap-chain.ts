import { type DecisionProcess, decisionProcess } from "./decision-process.ts";

export interface TrapChainOptions {
  /** N: states of progress before the goal. Default 10. */
  readonly length?: number;
  /** Chance that going on leads a state further; else one back. Default 0.95. */
  readonly advance?: number;
  /** Chance that the last step succeeds; else all is to do again. Default 0.55. */
  readonly finish?: number;
  /** The state from which the trap can be entered. Default 3. */
  readonly trapFrom?: number;
  /** Progress that is seen in the trap. Default 0.97. */
  readonly trapProgress?: number;
  /** γ. Default 0.98. */
  readonly discount?: number;
}

/** A task of steps with a dead end that looks like its end. */
export interface TrapChain {
  /** States: 0 … N − 1, the goal N, the trap N + 1. Actions: stay, go on, aside. It pays 1 on reaching the goal. */
  readonly process: DecisionProcess;
  /** [N + 2] progress that is seen in each state: i/N, 1 at the goal. */
  readonly progress: Float64Array;
  readonly goal: number;
  readonly trap: number;
}

const ACTIONS = { stay: 0, on: 1, aside: 2 } as const;

/**
 * A chain of progress that ends in a risky step, with a trap beside it that looks nearly done.
 *
 * Going on advances by one state, or slips back by one; from the last state it reaches the goal, or falls back to the
 * start. Aside leads into the trap from one state and is a stay elsewhere. Nothing leads out of goal and trap.
 *
 * @paper 015 §Experiment A (10 states, 0.95/0.05, 0.55, a dead end at state 3 with progress 0.97, γ = 0.98)
 *
 * ```ts doctest
 * import { trapChain } from "@guerdon/lab/solver";
 * trapChain({ length: 2 }).progress // => Float64Array.of(0, 0.5, 1, 0.97)
 * ```
 */
export function trapChain(options: TrapChainOptions = {}): TrapChain {
  const { length = 10, advance = 0.95, finish = 0.55, trapFrom = 3, trapProgress = 0.97, discount = 0.98 } = options;
  const [goal, trap] = [length, length + 1];
  const process = decisionProcess({
    states: length + 2,
    actions: Object.keys(ACTIONS).length,
    discount,
    transitions: (state, action) => {
      if (state >= goal || action === ACTIONS.stay) return [{ next: state, probability: 1 }];
      if (action === ACTIONS.aside) return [{ next: state === trapFrom ? trap : state, probability: 1 }];
      const isLast = state === length - 1;
      return [
        { next: state + 1, probability: isLast ? finish : advance },
        { next: isLast ? 0 : Math.max(0, state - 1), probability: 1 - (isLast ? finish : advance) },
      ];
    },
    reward: (state, _, next) => (state !== goal && next === goal ? 1 : 0),
  });
  const progress = Float64Array.from({ length: length + 2 }, (_, state) =>
    state === trap ? trapProgress : state / length,
  );
  return { process, progress, goal, trap };
}
