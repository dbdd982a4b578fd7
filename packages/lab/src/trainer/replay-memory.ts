import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import { END } from "./experience.ts";
import { createReplayPriorities, type ReplayPriorities } from "./replay-priorities.ts";

/** B transitions of a memory, gathered into arrays that the next draw writes over. */
export interface ReplayBatch {
  /** [B] places in the memory. */
  readonly places: Int32Array;
  /** [B, O] */
  readonly observations: Float32Array;
  /** [B, A] as the environment took them. */
  readonly actions: Float32Array;
  /** [B] Σ_{k < n} γᵏ·r_k of the n steps that follow, fewer where the episode or the memory ends. */
  readonly rewards: Float64Array;
  /** [B, O] the observation after these steps. */
  readonly nextObservations: Float32Array;
  /** [B, W] 1 for choices that are legal after these steps, where some may not be; unknown, and 1, after a cut. */
  readonly nextLegal?: Uint8Array;
  /** [B] γⁿ, or 0 after a terminal step: the target is rewards + discounts · value of what is next. */
  readonly discounts: Float64Array;
  /** [B] weights of the losses; 1 without priorities. */
  readonly weights: Float64Array;
}

/** How the transitions of a batch are chosen. */
export interface PrioritySettings {
  /** α: 0 draws evenly, 1 in proportion to the errors. */
  readonly exponent: number;
  /** β: how much the weights undo what the priorities favour. */
  readonly correction: number;
  /** What is added to each error. */
  readonly floor: number;
}

export interface ReplaySettings {
  /** Steps that are remembered of each copy. */
  readonly steps: number;
  /** N: copies of the environment. */
  readonly count: number;
  readonly observationWidth: number;
  readonly actionWidth: number;
  /** W: choices of a discrete action, where some may be illegal. Default 0. */
  readonly legalWidth?: number;
  /** γ */
  readonly discount: number;
  /** n: rewards that are summed before the value of what is next; infinite for whole returns. Default 1. */
  readonly horizon?: number;
  readonly priorities?: PrioritySettings;
}

/** One step of N copies. */
export interface ReplayStep {
  readonly observations: ArrayLike<number>;
  readonly actions: ArrayLike<number>;
  readonly rewards: ArrayLike<number>;
  /** [N, O] what followed, before a new episode began. */
  readonly nextObservations: ArrayLike<number>;
  /** [N] see `END`. */
  readonly ends: ArrayLike<number>;
  /** [N, W] what is legal after the step; read with `legalWidth`. */
  readonly nextLegal?: ArrayLike<number>;
}

/** What a memory holds, for the state of a run. */
export interface ReplayState {
  /** Steps added so far. */
  readonly added: number;
  readonly arrays: { readonly [name: string]: Float64Array | Float32Array | Uint8Array };
}

/** A ring of the last steps of N copies; step t of copy n is at place (t mod steps)·N + n. */
export interface ReplayMemory {
  /** Transitions in the memory. */
  readonly size: number;
  add(step: ReplayStep): void;
  /** Draws with replacement: the same for the same key, number of draw and contents. */
  draw(into: ReplayBatch, key: number, number: number): void;
  /** Tells the errors of the last values of places, by which they are drawn from now on. */
  learnt(places: Int32Array, errors: Float64Array): void;
  save(): ReplayState;
  restore(state: ReplayState): void;
}

/** Arrays for batches of a size. */
export function createReplayBatch(
  size: number,
  observationWidth: number,
  actionWidth: number,
  legalWidth: number = 0,
): ReplayBatch {
  return {
    ...(legalWidth === 0 ? {} : { nextLegal: new Uint8Array(size * legalWidth).fill(1) }),
    places: new Int32Array(size),
    observations: new Float32Array(size * observationWidth),
    actions: new Float32Array(size * actionWidth),
    rewards: new Float64Array(size),
    nextObservations: new Float32Array(size * observationWidth),
    discounts: new Float64Array(size),
    weights: new Float64Array(size).fill(1),
  };
}

/**
 * Remembers transitions and draws batches of them.
 *
 *   P(i) = p_i / Σ p,   p_i = (|error_i| + floor)^exponent,   weight_i ∝ (size · P(i))^−correction, at most 1
 *
 * A new transition has the greatest priority there has been. Nothing is allocated after the start.
 *
 * @throws RewardError GUERDON_OPTION when there is no room for a step
 * @paper Mnih et al. 2015, "Human-level control through deep reinforcement learning" (replay)
 * @paper Schaul et al. 2016, "Prioritized experience replay", §3.3–3.4
 * @paper Sutton & Barto 2018, "Reinforcement learning", §7.1 (n-step returns)
 */
