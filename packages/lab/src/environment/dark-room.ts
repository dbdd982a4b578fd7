import type { Dynamics } from "./vectorise.ts";

export interface DarkRoomOptions {
  readonly size?: number;
  /** Hidden orders of the actions; the first is the plain one. */
  readonly permutations?: number;
  /** One task, a number of `goals × permutations`; drawn for each episode when absent. */
  readonly task?: number;
  /** Steps after which the agent is put back to the start, in the same task. */
  readonly steps?: number;
  /** How often it is put there within an episode. */
  readonly attempts?: number;
}

/** Row and column of up, right, down, left. */
const MOVES = [-1, 0, 0, 1, 1, 0, 0, -1] as const;

/** A family of tasks that a policy can only tell apart by trying. */
export interface DarkRoomFamily {
  readonly dynamics: Dynamics;
  /** Number of tasks: goals times orders of the actions. */
  readonly tasks: number;
  /** Directions that the four actions have in a task. */
  directionsOf(task: number): readonly number[];
  /** An action that leads nearer to the goal of a task, the first there is; at the goal −1. */
  optimal(task: number, cell: number): number;
}

/**
 * Dark rooms: a hidden goal and a hidden order of the actions, both the same for a whole episode.
 *
 * The agent sees its cell, its last action (one-hot) and what that paid; every step on the goal pays 1. It starts in the
 * middle, `attempts` times for `steps` steps each. Signals: `optimal`: 1 when the action led as near to the goal as any;
 * `task`; `attempt`.
 *
 * 5 × 5 with 4 orders: 100 tasks.
 *
 * @paper 003 §Experiment
 *
 * ```ts doctest
 * import { darkRoomFamily } from "@guerdon/lab/environment";
 * darkRoomFamily().tasks // => 100
 * ```
 */
export function darkRoomFamily({
  size = 5,
  permutations = 4,
  task,
  steps = 16,
  attempts = 4,
}: DarkRoomOptions = {}): DarkRoomFamily {
  const cells = size * size;
  const tasks = cells * permutations;
  const orders = Array.from({ length: permutations }, (_, k) => orderOf(k));
  const middle = Math.floor(size / 2) * (size + 1);
  const distance = (cell: number, goal: number): number =>
    Math.abs(Math.floor(cell / size) - Math.floor(goal / size)) + Math.abs((cell % size) - (goal % size));
  const lead = (order: readonly number[], cell: number, action: number): number =>
    movedBy(cell, order[action] as number, size);
  const orderOfTask = (number: number): readonly number[] => orders[Math.floor(number / cells)] as readonly number[];
  const isOptimal = (number: number, cell: number, to: number): boolean => {
    const goal = number % cells;
    return cell === goal ? to === goal : distance(to, goal) < distance(cell, goal);
  };
  // A row: cell, task, last action, its pay, steps, whether the last was optimal.
  const width = cells + 5;
  const dynamics: Dynamics = {
    id: "dark-room@1",
    observation: { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(1) },
    action: { kind: "discrete", size: 4 },
    stateSize: 6,
    maxSteps: steps * attempts,
    signals: ["optimal", "task", "attempt"],
    start(state, at, draw) {
      state[at] = middle;
      state[at + 1] = task ?? draw.whole(tasks);
      state[at + 2] = -1;
      state[at + 3] = 0;
      state[at + 4] = 0;
      state[at + 5] = 0;
    },
    step(state, at, actions, action, _, out) {
      const [cell, number] = [state[at] as number, state[at + 1] as number];
      const chosen = actions[action] as number;
      const to = lead(orderOfTask(number), cell, chosen);
      out.reward = to === number % cells ? 1 : 0;
      state[at + 2] = chosen;
      state[at + 3] = out.reward;
      state[at + 4] = (state[at + 4] as number) + 1;
      state[at + 5] = Number(isOptimal(number, cell, to));
      state[at] = (state[at + 4] as number) % steps === 0 ? middle : to;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + width);
      out[to + (state[at] as number)] = 1;
      const last = state[at + 2] as number;
      if (last >= 0) out[to + cells + last] = 1;
      out[to + cells + 4] = state[at + 3] as number;
    },
    measure(state, at, out) {
      out[0] = state[at + 5] as number;
      out[1] = state[at + 1] as number;
      out[2] = Math.floor(((state[at + 4] as number) - 1) / steps);
    },
  };
  return {
    dynamics,
    tasks,
    directionsOf: orderOfTask,
    optimal(number, cell) {
      if (cell === number % cells) return -1;
      return [0, 1, 2, 3].findIndex((action) => isOptimal(number, cell, lead(orderOfTask(number), cell, action)));
    },
  };
}

/** The hidden order number k: directions of the four actions, the plain one for 0, all different up to 24. */
function orderOf(k: number): readonly number[] {
  if (k === 0) return [0, 1, 2, 3];
  const rest = [0, 1, 2, 3];
  // The 24 orders in steps of 7, which is prime to 24.
  let code = (7 * k) % 24;
  return [4, 3, 2, 1].map((left) => {
    const [direction] = rest.splice(code % left, 1);
    code = Math.floor(code / left);
    return direction as number;
  });
}

function movedBy(cell: number, direction: number, size: number): number {
  const y = Math.floor(cell / size) + (MOVES[2 * direction] as number);
  const x = (cell % size) + (MOVES[2 * direction + 1] as number);
  return y < 0 || y >= size || x < 0 || x >= size ? cell : y * size + x;
}
