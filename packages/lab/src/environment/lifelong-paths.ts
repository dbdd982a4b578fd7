import { RewardError } from "@guerdon/core/error";
import type { Space } from "./environment.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface LifelongPathsOptions {
  /** `#` wall, anything else floor. */
  readonly map: readonly string[];
  readonly agents?: number;
  readonly viewRadius?: number;
  /** `soft`: who is in conflict stays; `priority`: the first of those who want a free cell gets it. */
  readonly collisions?: "soft" | "priority";
  readonly maxSteps?: number;
}

/**
 * Vehicles of a warehouse, each with a goal and a new one on arrival: how many goals are reached in a step?
 *
 * Actions of an agent: up, right, down, left, stay. Nobody enters a wall, a cell that another one enters or keeps, or
 * changes places with another. An agent sees walls and agents within `viewRadius` and the way to its goal (rows and
 * columns over the size of the map). The reward is the number of goals reached; signals: `reached` the same, `waiting`:
 * share of agents that wanted to move and could not, and `reached-k` for each agent. Starts and goals are in the largest
 * connected part.
 *
 * 32 agents, radius 5, 128 steps.
 *
 * @paper 011 §Mechanism, §Experiment
 * @throws RewardError GUERDON_OPTION when the map has no room for the agents
 *
 * ```ts doctest
 * import { lifelongPaths } from "@guerdon/lab/environment";
 * lifelongPaths({ map: ["..", ".."], agents: 2, viewRadius: 1 }).signals // => ["reached", "waiting", "reached-0", "reached-1"]
 * ```
 */
export function lifelongPaths(options: LifelongPathsOptions): Dynamics {
  return new LifelongPaths(options);
}

/**
 * Steps from each cell of a map to a goal, −1 where no way leads.
 *
 * ```ts doctest
 * import { stepsToCell } from "@guerdon/lab/environment";
 * [...stepsToCell(["..#.", "...."], 0)] // => [0, 1, -1, 5, 1, 2, 3, 4]
 * ```
 */
export function stepsToCell(map: readonly string[], goal: number): Int32Array {
  const width = map[0]?.length ?? 0;
  const steps = new Int32Array(map.length * width).fill(-1);
  steps[goal] = 0;
  const queue = [goal];
  for (const cell of queue) {
    for (let side = 0; side < 4; side++) {
      const to = besideCell(map, cell, side);
      if (to === cell || steps[to] !== -1) continue;
      steps[to] = (steps[cell] as number) + 1;
      queue.push(to);
    }
  }
  return steps;
}

/** The cell above, right, below or left of a cell; the cell itself before a wall, the edge, or for another action. */
export function besideCell(map: readonly string[], cell: number, side: number): number {
  const width = map[0]?.length ?? 0;
  const y = Math.floor(cell / width) + (side === 2 ? 1 : side === 0 ? -1 : 0);
  const x = (cell % width) + (side === 1 ? 1 : side === 3 ? -1 : 0);
  const letter = map[y]?.[x];
  return letter === undefined || letter === "#" ? cell : y * width + x;
}

// A row of the state: place of each agent, goal of each agent.
class LifelongPaths implements Dynamics {
  readonly id = "lifelong-paths@1";
  readonly observation: Space;
  readonly action: Space;
  readonly stateSize: number;
  readonly maxSteps: number;
  readonly signals: readonly string[];
  readonly #map: readonly string[];
  readonly #width: number;
  readonly #agents: number;
  readonly #radius: number;
  readonly #isPriority: boolean;
  readonly #free: readonly number[];
  readonly #beside: Int32Array;
  readonly #wanted: Int32Array;
  readonly #lost: Uint8Array;
  readonly #out: Float64Array;

