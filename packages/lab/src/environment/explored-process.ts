import { RewardError } from "@guerdon/core/error";
import { type DecisionProcess, decisionProcess } from "../solver/index.ts";
import type { ProcessWorld } from "./from-process.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface ExploreOptions {
  readonly discount?: number;
  /** States found before it gives up. */
  readonly maxStates?: number;
}

/** Where an action leads from a state that was found. */
interface Way {
  readonly next: number;
  readonly reward: number;
}

/**
 * Walks everywhere that an environment without chance can lead to and gives it as a decision process, which solvers know
 * exactly: what is best, and whether a shaped reward leaves it the best.
 *
 * States are rows of the state as they are found, the first of an episode being 0. The last state that an episode ends in
 * leads to itself for nothing. The limit of steps is not part of a state.
 *
 * @throws RewardError GUERDON_OPTION when the environment draws random numbers, has other than numbered actions, or more
 *   states than `maxStates`
 *
 * ```ts doctest
 * import { exploredProcess, questGrid } from "@guerdon/lab/environment";
 * exploredProcess(questGrid(["S.G"])).process.states // => 3
 * ```
 */
export function exploredProcess(
  dynamics: Dynamics,
  { discount = 0.95, maxStates = 20_000 }: ExploreOptions = {},
): ProcessWorld {
  const { action } = dynamics;
  if (action.kind !== "discrete") {
    throw new RewardError("GUERDON_OPTION", `Expected numbered actions, got ${action.kind} ones.`);
  }
  const found = new Map<string, number>();
  const rows: Float64Array[] = [];
  const ends: number[] = [];
  const numberOf = (row: Float64Array, isEnd: boolean): number => {
    const key = `${row.join()}${isEnd ? " end" : ""}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    if (rows.length >= maxStates) {
      throw new RewardError("GUERDON_OPTION", `Expected at most ${maxStates} states in \`${dynamics.id}\`, got more.`);
    }
    found.set(key, rows.length);
    ends.push(Number(isEnd));
    return rows.push(row.slice()) - 1;
  };
  const first = new Float64Array(dynamics.stateSize);
  dynamics.start(first, 0, NO_CHANCE);
  numberOf(first, false);
  const ways: (readonly Way[])[] = [];
  for (let state = 0; state < rows.length; state++) {
    ways.push(ends[state] === 1 ? [] : waysFrom(dynamics, rows[state] as Float64Array, action.size, numberOf));
  }
  return {
    id: dynamics.id,
    process: processOf(ways, action.size, discount),
    start: Float64Array.from(rows, (_, state) => Number(state === 0)),
    ends,
    maxSteps: dynamics.maxSteps,
  };
}

function waysFrom(
  dynamics: Dynamics,
  row: Float64Array,
  actions: number,
  numberOf: (row: Float64Array, isEnd: boolean) => number,
): readonly Way[] {
  return Array.from({ length: actions }, (_, action) => {
    const next = row.slice();
    const out: StepOutcome = { reward: 0, terminated: false };
    dynamics.step(next, 0, [action], 0, NO_CHANCE, out);
    return { next: numberOf(next, out.terminated), reward: out.reward };
  });
}

function processOf(ways: readonly (readonly Way[])[], actions: number, discount: number): DecisionProcess {
  const wayOf = (state: number, action: number): Way => ways[state]?.[action] ?? { next: state, reward: 0 };
  return decisionProcess({
    states: ways.length,
    actions,
    discount,
    transitions: (state, action) => [{ next: wayOf(state, action).next, probability: 1 }],
    reward: (state, action) => wayOf(state, action).reward,
  });
}

function refuse(): never {
  throw new RewardError("GUERDON_OPTION", "Expected an environment without chance, got one that draws random numbers.");
}

const NO_CHANCE: Draw = { uniform: refuse, between: refuse, whole: refuse, normal: refuse };
