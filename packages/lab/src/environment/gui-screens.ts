import { drawScreen, ELEMENTS, isInBox, LABELS, NUMBERS, proximity, ROLES, showScreen } from "./draw-screen.ts";
import type { Space } from "./environment.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

/** Types of actions, in their order; what comes after is malformed. */
const TYPES = ["tap", "long-press", "scroll", "text", "back", "home", "wait", "finish"] as const;
const [SCROLL, TEXT, BACK] = [2, 3, 4] as const;
const MALFORMED = TYPES.length;
const [DIRECTIONS, TEXTS] = [4, 4] as const;

export interface GuiScreensOptions {
  /** `actions`: type, cell, direction and text; `click`: a point in [0, 1]² that is tapped. */
  readonly mode?: "actions" | "click";
  /** Fewest and most screens of a task. */
  readonly length?: readonly [number, number];
  /** Cells of a side of the grid of points. */
  readonly cells?: number;
  /** Smallest and greatest width of an element, as a share of the screen. */
  readonly widths?: readonly [number, number];
  /** When a point is right: near the centre, in the enlarged box, or either. */
  readonly point?: "centre" | "box" | "either";
  readonly radius?: number;
  readonly boxScale?: number;
  /** Worth of a malformed action, a wrong type, a right type with wrong arguments, and all right. */
  readonly tiers?: readonly [malformed: number, wrong: number, type: number, full: number];
  /** Standard deviation of the noise on the signal `proximity`. */
  readonly noise?: number;
}

/**
 * Screens with six elements and an instruction: tap, press, scroll, type, or go where it says.
 *
 * An action is a type (tap, long-press, scroll, text, back, home, wait, finish, malformed), a row and a column of a grid
 * of points, a direction and a text. All right is: the type; for the first four a point at the element that has the
 * label; for scroll its direction, for text its text. All right leads to the next screen, else the screen stays; a task
 * of L screens is done after the last, and cut after 2L actions (one for L = 1). Rewards −1, 0, 1, 2 by tier.
 *
 * A point is right within 0.14 of the centre or in the box enlarged by 1.2. Signals: `gold`: 1 when all is right and the
 * point is in the box itself, which a point beside it within 0.14 is not; `tier`; `type`; `exact`; `distance` from the
 * centre; `proximity` exp(−½ d²) in units of the box, with noise clipped to [0, 1]; `success`: 1 when a task is done.
 *
 * A task here is a chain of screens; the app graphs of the papers also lead astray.
 *
 * @paper 046 §Mechanism, §Experiment
 * @paper 031 §Mechanism: proximity; §Experiment: elements of 3–8 % width, noise 0.15
 * @paper 176 §Experiment: lengths 1–12
 * @paper 215 §Experiment: a grid of 25 × 25
 *
 * ```ts doctest
 * import { guiScreens } from "@guerdon/lab/environment";
 * guiScreens({ cells: 20 }).action // => { kind: "multi-discrete", sizes: [9, 20, 20, 4, 4] }
 * ```
 */
export function guiScreens(options: GuiScreensOptions = {}): Dynamics {
  return new GuiScreens(options);
}

const SCREEN = ELEMENTS * NUMBERS;
// A row of the state: the screen, then type, element, direction, text, screens left, steps, length of the task.
const [TYPE, ELEMENT, DIRECTION, WORD, LEFT, STEPS, LENGTH] = [0, 1, 2, 3, 4, 5, 6].map((k) => SCREEN + k) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

class GuiScreens implements Dynamics {
  readonly id = "gui-screens@1";
  readonly observation: Space;
  readonly action: Space;
  readonly stateSize = SCREEN + 7;
  readonly maxSteps: number;
  readonly signals = ["gold", "tier", "type", "exact", "distance", "proximity", "success"];
  readonly #isClick: boolean;
  readonly #length: readonly [number, number];
  readonly #cells: number;
  readonly #widths: readonly [number, number];
  readonly #point: "centre" | "box" | "either";
  readonly #radius: number;
  readonly #scale: number;
  readonly #tiers: readonly number[];
  readonly #noise: number;
  readonly #out = new Float64Array(7);

