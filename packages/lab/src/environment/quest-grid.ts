import { RewardError } from "@guerdon/core/error";
import type { Space } from "./environment.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/** What can happen in a step, in the order of the signals. */
const EVENTS = ["key", "door", "chest", "item", "goal", "death"] as const;
type Event = (typeof EVENTS)[number];
const [KEY, DOOR, CHEST, ITEM, GOAL, DEATH] = [0, 1, 2, 3, 4, 5] as const;
/** Events up to here are subgoals. */
const SUBGOALS = 4;
const LETTERS = /^[#.SKDCTGL1-9]*$/;
const OBJECTS = /[KDCT1-9]/;
const ITEMS = /[T1-9]/;
/** Rows and columns of up, right, down, left. */
const MOVES = [-1, 0, 0, 1, 1, 0, 0, -1] as const;

export interface QuestGridOptions {
  readonly agents?: number;
  readonly maxSteps?: number;
  /** Probability that a move goes to a random side. */
  readonly slip?: number;
  /** Worth of each event; `step` is paid every step. */
  readonly rewards?: { readonly [event in Event | "step"]?: number };
  /** `actions`: picking up and opening are actions of their own; `touch`: they happen by walking there. */
  readonly handle?: "actions" | "touch";
  /** `row`: places, keys and objects as numbers; `number`: all of that as one number, for tables. */
  readonly view?: "row" | "number";
  /** A judge of subgoals that errs: what the signal `judged` is made of. */
  readonly judge?: { readonly recall?: number; readonly falseAlarms?: number; readonly once?: boolean };
}

/**
 * A grid with tasks in it: keys and doors, chests, goals in an order, items to collect, lava; for one agent or several.
 *
 * Letters: `#` wall, `S` start, `K` key, `D` door and `C` chest (a key opens one), `T` item, `1`–`9` goals to be visited
 * in this order (a later one too early is death), `L` lava (death), `G` goal. An episode ends by a death, at `G`, or,
 * without `G`, when nothing of T and 1–9 is left (event `goal`). Actions: up, right, down, left, pick up what lies here,
 * open what is beside. Signals: how often each event happened in the step; `subgoals`: keys, doors, chests and items so
 * far; `judged`: subgoals of this step as an erring judge sees them (`once`: each kind is paid once in an episode).
 *
 * Agents share the reward and may stand in one cell.
 *
 * @throws RewardError GUERDON_OPTION when the map has no start or a letter that means nothing
 *
 * ```ts doctest
 * import { questGrid } from "@guerdon/lab/environment";
 * questGrid(["SKDG"]).action // => { kind: "discrete", size: 6 }
 * ```
 */
export function questGrid(map: readonly string[], options: QuestGridOptions = {}): Dynamics {
  const wrong = map.find((row) => !LETTERS.test(row));
  if (wrong !== undefined || !map.some((row) => row.includes("S"))) {
    throw new RewardError(
      "GUERDON_OPTION",
      wrong === undefined
        ? "Expected the map to have a start `S`, got none."
        : `Expected the map to have only # . S K D C T G L and 1–9 in it, got ${JSON.stringify(wrong)}.`,
    );
  }
  return new QuestGrid(map, options);
}

// A row of the state: place of each agent, keys of each agent, 1 for each object still there, subgoals, kinds judged.
class QuestGrid implements Dynamics {
  readonly id = "quest-grid@1";
  readonly observation: Space;
  readonly action: Space;
  readonly stateSize: number;
  readonly maxSteps: number;
  readonly signals = [...EVENTS, "subgoals", "judged"];
  readonly #agents: number;
  readonly #slip: number;
  readonly #touch: boolean;
  readonly #number: boolean;
  readonly #judge: { readonly recall: number; readonly falseAlarms: number; readonly once: boolean };
  readonly #worth: Float64Array;
  readonly #stepReward: number;
  readonly #width: number;
  readonly #letters: string;
  readonly #cells: readonly number[];
  readonly #starts: readonly number[];
  readonly #objects: readonly number[];
  readonly #events = new Float64Array(EVENTS.length);
  #judged = 0;

  constructor(map: readonly string[], options: QuestGridOptions) {
    const { agents = 1, maxSteps = 150, slip = 0, rewards = { goal: 1 }, handle = "actions", view = "row" } = options;
    const { recall = 1, falseAlarms = 0, once = false } = options.judge ?? {};
    this.#width = Math.max(...map.map((row) => row.length)) + 2;
    // A frame of wall, so that no move leaves the map.
    const frame = "#".repeat(this.#width);
    this.#letters = [frame, ...map.map((row) => `#${row}`.padEnd(this.#width, "#")), frame].join("");
    const placesOf = (letters: RegExp): readonly number[] =>
      [...this.#letters].flatMap((letter, place) => (letters.test(letter) ? [place] : []));
    this.#cells = placesOf(/[^#]/);
    this.#starts = placesOf(/S/);
    this.#objects = placesOf(OBJECTS);
    this.#agents = agents;
    this.#slip = slip;
    this.#touch = handle === "touch";
    this.#number = view === "number" && agents === 1;
    this.#judge = { recall, falseAlarms, once };
    this.#worth = Float64Array.from(EVENTS, (event) => rewards[event] ?? 0);
    this.#stepReward = rewards.step ?? 0;
    this.maxSteps = maxSteps;
    this.stateSize = 2 * agents + this.#objects.length + 2;
    const actions = this.#touch ? 4 : 6;
    this.action =
      agents === 1
        ? { kind: "discrete", size: actions }
        : { kind: "multi-discrete", sizes: new Array(agents).fill(actions) };
    const width = agents * (this.#cells.length + 1) + this.#objects.length;
    this.observation = this.#number
      ? { kind: "discrete", size: this.#cells.length * 2 ** this.#objects.length }
      : { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(this.#objects.length + 1) };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(0, at, at + this.stateSize);
    for (let agent = 0; agent < this.#agents; agent++) {
      state[at + agent] = this.#starts[this.#starts.length === 1 ? 0 : draw.whole(this.#starts.length)] as number;
    }
    state.fill(1, at + 2 * this.#agents, at + 2 * this.#agents + this.#objects.length);
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    this.#events.fill(0);
    for (let agent = 0; agent < this.#agents; agent++) {
      this.#act(state, at, agent, actions[action + agent] as number, draw);
    }
    const events = this.#events;
    out.reward = this.#stepReward;
    for (let k = 0; k < events.length; k++) out.reward += (this.#worth[k] as number) * (events[k] as number);
    out.terminated = (events[GOAL] as number) + (events[DEATH] as number) > 0;
    const count = at + this.stateSize - 2;
    for (let k = 0; k < SUBGOALS; k++) state[count] = (state[count] as number) + (events[k] as number);
    this.#see(state, count + 1, draw);
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const [cells, objects] = [this.#cells.length, this.#objects.length];
    const flags = at + 2 * this.#agents;
    if (this.#number) {
      let code = 0;
      for (let k = objects - 1; k >= 0; k--) code = 2 * code + (state[flags + k] as number);
      out.fill(0, to, to + cells * 2 ** objects);
      out[to + code * cells + this.#cells.indexOf(state[at] as number)] = 1;
      return;
    }
    out.fill(0, to, to + this.#agents * cells);
    for (let agent = 0; agent < this.#agents; agent++) {
      out[to + agent * cells + this.#cells.indexOf(state[at + agent] as number)] = 1;
      out[to + this.#agents * cells + agent] = state[at + this.#agents + agent] as number;
    }
    for (let k = 0; k < objects; k++) out[to + this.#agents * (cells + 1) + k] = state[flags + k] as number;
  }

  measure(state: Float64Array, at: number, out: Float64Array): void {
    out.set(this.#events);
    out[EVENTS.length] = state[at + this.stateSize - 2] as number;
    out[EVENTS.length + 1] = this.#judged;
  }

  #act(state: Float64Array, at: number, agent: number, chosen: number, draw: Draw): void {
    const place = state[at + agent] as number;
    if (chosen === 4) this.#pick(state, at, agent, place);
    else if (chosen === 5) for (let side = 0; side < 4; side++) this.#open(state, at, agent, this.#beside(place, side));
    else {
      const side = this.#slip > 0 && draw.uniform() < this.#slip ? draw.whole(4) : chosen;
      const to = this.#beside(place, side);
      if (this.#touch) this.#open(state, at, agent, to);
      if (this.#letters[to] === "#" || this.#isLocked(state, at, to)) return;
      state[at + agent] = to;
      this.#enter(state, at, agent, to);
    }
  }

  #beside(place: number, side: number): number {
    return place + (MOVES[2 * side] as number) * this.#width + (MOVES[2 * side + 1] as number);
  }

  #flag(at: number, place: number): number {
    return at + 2 * this.#agents + this.#objects.indexOf(place);
  }

  #isLocked(state: Float64Array, at: number, place: number): boolean {
    const letter = this.#letters[place];
    return (letter === "D" || letter === "C") && state[this.#flag(at, place)] === 1;
  }

  #pick(state: Float64Array, at: number, agent: number, place: number): void {
    if (this.#letters[place] !== "K" || state[this.#flag(at, place)] === 0) return;
    state[this.#flag(at, place)] = 0;
    const held = at + this.#agents + agent;
    state[held] = (state[held] as number) + 1;
    this.#count(KEY);
  }

  #open(state: Float64Array, at: number, agent: number, place: number): void {
    const held = at + this.#agents + agent;
    if (!this.#isLocked(state, at, place) || state[held] === 0) return;
    state[this.#flag(at, place)] = 0;
    state[held] = (state[held] as number) - 1;
    this.#count(this.#letters[place] === "D" ? DOOR : CHEST);
  }

  #enter(state: Float64Array, at: number, agent: number, place: number): void {
    const letter = this.#letters[place] as string;
    if (letter === "G") this.#count(GOAL);
    else if (letter === "L") this.#count(DEATH);
    else if (letter === "K" && this.#touch) this.#pick(state, at, agent, place);
    else if (ITEMS.test(letter)) this.#collect(state, at, place);
  }

  #collect(state: Float64Array, at: number, place: number): void {
    const letter = this.#letters[place] as string;
    if (state[this.#flag(at, place)] === 0) return;
    if (letter !== "T" && this.#isLeft(state, at, (other) => other !== "T" && other < letter)) {
      this.#count(DEATH);
      return;
    }
    state[this.#flag(at, place)] = 0;
    this.#count(ITEM);
    if (!this.#letters.includes("G") && !this.#isLeft(state, at, () => true)) this.#count(GOAL);
  }

  /** Whether an item or goal of such a letter is still there. */
  #isLeft(state: Float64Array, at: number, such: (letter: string) => boolean): boolean {
    return this.#objects.some((place, k) => {
      const letter = this.#letters[place] as string;
      return ITEMS.test(letter) && state[at + 2 * this.#agents + k] === 1 && such(letter);
    });
  }

  #count(event: number): void {
    this.#events[event] = (this.#events[event] as number) + 1;
  }

  /** What the judge says of this step; the kinds it has paid are bits of one number. */
  #see(state: Float64Array, paid: number, draw: Draw): void {
    const { recall, falseAlarms, once } = this.#judge;
    this.#judged = 0;
    const alarm = falseAlarms > 0 && draw.uniform() < falseAlarms ? draw.whole(2) : -1;
    for (let kind = 0; kind < SUBGOALS; kind++) {
      const isReached = (this.#events[kind] as number) > 0 && (recall === 1 || draw.uniform() < recall);
      const bit = 2 ** kind;
      if (!(isReached || alarm === kind) || (once && ((state[paid] as number) & bit) > 0)) continue;
      state[paid] = (state[paid] as number) | bit;
      this.#judged += isReached ? (this.#events[kind] as number) : 1;
    }
  }
}
