import { RewardError } from "@guerdon/core/error";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface NoisyTvOptions {
  readonly size?: number;
  readonly start?: readonly [row: number, column: number];
  /** Cells in which the bits are redrawn. */
  readonly zone?: readonly (readonly [row: number, column: number])[];
  readonly bits?: number;
  /** What a set bit shows. */
  readonly brightness?: number;
  /** Where bits are redrawn: in the zone, everywhere, or by a fifth action that does nothing else. */
  readonly noise?: "zone" | "everywhere" | "action" | "off";
  /** Probability that the last action is done again instead. */
  readonly sticky?: number;
  /** Cell that pays 1 and ends the episode; none when absent. */
  readonly goal?: readonly [row: number, column: number];
  readonly maxSteps?: number;
}

/**
 * A grid with a television: bits of an observation that are drawn anew wherever the agent watches, and tell nothing.
 *
 * Who is curious about what it cannot predict stays there. Observation: the cell (one-hot) and the bits × 0.7; bits are
 * 0 where there is no noise. Actions: up, right, down, left, and `watch` when noise comes by an action. Signals: `noise`:
 * 1 when bits were redrawn; `fresh`: 1 when the cell is entered for the first time in the episode.
 *
 * 7 × 7, three cells of noise beside the start, 3 bits, 24 steps.
 *
 * @paper 123 §Experiment
 * @throws RewardError GUERDON_OPTION when a cell lies outside
 *
 * ```ts doctest
 * import { noisyTv } from "@guerdon/lab/environment";
 * noisyTv({ noise: "action" }).action // => { kind: "discrete", size: 5 }
 * ```
 */
export function noisyTv({
  size = 7,
  start = [3, 3],
  zone = [
    [3, 2],
    [2, 3],
    [3, 4],
  ],
  bits = 3,
  brightness = 0.7,
  noise = "zone",
  sticky = 0,
  goal,
  maxSteps = 24,
}: NoisyTvOptions = {}): Dynamics {
  const numberOf = ([row, column]: readonly [number, number]): number => {
    if (!(row >= 0 && row < size && column >= 0 && column < size)) {
      throw new RewardError("GUERDON_OPTION", `Expected a cell of 0 … ${size - 1}, got ${row}, ${column}.`);
    }
    return row * size + column;
  };
  const cells = size * size;
  const watched = new Set(zone.map(numberOf));
  const [first, last] = [numberOf(start), goal === undefined ? -1 : numberOf(goal)];
  // A row: cell, last action, bits, whether each cell was entered, then noise and fresh of the step.
  const [shown, seen] = [2, 2 + bits];
  const stateSize = 4 + bits + cells;
  const isNoisy = (cell: number, chosen: number): boolean =>
    noise === "everywhere" || (noise === "zone" && watched.has(cell)) || (noise === "action" && chosen === 4);
  const show = (state: Float64Array, at: number, chosen: number, draw: Draw): void => {
    const isOn = isNoisy(state[at] as number, chosen);
    for (let k = 0; k < bits; k++) state[at + shown + k] = isOn && draw.uniform() < 0.5 ? 1 : 0;
    state[at + stateSize - 2] = Number(isOn);
  };
  const step = (
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void => {
    const isStuck = sticky > 0 && (state[at + 1] as number) >= 0 && draw.uniform() < sticky;
    const chosen = isStuck ? (state[at + 1] as number) : (actions[action] as number);
    const cell = moved(state[at] as number, chosen, size);
    state[at] = cell;
    state[at + 1] = chosen;
    state[at + stateSize - 1] = 1 - (state[at + seen + cell] as number);
    state[at + seen + cell] = 1;
    show(state, at, chosen, draw);
    out.terminated = cell === last;
    out.reward = Number(cell === last);
  };
  const width = cells + bits;
  return {
    id: "noisy-tv@1",
    observation: { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(Math.max(1, brightness)) },
    action: { kind: "discrete", size: noise === "action" ? 5 : 4 },
    stateSize,
    maxSteps,
    signals: ["noise", "fresh"],
    start(state, at, draw) {
      state.fill(0, at, at + stateSize);
      state[at] = first;
      state[at + 1] = -1;
      state[at + seen + first] = 1;
      show(state, at, -1, draw);
    },
    step,
    observe(state, at, out, to) {
      out.fill(0, to, to + cells);
      out[to + (state[at] as number)] = 1;
      for (let k = 0; k < bits; k++) out[to + cells + k] = brightness * (state[at + shown + k] as number);
    },
    measure(state, at, out) {
      out[0] = state[at + stateSize - 2] as number;
      out[1] = state[at + stateSize - 1] as number;
    },
  };
}

/** The cell that a move leads to; a move off the grid and every other action stay. */
function moved(cell: number, chosen: number, size: number): number {
  if (chosen === 0) return cell < size ? cell : cell - size;
  if (chosen === 1) return cell % size === size - 1 ? cell : cell + 1;
  if (chosen === 2) return cell >= size * (size - 1) ? cell : cell + size;
  return chosen === 3 && cell % size > 0 ? cell - 1 : cell;
}