  constructor(options: GuiScreensOptions) {
    this.#isClick = options.mode === "click";
    this.#length = options.length ?? [1, 1];
    this.#cells = options.cells ?? 20;
    this.#widths = options.widths ?? (this.#isClick ? [0.03, 0.08] : [0.08, 0.3]);
    this.#point = options.point ?? (this.#isClick ? "box" : "either");
    this.#radius = options.radius ?? 0.14;
    this.#scale = options.boxScale ?? (this.#isClick ? 1 : 1.2);
    this.#tiers = options.tiers ?? [-1, 0, 1, 2];
    this.#noise = options.noise ?? 0;
    // The state knows the length of its task and ends it.
    this.maxSteps = 0;
    this.action = this.#isClick
      ? { kind: "box", low: [0, 0], high: [1, 1] }
      : { kind: "multi-discrete", sizes: [MALFORMED + 1, this.#cells, this.#cells, DIRECTIONS, TEXTS] };
    const width = ELEMENTS * (4 + ROLES + LABELS) + TYPES.length + LABELS + DIRECTIONS + TEXTS + 1;
    this.observation = { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(1) };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    const [fewest, most] = this.#length;
    const length = fewest + draw.whole(most - fewest + 1);
    state[at + LENGTH] = length;
    state[at + LEFT] = length;
    state[at + STEPS] = 0;
    this.#next(state, at, draw);
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    const first = actions[action] as number;
    const second = actions[action + 1] as number;
    const type = this.#isClick ? 0 : first;
    const x = this.#isClick ? first : ((actions[action + 2] as number) + 0.5) / this.#cells;
    const y = this.#isClick ? second : (second + 0.5) / this.#cells;
    const element = at + (state[at + ELEMENT] as number) * NUMBERS;
    const away = Math.hypot(x - (state[element] as number), y - (state[element + 1] as number));
    const isType = type === state[at + TYPE];
    const isArgument =
      (type !== SCROLL || actions[action + 3] === state[at + DIRECTION]) &&
      (type !== TEXT || actions[action + 4] === state[at + WORD]);
    const isExact = isType && isArgument && (type >= BACK || this.#isPoint(state, element, x, y, away));
    const isInside = type >= BACK || isInBox(state, element, x, y, 1);
    const tier = type === MALFORMED ? 0 : isExact ? 3 : isType ? 2 : 1;
    const blur = this.#noise > 0 ? this.#noise * draw.normal() : 0;
    const near = Math.max(0, Math.min(1, proximity(state, element, x, y) + blur));
    out.reward = this.#tiers[tier] as number;
    state[at + STEPS] = (state[at + STEPS] as number) + 1;
    if (isExact) state[at + LEFT] = (state[at + LEFT] as number) - 1;
    const isDone = state[at + LEFT] === 0;
    const length = state[at + LENGTH] as number;
    out.terminated = isDone || (state[at + STEPS] as number) >= (length === 1 ? 1 : 2 * length);
    this.#note([isExact && isInside, tier, isType, isExact, away, near, isDone]);
    if (isExact && !isDone) this.#next(state, at, draw);
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    showScreen(state, at, out, to);
    let next = to + ELEMENTS * (4 + ROLES + LABELS);
    const type = state[at + TYPE] as number;
    const label = state[at + (state[at + ELEMENT] as number) * NUMBERS + 5] as number;
    next = oneHot(out, next, TYPES.length, type);
    next = oneHot(out, next, LABELS, type < BACK ? label : -1);
    next = oneHot(out, next, DIRECTIONS, type === SCROLL ? (state[at + DIRECTION] as number) : -1);
    next = oneHot(out, next, TEXTS, type === TEXT ? (state[at + WORD] as number) : -1);
    out[next] = (state[at + LEFT] as number) / (state[at + LENGTH] as number);
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  #next(state: Float64Array, at: number, draw: Draw): void {
    drawScreen(state, at, draw, this.#widths);
    state[at + TYPE] = this.#isClick ? 0 : draw.whole(TYPES.length);
    state[at + ELEMENT] = draw.whole(ELEMENTS);
    state[at + DIRECTION] = draw.whole(DIRECTIONS);
    state[at + WORD] = draw.whole(TEXTS);
  }

  #isPoint(state: Float64Array, element: number, x: number, y: number, away: number): boolean {
    const isNear = away <= this.#radius;
    const isIn = isInBox(state, element, x, y, this.#scale);
    return this.#point === "centre" ? isNear : this.#point === "box" ? isIn : isNear || isIn;
  }

  #note(values: readonly (number | boolean)[]): void {
    for (let k = 0; k < values.length; k++) this.#out[k] = Number(values[k]);
  }
}

/** Writes one 1 among `size` numbers, none for −1; gives the next place. */
function oneHot(out: Float32Array, to: number, size: number, index: number): number {
  out.fill(0, to, to + size);
  if (index >= 0) out[to + index] = 1;
  return to + size;
}
