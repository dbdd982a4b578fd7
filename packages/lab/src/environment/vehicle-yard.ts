import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/** Left, right, lower and upper edge, in units of the yard. */
type Wall = readonly [left: number, right: number, low: number, high: number];

interface Scene {
  readonly goal: readonly [x: number, y: number];
  readonly walls: readonly Wall[];
  /** Number of moving obstacles. */
  readonly moving: number;
}

// 028 §Experiment
const SCENES: { readonly [name in "wall" | "staggered" | "moving" | "empty"]: Scene } = {
  wall: { goal: [8.8, 1.2], walls: [[4.7, 5.3, 0, 7.6]], moving: 0 },
  staggered: {
    goal: [9, 9],
    walls: [
      [3.2, 3.8, 0, 7.2],
      [6.4, 7, 2.8, 10],
    ],
    moving: 0,
  },
  moving: { goal: [9, 9], walls: [], moving: 2 },
  empty: { goal: [9, 9], walls: [], moving: 0 },
};

export interface VehicleYardOptions {
  readonly scene?: keyof typeof SCENES;
  readonly maxSteps?: number;
  readonly goalRadius?: number;
  readonly blockedReward?: number;
}

const SIZE = 10;
const START = 1;
const MOVE = 0.5;
/** Cells of a side by which coverage is counted: 0.5 × 0.5 each. */
const CELLS = 20;
/** Radius of a moving obstacle, and steps in which it goes up and down. */
const RADIUS = 0.5;
const ROUND = 40;

/**
 * A vehicle in a yard of 10 × 10 with shelves between it and a sparse goal.
 *
 * From (1, 1), up to 0.5 along each axis a step; a move into a shelf or over the edge does not happen and costs 0.01; +1
 * within 1 of the goal, over; 80 steps. Scenes: one `wall`, two `staggered` walls, two `moving` obstacles of radius 0.5
 * (hit: −1, over), an `empty` yard. Observation: place, way to the goal, way to each obstacle, all over 10. Signals:
 * `goal`, `blocked`, `collision`, `distance` to the goal, and `fresh`: 1 in a cell of 0.5 × 0.5 that is new in this
 * episode. The ways of the moving obstacles are this world's own: up and down at x = 4 and 7 in 40 steps.
 *
 * @paper 028 §Experiment
 *
 * ```ts doctest
 * import { vehicleYard } from "@guerdon/lab/environment";
 * vehicleYard().action // => { kind: "box", low: [-1, -1], high: [1, 1] }
 * ```
 */
export function vehicleYard({
  scene = "wall",
  maxSteps = 80,
  goalRadius = 1,
  blockedReward = -0.01,
}: VehicleYardOptions = {}): Dynamics {
  const { goal, walls, moving } = SCENES[scene];
  // A row: x, y, phase, then what the step measures, then whether each cell was entered.
  const cells = 8;
  const width = 4 + 2 * moving;
  const step = (
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    _: Draw,
    out: StepOutcome,
  ): void => {
    const x = (state[at] as number) + MOVE * clamp(actions[action] as number);
    const y = (state[at + 1] as number) + MOVE * clamp(actions[action + 1] as number);
    const isBlocked = isWithinWall(walls, x, y);
    if (!isBlocked) {
      state[at] = x;
      state[at + 1] = y;
    }
    state[at + 2] = ((state[at + 2] as number) + 1) % ROUND;
    const distance = Math.hypot(goal[0] - (state[at] as number), goal[1] - (state[at + 1] as number));
    let isHit = false;
    for (let k = 0; k < moving; k++) {
      const away = Math.hypot(
        obstacleX(k) - (state[at] as number),
        obstacleY(state, at, k) - (state[at + 1] as number),
      );
      if (away < RADIUS) isHit = true;
    }
    const isThere = !isHit && distance < goalRadius;
    out.reward = (isThere ? 1 : 0) - (isHit ? 1 : 0) + (isBlocked ? blockedReward : 0);
    out.terminated = isThere || isHit;
    state[at + 3] = Number(isThere);
    state[at + 4] = Number(isBlocked);
    state[at + 5] = Number(isHit);
    state[at + 6] = distance;
    const cell = at + cells + cellOf(state[at] as number, state[at + 1] as number);
    state[at + 7] = 1 - (state[cell] as number);
    state[cell] = 1;
  };
  return {
    id: "vehicle-yard@1",
    observation: { kind: "box", low: new Array(width).fill(-1), high: new Array(width).fill(1) },
    action: { kind: "box", low: [-1, -1], high: [1, 1] },
    stateSize: cells + CELLS * CELLS,
    maxSteps,
    signals: ["goal", "blocked", "collision", "distance", "fresh"],
    start(state, at, draw) {
      state.fill(0, at, at + cells + CELLS * CELLS);
      state[at] = START;
      state[at + 1] = START;
      if (moving > 0) state[at + 2] = draw.whole(ROUND);
      state[at + cells + cellOf(START, START)] = 1;
    },
    step,
    observe(state, at, out, to) {
      const [x, y] = [state[at] as number, state[at + 1] as number];
      out[to] = x / SIZE;
      out[to + 1] = y / SIZE;
      out[to + 2] = (goal[0] - x) / SIZE;
      out[to + 3] = (goal[1] - y) / SIZE;
      for (let k = 0; k < moving; k++) {
        out[to + 4 + 2 * k] = (obstacleX(k) - x) / SIZE;
        out[to + 5 + 2 * k] = (obstacleY(state, at, k) - y) / SIZE;
      }
    },
    measure(state, at, out) {
      for (let k = 0; k < 5; k++) out[k] = state[at + 3 + k] as number;
    },
  };
}

function clamp(action: number): number {
  return Math.max(-1, Math.min(1, action));
}

function isWithinWall(walls: readonly Wall[], x: number, y: number): boolean {
  if (x < 0 || x > SIZE || y < 0 || y > SIZE) return true;
  for (const [left, right, low, high] of walls) if (x >= left && x <= right && y >= low && y <= high) return true;
  return false;
}

function obstacleX(k: number): number {
  return 4 + 3 * k;
}

/** Up and down between 1 and 9, the second half a round behind the first. */
function obstacleY(state: Float64Array, at: number, k: number): number {
  const phase = ((state[at + 2] as number) + (k * ROUND) / 2) % ROUND;
  return 1 + 8 * (1 - Math.abs((2 * phase) / ROUND - 1));
}

function cellOf(x: number, y: number): number {
  const index = (place: number): number => Math.min(CELLS - 1, Math.floor((place / SIZE) * CELLS));
  return index(y) * CELLS + index(x);
}