export function createReplayMemory(settings: ReplaySettings): ReplayMemory {
  const { steps, count, observationWidth, actionWidth, legalWidth = 0, priorities } = settings;
  if (!(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`steps\` to be a whole number of at least 1, got ${steps}.`);
  }
  const places = steps * count;
  const columns: Columns = {
    observations: new Float32Array(places * observationWidth),
    actions: new Float32Array(places * actionWidth),
    rewards: new Float64Array(places),
    nextObservations: new Float32Array(places * observationWidth),
    ends: new Uint8Array(places),
    nextLegal: new Uint8Array(places * legalWidth),
  };
  const names = legalWidth === 0 ? NAMES : ([...NAMES, "nextLegal"] as const);
  const tree = priorities === undefined ? undefined : createReplayPriorities(places);
  let added = 0;
  let highest = 1;
  const size = (): number => Math.min(added, steps) * count;
  return {
    get size() {
      return size();
    },
    add: (step) => {
      const from = (added % steps) * count;
      for (const name of names) {
        (columns[name] as Float64Array).set(step[name] ?? [], (columns[name].length / places) * from);
      }
      for (let n = 0; n < count; n++) tree?.set(from + n, highest);
      added++;
    },
    draw: (into, key, number) => {
      const batch = into.places.length;
      for (let b = 0; b < batch; b++) {
        const uniform = uniformAt(key, number * batch + b);
        into.places[b] =
          tree === undefined ? Math.floor(uniform * size()) : tree.find(((b + uniform) / batch) * tree.total);
      }
      if (tree !== undefined && priorities !== undefined) weigh(into, tree, size(), priorities.correction);
      for (let b = 0; b < batch; b++) gather(into, b, columns, settings, added);
    },
    learnt: (at, errors) => {
      if (tree === undefined || priorities === undefined) return;
      for (let b = 0; b < at.length; b++) {
        const priority = (Math.abs(errors[b] as number) + priorities.floor) ** priorities.exponent;
        highest = Math.max(highest, priority);
        tree.set(at[b] as number, priority);
      }
    },
    save: () => {
      const held = (name: keyof Columns) => columns[name].slice(0, (columns[name].length / places) * size());
      const arrays = Object.fromEntries(names.map((name) => [name, held(name)]));
      if (tree === undefined) return { added, arrays };
      return { added, arrays: { ...arrays, priorities: tree.save(), highest: Float64Array.of(highest) } };
    },
    restore: (state) => {
      added = state.added;
      for (const name of names) (columns[name] as Float64Array).set(state.arrays[name] as Float64Array);
      tree?.restore(state.arrays.priorities as Float64Array);
      highest = state.arrays.highest?.[0] ?? 1;
    },
  };
}

interface Columns {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly rewards: Float64Array;
  readonly nextObservations: Float32Array;
  readonly ends: Uint8Array;
  readonly nextLegal: Uint8Array;
}

const NAMES = ["observations", "actions", "rewards", "nextObservations", "ends"] as const;

/** Weights against the bias of the priorities, brought to at most 1. */
function weigh({ places, weights }: ReplayBatch, tree: ReplayPriorities, size: number, correction: number): void {
  let most = 0;
  for (let b = 0; b < places.length; b++) {
    const weight = ((size * tree.at(places[b] as number)) / tree.total) ** -correction;
    weights[b] = weight;
    most = Math.max(most, weight);
  }
  for (let b = 0; b < places.length; b++) weights[b] = (weights[b] as number) / most;
}

/** Follows a transition for n steps, to the end of its episode, or to the newest step. */
function gather(into: ReplayBatch, b: number, columns: Columns, settings: ReplaySettings, added: number): void {
  const { steps, count, observationWidth, actionWidth, discount, horizon = 1 } = settings;
  const first = into.places[b] as number;
  const newest = (added - 1) % steps;
  let place = first;
  let [sum, factor] = [columns.rewards[place] as number, discount];
  for (let k = 1; k < horizon; k++) {
    if (columns.ends[place] !== END.none || Math.floor(place / count) === newest) break;
    place = (place + count) % (steps * count);
    sum += factor * (columns.rewards[place] as number);
    factor *= discount;
  }
  into.rewards[b] = sum;
  into.discounts[b] = columns.ends[place] === END.terminated ? 0 : factor;
  for (let k = 0; k < observationWidth; k++) {
    into.observations[b * observationWidth + k] = columns.observations[first * observationWidth + k] as number;
    into.nextObservations[b * observationWidth + k] = columns.nextObservations[place * observationWidth + k] as number;
  }
  const { nextLegal } = into;
  const legalWidth = nextLegal === undefined ? 0 : nextLegal.length / into.places.length;
  for (let k = 0; k < legalWidth; k++) {
    (nextLegal as Uint8Array)[b * legalWidth + k] = columns.nextLegal[place * legalWidth + k] as number;
  }
  for (let k = 0; k < actionWidth; k++) {
    into.actions[b * actionWidth + k] = columns.actions[first * actionWidth + k] as number;
  }
}