  constructor({ map, agents = 32, viewRadius = 5, collisions = "soft", maxSteps = 128 }: LifelongPathsOptions) {
    this.#map = map;
    this.#width = map[0]?.length ?? 0;
    this.#agents = agents;
    this.#radius = viewRadius;
    this.#isPriority = collisions === "priority";
    this.#free = largestPart(map);
    if (this.#free.length <= agents || map.some((row) => row.length !== this.#width)) {
      throw new RewardError(
        "GUERDON_OPTION",
        `Expected rows of equal length with more than ${agents} connected cells, got ${this.#free.length} cells.`,
      );
    }
    this.#beside = Int32Array.from({ length: 5 * map.length * this.#width }, (_, k) =>
      besideCell(map, Math.floor(k / 5), k % 5),
    );
    this.#wanted = new Int32Array(agents);
    this.#lost = new Uint8Array(agents);
    this.#out = new Float64Array(agents + 2);
    this.maxSteps = maxSteps;
    this.stateSize = 2 * agents;
    this.signals = ["reached", "waiting", ...Array.from({ length: agents }, (_, k) => `reached-${k}`)];
    this.action = { kind: "multi-discrete", sizes: new Array(agents).fill(5) };
    const row = [...new Array(2 * (2 * viewRadius + 1) ** 2).fill(0), -1, -1];
    const low = Array.from({ length: agents }, () => row).flat();
    this.observation = { kind: "box", low, high: new Array(low.length).fill(1) };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(-1, at, at + this.stateSize);
    for (let agent = 0; agent < this.#agents; agent++) {
      let place = this.#draw(draw);
      while (state.subarray(at, at + agent).includes(place)) place = this.#draw(draw);
      state[at + agent] = place;
    }
    for (let agent = 0; agent < this.#agents; agent++) this.#aim(state, at, agent, draw);
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    for (let agent = 0; agent < this.#agents; agent++) {
      this.#wanted[agent] = this.#beside[
        5 * (state[at + agent] as number) + (actions[action + agent] as number)
      ] as number;
    }
    let waiting = 0;
    for (let lost = this.#settle(state, at); lost > 0; lost = this.#settle(state, at)) waiting += lost;
    this.#out.fill(0);
    for (let agent = 0; agent < this.#agents; agent++) {
      state[at + agent] = this.#wanted[agent] as number;
      if (state[at + agent] !== state[at + this.#agents + agent]) continue;
      this.#out[0] = (this.#out[0] as number) + 1;
      this.#out[2 + agent] = 1;
      this.#aim(state, at, agent, draw);
    }
    this.#out[1] = waiting / this.#agents;
    out.reward = this.#out[0] as number;
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const side = 2 * this.#radius + 1;
    const width = 2 * side * side + 2;
    for (let agent = 0; agent < this.#agents; agent++) {
      const first = to + agent * width;
      const [y, x] = this.#placeOf(state[at + agent] as number);
      const [goalY, goalX] = this.#placeOf(state[at + this.#agents + agent] as number);
      for (let k = 0; k < side * side; k++) {
        const letter = this.#map[y - this.#radius + Math.floor(k / side)]?.[x - this.#radius + (k % side)];
        out[first + k] = letter === undefined || letter === "#" ? 1 : 0;
        out[first + side * side + k] = 0;
      }
      this.#showOthers(state, at, agent, out, first + side * side);
      out[first + width - 2] = (goalY - y) / this.#map.length;
      out[first + width - 1] = (goalX - x) / this.#width;
    }
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  #draw(draw: Draw): number {
    return this.#free[draw.whole(this.#free.length)] as number;
  }

  /** A new goal elsewhere. */
  #aim(state: Float64Array, at: number, agent: number, draw: Draw): void {
    let goal = this.#draw(draw);
    while (goal === state[at + agent]) goal = this.#draw(draw);
    state[at + this.#agents + agent] = goal;
  }

  /** Keeps those in conflict where they are; gives how many that were, 0 when all is settled. */
  #settle(state: Float64Array, at: number): number {
    this.#lost.fill(0);
    let count = 0;
    for (let agent = 0; agent < this.#agents; agent++) {
      if (this.#wanted[agent] === state[at + agent] || !this.#loses(state, at, agent)) continue;
      this.#lost[agent] = 1;
      count++;
    }
    for (let agent = 0; agent < this.#agents; agent++) {
      if (this.#lost[agent] === 1) this.#wanted[agent] = state[at + agent] as number;
    }
    return count;
  }

  #loses(state: Float64Array, at: number, agent: number): boolean {
    for (let other = 0; other < this.#agents; other++) {
      if (other === agent) continue;
      const isStill = this.#wanted[other] === state[at + other];
      const isFirst = this.#isPriority && agent < other && !isStill;
      if (this.#wanted[other] === this.#wanted[agent] && !isFirst) return true;
      if (this.#wanted[other] === state[at + agent] && this.#wanted[agent] === state[at + other]) return true;
    }
    return false;
  }

  #showOthers(state: Float64Array, at: number, agent: number, out: Float32Array, to: number): void {
    const side = 2 * this.#radius + 1;
    const [y, x] = this.#placeOf(state[at + agent] as number);
    for (let other = 0; other < this.#agents; other++) {
      const [otherY, otherX] = this.#placeOf(state[at + other] as number);
      const [row, column] = [otherY - y + this.#radius, otherX - x + this.#radius];
      const isNear = row >= 0 && row < side && column >= 0 && column < side;
      if (other !== agent && isNear) out[to + row * side + column] = 1;
    }
  }

  #placeOf(cell: number): readonly [number, number] {
    return [Math.floor(cell / this.#width), cell % this.#width];
  }
}

function largestPart(map: readonly string[]): readonly number[] {
  const width = map[0]?.length ?? 0;
  let [largest, seen]: [number[], Set<number>] = [[], new Set()];
  for (let cell = 0; cell < map.length * width; cell++) {
    const letter = map[Math.floor(cell / width)]?.[cell % width];
    if (seen.has(cell) || letter === undefined || letter === "#") continue;
    const part = [...stepsToCell(map, cell)].flatMap((steps, other) => (steps >= 0 ? [other] : []));
    seen = new Set([...seen, ...part]);
    if (part.length > largest.length) largest = part;
  }
  return largest;
}
