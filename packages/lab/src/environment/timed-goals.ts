import { RewardError } from "@guerdon/core/error";
import type { Space } from "./environment.ts";
import { robustness, type TemporalFormula } from "./robustness.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/** A cell that must be visited between two times, both included. */
export interface TimedGoal {
  readonly cell: readonly [x: number, y: number];
  readonly window: readonly [from: number, to: number];
}

export interface TimedGoalsOptions {
  readonly size?: number;
  readonly start?: readonly [x: number, y: number];
  readonly goals?: readonly TimedGoal[];
  /** Cells that must never be entered. */
  readonly forbidden?: readonly (readonly [x: number, y: number])[];
  readonly slip?: number;
  readonly maxSteps?: number;
  /** `robustness`: ρ at the end alone; `stages`: dense, with a time for each goal. */
  readonly reward?: "robustness" | "stages";
  /** The time of each goal; drawn from the windows for each episode when absent. */
  readonly times?: readonly number[];
}

// 149 §Mechanism 4: per cell nearer, a goal at its time, a missed time, a forbidden cell.
const WORTH = { progress: 0.1, reach: 5, miss: -1, violate: -2 } as const;
/** Columns and rows of up, right, down, left, stay. */
const MOVES = [0, -1, 1, 0, 0, 1, -1, 0, 0, 0] as const;

/**
 * Visits goals within windows of time and never enters forbidden cells: a task of signal temporal logic on a grid.
 *
 *   ρ = min( F[aₖ, bₖ](½ − distance to goal k) for each k, G(distance to the forbidden − ½) ),   Manhattan distances
 *
 * Actions: up, right, down, left, stay. Reward `robustness`: ρ at the end; a goal counts from any time of its window.
 * Reward `stages`: each goal has a time tₖ of its window; 0.1 for each cell nearer, +5 in the goal at tₖ, −1 and over
 * where tₖ passes without, −2 and over in a forbidden cell. Observation: place, goal that is next (one-hot), time left
 * and time left until tₖ over the steps. Signals: `gold`: 1 at the end where ρ > 0; `robustness` at the end; `reached`,
 * `missed`, `violated` in this step.
 *
 * 9 × 9, one move of fifty slips, 40 steps; (1, 7) in [4, 14], (7, 7) in [16, 26], (7, 1) in [28, 38]; the wall x = 4,
 * y ≥ 5 is forbidden. The start (1, 1) is not in the paper.
 *
 * @paper 149 §Experiment
 * @throws RewardError GUERDON_OPTION when a time is not in its window
 */
export function timedGoals(options: TimedGoalsOptions = {}): Dynamics {
  return new TimedGoals(options);
}

const GOALS: readonly TimedGoal[] = [
  { cell: [1, 7], window: [4, 14] },
  { cell: [7, 7], window: [16, 26] },
  { cell: [7, 1], window: [28, 38] },
];
const WALL = [5, 6, 7, 8].map((y) => [4, y] as const);

// A row of the state: steps, goal that is next, time of each goal, cells of the trajectory.
class TimedGoals implements Dynamics {
  readonly id = "timed-goals@1";
  readonly observation: Space;
  readonly action: Space = { kind: "discrete", size: 5 };
  readonly stateSize: number;
  readonly maxSteps: number;
  readonly signals = ["gold", "robustness", "reached", "missed", "violated"];
  readonly #size: number;
  readonly #start: number;
  readonly #goals: readonly TimedGoal[];
  readonly #times: readonly number[] | undefined;
  readonly #forbidden: readonly number[];
  readonly #slip: number;
  readonly #hasStages: boolean;
  readonly #formula: TemporalFormula;
  readonly #out = new Float64Array(5);

