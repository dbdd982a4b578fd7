import { RewardError } from "@guerdon/core/error";
import { type DecisionProcess, decisionProcess, type Transition } from "../solver/index.ts";
import { fromProcess, type ProcessWorld } from "./from-process.ts";
import type { Dynamics } from "./vectorise.ts";

export interface GridWorldOptions {
  /** Probability that another direction is gone than the one chosen. */
  readonly slip?: number;
  readonly discount?: number;
  readonly maxSteps?: number;
  /** Reward of each step. */
  readonly stepReward?: number;
}

/** Up, right, down, left. */
const MOVES = [
  [-1, 0],
  [0, 1],
  [1, 0],
  [0, -1],
] as const;

const END_REWARDS: { readonly [letter: string]: number } = { G: 1, X: -1 };

/** A grid of letters: `#` wall, `S` start, `G` goal (+1, over), `X` pit (−1, over), `.` floor. */
export interface GridWorld extends ProcessWorld {
  readonly dynamics: Dynamics;
  /** State of each cell by row and column; −1 for walls. */
  readonly stateAt: readonly (readonly number[])[];
}

/**
 * A gridworld from a map, as a decision process that solvers know exactly and as an environment.
 *
 * Whoever enters a goal gets 1, a pit −1; the episode is over and the state leads to itself for nothing.
 *
 * @throws RewardError GUERDON_OPTION when the map has no start or a letter that means nothing
 *
 * ```ts doctest
 * import { gridWorld } from "@guerdon/lab/environment";
 * gridWorld(["S.G"]).process.states // => 3
 * ```
 */
export function gridWorld(
  map: readonly string[],
  { slip = 0, discount = 0.95, maxSteps = 200, stepReward = 0 }: GridWorldOptions = {},
): GridWorld {
  const cells = cellsOf(map);
  const stateAt = map.map((row, y) => [...row].map((_, x) => cells.findIndex((cell) => cell.y === y && cell.x === x)));
  const isEnd = (state: number): boolean => "GX".includes((cells[state] as Cell).letter);
  const goTo = (state: number, direction: number): number => {
    const { y, x } = cells[state] as Cell;
    const [dy, dx] = MOVES[direction] as readonly [number, number];
    const to = stateAt[y + dy]?.[x + dx] ?? -1;
    return to === -1 ? state : to;
  };
  const worth = (state: number): number => stepReward + (END_REWARDS[(cells[state] as Cell).letter] ?? 0);
  const leads = (state: number, action: number): readonly Transition[] =>
    isEnd(state)
      ? [{ next: state, probability: 1 }]
      : MOVES.map((_, direction) => ({
          next: goTo(state, direction),
          probability: direction === action ? 1 - slip : slip / 3,
        })).filter(({ probability }) => probability > 0);
  const process: DecisionProcess = decisionProcess({
    states: cells.length,
    actions: MOVES.length,
    discount,
    transitions: leads,
    reward: (state, _, next) => (isEnd(state) ? 0 : worth(next)),
  });
  const starts = cells.filter(({ letter }) => letter === "S").length;
  const world: ProcessWorld = {
    id: "grid-world@1",
    process,
    start: cells.map(({ letter }) => (letter === "S" ? 1 / starts : 0)),
    ends: cells.map((_, state) => (isEnd(state) ? 1 : 0)),
    maxSteps,
  };
  return { ...world, stateAt, dynamics: fromProcess(world) };
}

interface Cell {
  readonly y: number;
  readonly x: number;
  readonly letter: string;
}

function cellsOf(map: readonly string[]): readonly Cell[] {
  const cells = map.flatMap((row, y) => [...row].map((letter, x) => ({ y, x, letter })));
  const wrong = cells.find(({ letter }) => !"#SGX.".includes(letter));
  if (wrong !== undefined || !cells.some(({ letter }) => letter === "S")) {
    throw new RewardError(
      "GUERDON_OPTION",
      wrong === undefined
        ? "Expected the map to have a start `S`, got none."
        : `Expected the map to have only # S G X and . in it, got ${JSON.stringify(wrong.letter)} in row ${wrong.y}.`,
    );
  }
  return cells.filter(({ letter }) => letter !== "#");
}

/**
 * The four rooms of Sutton, Precup & Singh (1999, fig. 2): 104 cells, a goal behind two hallways, a third of the moves slip.
 */
export function fourRooms(options: GridWorldOptions = {}): Dynamics {
  return gridWorld(FOUR_ROOMS, { slip: 1 / 3, discount: 0.9, ...options }).dynamics;
}

/** Map of the four rooms; the start is in the upper left corner, the goal in the lower right room. */
export const FOUR_ROOMS: readonly string[] = [
  "#############",
  "#S....#.....#",
  "#.....#.....#",
  "#...........#",
  "#.....#.....#",
  "#.....#.....#",
  "##.####.....#",
  "#.....###.###",
  "#.....#.....#",
  "#.....#.....#",
  "#...........#",
  "#.....#....G#",
  "#############",
];
