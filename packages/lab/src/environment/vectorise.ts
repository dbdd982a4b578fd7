import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { type Environment, type EnvironmentState, type Space, widthOf } from "./environment.ts";

/** Random numbers of one copy, counted: the same for the same seed, copy and number of draws. */
export interface Draw {
  /** In [0, 1). */
  uniform(): number;
  /** In [low, high). */
  between(low: number, high: number): number;
  /** 0 … count − 1. */
  whole(count: number): number;
  /** Standard normal. */
  normal(): number;
}

/** What one step of one copy leads to. */
export interface StepOutcome {
  reward: number;
  /** The task reached an end: nothing more can be earned. */
  terminated: boolean;
  /** The episode is cut off for a reason outside the task, while more could be earned. Default false. */
  truncated?: boolean;
}

/** One copy of an environment as functions over a row of numbers. */
export interface Dynamics {
  readonly id: `${string}@${number}`;
  readonly observation: Space;
  readonly action: Space;
  /** Numbers the state of one copy has. */
  readonly stateSize: number;
  /** Steps after which an episode is truncated; 0 for never. */
  readonly maxSteps: number;
  /** Names of further quantities of a step. */
  readonly signals?: readonly string[];
  /** Writes the first state of an episode. */
  start(state: Float64Array, at: number, draw: Draw): void;
  /** Moves the state on by one step. */
  step(state: Float64Array, at: number, actions: ArrayLike<number>, action: number, draw: Draw, out: StepOutcome): void;
  observe(state: Float64Array, at: number, out: Float32Array, to: number): void;
  /** Writes the further quantities of the step that was just made. */
  measure?(state: Float64Array, at: number, out: Float64Array): void;
  /** Writes 1 for the actions that are legal in a state. */
  legal?(state: Float64Array, at: number, out: Uint8Array, to: number): void;
}

/**
 * N copies of an environment that step together, each with random numbers of its own.
 *
 * @param dynamics - one copy
 * @param count - N
 *
 * ```ts doctest
 * import { fourRooms, vectorise } from "@guerdon/lab/environment";
 * vectorise(fourRooms(), 3).observations.length // => 312
 * ```
 */
export function vectorise(dynamics: Dynamics, count: number): Environment {
  return new Copies(dynamics, count);
}

class CountedDraw implements Draw {
  key = 0;
  count = 0;

  uniform(): number {
    return uniformAt(this.key, this.count++);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  whole(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}

class Copies implements Environment {
  readonly id: `${string}@${number}`;
  readonly count: number;
  readonly observation: Space;
  readonly action: Space;
  readonly observations: Float32Array;
  readonly finalObservations: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly legal?: Uint8Array;
  readonly signals: { readonly [name: string]: Float64Array };
  readonly #dynamics: Dynamics;
  readonly #state: Float64Array;
  readonly #age: Float64Array;
  readonly #draws: Float64Array;
  readonly #keys: Float64Array;
  readonly #draw = new CountedDraw();
  readonly #outcome: StepOutcome = { reward: 0, terminated: false, truncated: false };
  readonly #measured: Float64Array;

  constructor(dynamics: Dynamics, count: number) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RewardError("GUERDON_OPTION", `Expected \`count\` to be a whole number of at least 1, got ${count}.`);
    }
    const width = widthOfRow(dynamics.observation);
    this.#dynamics = dynamics;
    this.id = dynamics.id;
    this.count = count;
    this.observation = dynamics.observation;
    this.action = dynamics.action;
    this.observations = new Float32Array(count * width);
    this.finalObservations = new Float32Array(count * width);
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.signals = Object.fromEntries((dynamics.signals ?? []).map((name) => [name, new Float64Array(count)]));
    this.#state = new Float64Array(count * dynamics.stateSize);
    this.#age = new Float64Array(count);
    this.#draws = new Float64Array(count);
    this.#keys = new Float64Array(count);
    this.#measured = new Float64Array(dynamics.signals?.length ?? 0);
    if (dynamics.legal !== undefined) this.legal = new Uint8Array(count * choices(dynamics.action));
    this.reset(0);
  }

  reset(seed: number): void {
    for (let i = 0; i < this.count; i++) {
      this.#keys[i] = streamKey(seed, `${this.id}/${i}`);
      this.#draws[i] = 0;
      this.#begin(i);
    }
    for (const column of [this.rewards, this.terminated, this.truncated, ...Object.values(this.signals)])
      column.fill(0);
  }

  step(actions: ArrayLike<number>): void {
    const { stateSize, maxSteps } = this.#dynamics;
    const width = widthOf(this.#dynamics.action);
    if (actions.length !== this.count * width) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`actions\` to have ${this.count * width} values, got ${actions.length}.`,
      );
    }
    for (let i = 0; i < this.count; i++) {
      this.#take(i);
      this.#outcome.reward = 0;
      this.#outcome.terminated = false;
      this.#outcome.truncated = false;
      this.#dynamics.step(this.#state, i * stateSize, actions, i * width, this.#draw, this.#outcome);
      this.#draws[i] = this.#draw.count;
      this.#age[i] = (this.#age[i] as number) + 1;
      this.rewards[i] = this.#outcome.reward;
      const isEnd = this.#outcome.terminated;
      const isLate = maxSteps > 0 && (this.#age[i] as number) >= maxSteps;
      const isCut = !isEnd && (this.#outcome.truncated || isLate);
      this.terminated[i] = isEnd ? 1 : 0;
      this.truncated[i] = isCut ? 1 : 0;
      this.#measure(i);
      if (isEnd || isCut) {
        this.#show(i, this.finalObservations);
        this.#begin(i);
      } else this.#show(i, this.observations);
    }
  }

  save(): EnvironmentState {
    return [this.#state, this.#age, this.#draws, this.#keys].map((array) => array.slice());
  }

  restore(state: EnvironmentState): void {
    [this.#state, this.#age, this.#draws, this.#keys].forEach((array, k) => {
      array.set(state[k] as Float64Array);
    });
    for (let i = 0; i < this.count; i++) this.#show(i, this.observations);
  }

  #begin(i: number): void {
    this.#take(i);
    this.#dynamics.start(this.#state, i * this.#dynamics.stateSize, this.#draw);
    this.#draws[i] = this.#draw.count;
    this.#age[i] = 0;
    this.#show(i, this.observations);
  }

  #take(i: number): void {
    this.#draw.key = this.#keys[i] as number;
    this.#draw.count = this.#draws[i] as number;
  }

  #show(i: number, rows: Float32Array): void {
    const { stateSize, action } = this.#dynamics;
    this.#dynamics.observe(this.#state, i * stateSize, rows, (i * rows.length) / this.count);
    if (this.legal === undefined) return;
    const width = choices(action);
    this.#dynamics.legal?.(this.#state, i * stateSize, this.legal, i * width);
  }

  #measure(i: number): void {
    if (this.#measured.length === 0) return;
    this.#dynamics.measure?.(this.#state, i * this.#dynamics.stateSize, this.#measured);
    let k = 0;
    for (const name in this.signals) (this.signals[name] as Float64Array)[i] = this.#measured[k++] as number;
  }
}

/** Numbers an observation has: a discrete one is shown as one-hot. */
function widthOfRow(space: Space): number {
  return space.kind === "discrete" ? space.size : widthOf(space);
}

function choices(space: Space): number {
  if (space.kind === "discrete") return space.size;
  return space.kind === "multi-discrete" ? space.sizes.reduce((sum, size) => sum + size, 0) : 0;
}
