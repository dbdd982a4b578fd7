import { RewardError } from "@guerdon/core/error";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/** Payoffs of a row and a column player: [action of the row player][action of the column player]. */
export interface MatrixPayoffs {
  readonly row: readonly (readonly number[])[];
  readonly column: readonly (readonly number[])[];
}

/** Cooperate or defect: both are better off by what neither should do. */
export const PRISONERS_DILEMMA: MatrixPayoffs = symmetric([
  [3, 0],
  [5, 1],
]);
/** Stag or hare: the better of two equilibria needs trust. */
export const STAG_HUNT: MatrixPayoffs = symmetric([
  [4, 0],
  [3, 3],
]);
/** Heads or tails: what one wins the other loses, and only chance is safe. */
export const MATCHING_PENNIES: MatrixPayoffs = zeroSum([
  [1, -1],
  [-1, 1],
]);
export const ROCK_PAPER_SCISSORS: MatrixPayoffs = zeroSum([
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]);

export interface MatrixGameOptions {
  readonly payoffs?: MatrixPayoffs;
  /** Rounds of an episode: 1 for a game played once. */
  readonly rounds?: number;
  /**
   * Who plays the columns: nobody when absent, so that both players act; `tit-for-tat` does what the row player did last
   * and first action 0; `grim` does 0 until the row player once does not, then 1; or a probability for each action.
   */
  readonly opponent?: "tit-for-tat" | "grim" | readonly number[];
}

/**
 * A game of two players in a table of payoffs, played once or again and again.
 *
 * The observation is the last action of each (one-hot; nothing at the start). With an opponent the row player acts alone
 * and gets its payoff; without one both act and the reward is the mean payoff. Signals: `payoff-0`, `payoff-1`, and
 * `welfare`: their sum.
 *
 * ```ts doctest
 * import { matrixGame } from "@guerdon/lab/environment";
 * matrixGame().action // => { kind: "multi-discrete", sizes: [2, 2] }
 * ```
 */
export function matrixGame({ payoffs = PRISONERS_DILEMMA, rounds = 10, opponent }: MatrixGameOptions = {}): Dynamics {
  const [rows, columns] = [payoffs.row.length, payoffs.row[0]?.length ?? 0];
  checkGame(payoffs, rows, columns, opponent);
  const width = rows + columns;
  return {
    id: "matrix-game@1",
    observation: { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(1) },
    action:
      opponent === undefined ? { kind: "multi-discrete", sizes: [rows, columns] } : { kind: "discrete", size: rows },
    // Last actions, and whether the row player ever did something other than 0.
    stateSize: 3,
    maxSteps: rounds,
    signals: ["payoff-0", "payoff-1", "welfare"],
    start(state, at) {
      state[at] = -1;
      state[at + 1] = -1;
      state[at + 2] = 0;
    },
    step(state, at, actions, action, draw, out: StepOutcome) {
      const row = actions[action] as number;
      const column = opponent === undefined ? (actions[action + 1] as number) : answer(opponent, state, at, draw);
      state[at] = row;
      state[at + 1] = column;
      if (row !== 0) state[at + 2] = 1;
      const own = payoffs.row[row]?.[column] as number;
      out.reward = opponent === undefined ? (own + (payoffs.column[row]?.[column] as number)) / 2 : own;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + width);
      if ((state[at] as number) < 0) return;
      out[to + (state[at] as number)] = 1;
      out[to + rows + (state[at + 1] as number)] = 1;
    },
    measure(state, at, out) {
      const [row, column] = [state[at] as number, state[at + 1] as number];
      out[0] = payoffs.row[row]?.[column] as number;
      out[1] = payoffs.column[row]?.[column] as number;
      out[2] = (out[0] as number) + (out[1] as number);
    },
  };
}

/**
 * What both players together could gain by a best response, 0 in an equilibrium of Nash.
 *
 *   maxᵢ (A y)ᵢ − x'A y + maxⱼ (x'B)ⱼ − x'B y
 *
 * @param row - probability of each action of the row player
 * @param column - probability of each action of the column player
 *
 * ```ts doctest
 * import { exploitability, PRISONERS_DILEMMA } from "@guerdon/lab/environment";
 * exploitability(PRISONERS_DILEMMA, [1, 0], [1, 0]) // => 4
 * ```
 */
export function exploitability(payoffs: MatrixPayoffs, row: readonly number[], column: readonly number[]): number {
  const dot = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, k) => sum + value * (other[k] as number), 0);
  const ofRow = payoffs.row.map((line) => dot(line, column));
  const ofColumn = column.map((_, j) =>
    dot(
      row,
      payoffs.column.map((line) => line[j] as number),
    ),
  );
  return Math.max(...ofRow) - dot(row, ofRow) + Math.max(...ofColumn) - dot(column, ofColumn);
}

function answer(
  opponent: "tit-for-tat" | "grim" | readonly number[],
  state: Float64Array,
  at: number,
  draw: Draw,
): number {
  if (opponent === "tit-for-tat") return Math.max(0, state[at] as number);
  if (opponent === "grim") return state[at + 2] as number;
  let left = draw.uniform();
  for (let k = 0; k < opponent.length - 1; k++) {
    left -= opponent[k] as number;
    if (left < 0) return k;
  }
  return opponent.length - 1;
}

function checkGame(
  payoffs: MatrixPayoffs,
  rows: number,
  columns: number,
  opponent: MatrixGameOptions["opponent"],
): void {
  const isTable = (table: readonly (readonly number[])[]): boolean =>
    table.length === rows && table.every((line) => line.length === columns);
  if (rows < 1 || columns < 1 || !isTable(payoffs.row) || !isTable(payoffs.column)) {
    throw new RewardError("GUERDON_OPTION", "Expected two tables of payoffs of the same size, got others.");
  }
  const isFit = typeof opponent === "object" ? opponent.length === columns : opponent === undefined || rows === columns;
  if (!isFit) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`opponent\` to play ${columns} actions, got ${JSON.stringify(opponent)} against ${rows}.`,
    );
  }
}

function symmetric(row: readonly (readonly number[])[]): MatrixPayoffs {
  return { row, column: row.map((_, i) => row.map((line) => line[i] as number)) };
}

function zeroSum(row: readonly (readonly number[])[]): MatrixPayoffs {
  return { row, column: row.map((line) => line.map((value) => (value === 0 ? 0 : -value))) };
}