  constructor(options: TimedGoalsOptions) {
    const { size = 9, start = [1, 1], goals = GOALS, forbidden = WALL, slip = 0.02, maxSteps = 40, times } = options;
    const wrong = times?.findIndex(
      (time, k) => !(time >= (goals[k]?.window[0] ?? 0) && time <= (goals[k]?.window[1] ?? -1)),
    );
    if (times !== undefined && (wrong !== -1 || times.length !== goals.length)) {
      throw new RewardError("GUERDON_OPTION", `Expected a time in the window of each goal, got ${times.join(", ")}.`);
    }
    this.#size = size;
    this.#start = start[1] * size + start[0];
    this.#goals = goals;
    this.#times = times;
    this.#forbidden = forbidden.map(([x, y]) => y * size + x);
    this.#slip = slip;
    this.#hasStages = options.reward === "stages";
    this.maxSteps = maxSteps;
    this.stateSize = 2 + goals.length + maxSteps + 1;
    const width = 2 + goals.length + 2;
    this.observation = {
      kind: "box",
      low: [...new Array(width - 1).fill(0), -1],
      high: new Array(width).fill(1),
    };
    this.#formula = this.#task();
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(0, at, at + this.stateSize);
    for (let k = 0; k < this.#goals.length; k++) {
      const [from, to] = (this.#goals[k] as TimedGoal).window;
      state[at + 2 + k] = this.#times?.[k] ?? from + draw.whole(to - from + 1);
    }
    state[at + 2 + this.#goals.length] = this.#start;
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    const path = at + 2 + this.#goals.length;
    const time = (state[at] as number) + 1;
    const from = state[path + time - 1] as number;
    const isSlip = this.#slip > 0 && draw.uniform() < this.#slip;
    const to = this.#move(from, isSlip ? draw.whole(4) : (actions[action] as number));
    state[at] = time;
    state[path + time] = to;
    this.#out.fill(0);
    if (this.#forbidden.includes(to)) this.#out[4] = 1;
    const next = state[at + 1] as number;
    const progress = next < this.#goals.length ? this.#away(from, next) - this.#away(to, next) : 0;
    if (next < this.#goals.length) this.#stage(state, at, time, to, next);
    const [reached, missed, violated] = [this.#out[2] as number, this.#out[3] as number, this.#out[4] as number];
    const isOver = time === this.maxSteps || (this.#hasStages && missed + violated > 0);
    if (isOver) this.#judge(state, path, time);
    out.terminated = isOver;
    out.reward = this.#hasStages
      ? WORTH.progress * progress + WORTH.reach * reached + WORTH.miss * missed + WORTH.violate * violated
      : (this.#out[1] as number);
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const goals = this.#goals.length;
    const [time, next] = [state[at] as number, state[at + 1] as number];
    const place = state[at + 2 + goals + time] as number;
    out[to] = (place % this.#size) / (this.#size - 1);
    out[to + 1] = Math.floor(place / this.#size) / (this.#size - 1);
    for (let k = 0; k < goals; k++) out[to + 2 + k] = k === next ? 1 : 0;
    out[to + 2 + goals] = 1 - time / this.maxSteps;
    out[to + 3 + goals] = next < goals ? ((state[at + 2 + next] as number) - time) / this.maxSteps : 0;
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  /** Moves on to the next goal where this one is reached in time, and notes a time that passed. */
  #stage(state: Float64Array, at: number, time: number, place: number, next: number): void {
    const [from, to] = (this.#goals[next] as TimedGoal).window;
    const due = state[at + 2 + next] as number;
    const isTime = this.#hasStages ? time === due : time >= from && time <= to;
    const isThere = this.#away(place, next) === 0;
    if (isTime && isThere) {
      state[at + 1] = next + 1;
      this.#out[2] = 1;
    } else if (time === (this.#hasStages ? due : to)) this.#out[3] = 1;
  }

  #judge(state: Float64Array, path: number, time: number): void {
    // A trajectory that was cut stays where it is: goals that were not reached are then missed.
    for (let t = time + 1; t <= this.maxSteps; t++) state[path + t] = state[path + time] as number;
    const rho = robustness(this.#formula, state.subarray(path, path + this.maxSteps + 1), this.maxSteps + 1);
    this.#out[0] = Number(rho > 0 && time === this.maxSteps);
    this.#out[1] = rho;
  }

  #away(place: number, goal: number): number {
    const [x, y] = (this.#goals[goal] as TimedGoal).cell;
    return Math.abs((place % this.#size) - x) + Math.abs(Math.floor(place / this.#size) - y);
  }

  #move(place: number, side: number): number {
    const x = (place % this.#size) + (MOVES[2 * side] as number);
    const y = Math.floor(place / this.#size) + (MOVES[2 * side + 1] as number);
    return x < 0 || x >= this.#size || y < 0 || y >= this.#size ? place : y * this.#size + x;
  }

  #task(): TemporalFormula {
    const distance = (one: number, other: number): number =>
      Math.abs((one % this.#size) - (other % this.#size)) +
      Math.abs(Math.floor(one / this.#size) - Math.floor(other / this.#size));
    const goals = this.#goals.map(({ window: [from, to] }, k): TemporalFormula => {
      const of = (path: ArrayLike<number>, time: number): number => 0.5 - this.#away(path[time] as number, k);
      return { kind: "eventually", from, to, formula: { kind: "margin", of } };
    });
    const apart = (path: ArrayLike<number>, time: number): number =>
      this.#forbidden.reduce((least, cell) => Math.min(least, distance(path[time] as number, cell)), 2 * this.#size) -
      0.5;
    const avoid = { kind: "always", from: 0, to: this.maxSteps, formula: { kind: "margin", of: apart } } as const;
    return { kind: "and", formulas: [...goals, avoid] };
  }
}
