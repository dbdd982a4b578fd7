import type { Space } from "./environment.ts";
import { type PatchRepository, passedTests, patchRepository, TESTS } from "./patch-repository.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface PatchWorldOptions {
  /** Numbers 0 … repositories − 1 are met. */
  readonly repositories?: number;
  /** Turns of an episode: without a submission by then there is none. */
  readonly maxSteps?: number;
  /** Worth of a turn by whether its call is well formed. */
  readonly turn?: number;
  /** Worth of no submission, an empty patch, a patch that fails, a patch that passes. */
  readonly ladder?: readonly [none: number, empty: number, fails: number, passes: number];
  /** `direct`: turns and outcome are added; `outcome`: the outcome alone. */
  readonly reward?: "direct" | "outcome";
}

/** Files of a repository, most lines of all, choices of an edit. */
const [FILES, LINES, CHOICES] = [3, 18, 4] as const;
/** Where the numbers of passing tests begin in a row of the state. */
const PASSED = 4 + FILES + LINES;
const [SEARCH, VIEW, TEST, SUBMIT, MALFORMED, EDIT] = [0, 1, 1 + FILES, 2 + FILES, 3 + FILES, 4 + FILES] as const;

/**
 * Repairs a tiny repository in turns: look, edit one line, run the tests, submit.
 *
 * Actions: search (names the file with a failing test), view one of 3 files (shows its lines and, of the wrong line,
 * that it is), run the tests, submit, a malformed call, then an edit of each of 18 lines by one of 4 choices. The tests are
 * run for real: each file is a function of 4–6 arithmetic lines. An edit of a file that was not viewed, or of a line that
 * is not there, is not well formed and changes nothing.
 *
 * Reward `direct`: ±0.4 for each turn by its form, and the outcome at the end: −1 no submission, −0.5 an empty patch, 0.5
 * one that fails, 1 one that passes; the longer an episode, the more its turns pay. Signals: `gold`: 1 where the tests
 * pass at submission; `outcome` and `turn` apart, for programs that gate one by the other; `submitted`, `modified`,
 * `well-formed`, and `passed`: share of the tests that pass now.
 *
 * 30 repositories, 16 turns. Which line is wrong is shown by a view; the paper's agents read it from the code.
 *
 * @paper 012 §Mechanism, §Experiment
 */
export function patchWorld(options: PatchWorldOptions = {}): Dynamics {
  return new PatchWorld(options);
}

// A row of the state: repository, turns, searched, viewed files, last share passed (−1 unknown), choice of each line (−1 its own),
// tests that pass in each file.
class PatchWorld implements Dynamics {
  readonly id = "patch-world@1";
  readonly observation: Space;
  readonly action: Space = { kind: "discrete", size: EDIT + LINES * CHOICES };
  readonly stateSize = 4 + 2 * FILES + LINES;
  readonly maxSteps: number;
  readonly signals = ["gold", "outcome", "turn", "submitted", "modified", "well-formed", "passed"];
  readonly #repositories: readonly PatchRepository[];
  readonly #turn: number;
  readonly #ladder: readonly [number, number, number, number];
  readonly #isDirect: boolean;
  readonly #out = new Float64Array(7);

  constructor(options: PatchWorldOptions) {
    this.#repositories = Array.from({ length: options.repositories ?? 30 }, (_, k) => patchRepository(k, CHOICES));
    this.maxSteps = options.maxSteps ?? 16;
    this.#turn = options.turn ?? 0.4;
    this.#ladder = options.ladder ?? [-1, -0.5, 0.5, 1];
    this.#isDirect = options.reward !== "outcome";
    // Searched file, viewed files, wrong line if seen, edited lines, share passed if known.
    const width = 2 * FILES + 2 * LINES + 2;
    this.observation = { kind: "box", low: new Array(width).fill(0), high: new Array(width).fill(1) };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(0, at, at + this.stateSize);
    state[at] = draw.whole(this.#repositories.length);
    state[at + 3 + FILES] = -1;
    state.fill(-1, at + 4 + FILES, at + PASSED);
    for (let f = 0; f < FILES; f++) state[at + PASSED + f] = this.#run(state, at, f);
  }

  step(state: Float64Array, at: number, actions: ArrayLike<number>, action: number, _: Draw, out: StepOutcome): void {
    const chosen = actions[action] as number;
    state[at + 1] = (state[at + 1] as number) + 1;
    const isFormed = this.#act(state, at, chosen);
    const isSubmitted = chosen === SUBMIT;
    out.terminated = isSubmitted || (state[at + 1] as number) >= this.maxSteps;
    const passed = this.#passed(state, at);
    const isModified = this.#isModified(state, at);
    const rung = isSubmitted ? (isModified ? (passed === 1 ? 3 : 2) : 1) : 0;
    const outcome = out.terminated ? (this.#ladder[rung] as number) : 0;
    const turn = isFormed ? this.#turn : -this.#turn;
    out.reward = outcome + (this.#isDirect ? turn : 0);
    this.#out[0] = Number(rung === 3);
    this.#out[1] = outcome;
    this.#out[2] = turn;
    this.#out[3] = Number(isSubmitted);
    this.#out[4] = Number(isModified);
    this.#out[5] = Number(isFormed);
    this.#out[6] = passed;
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const { files, wrong } = this.#repository(state, at);
    out.fill(0, to, to + 2 * FILES + 2 * LINES + 2);
    const failing = this.#failing(state, at);
    if (state[at + 2] === 1 && failing >= 0) out[to + failing] = 1;
    let line = 0;
    for (let f = 0; f < FILES; f++) {
      const isViewed = state[at + 3 + f] === 1;
      out[to + FILES + f] = Number(isViewed);
      if (isViewed && f === wrong.file) out[to + 2 * FILES + line + wrong.line] = 1;
      line += (files[f] as readonly unknown[]).length;
    }
    for (let k = 0; k < LINES; k++) out[to + 2 * FILES + LINES + k] = Number(state[at + 4 + FILES + k] !== -1);
    const known = state[at + 3 + FILES] as number;
    out[to + 2 * FILES + 2 * LINES] = Number(known >= 0);
    out[to + 2 * FILES + 2 * LINES + 1] = Math.max(0, known);
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  /** Does what a call asks for; gives whether it was well formed. */
  #act(state: Float64Array, at: number, chosen: number): boolean {
    if (chosen === MALFORMED) return false;
    if (chosen === SEARCH) state[at + 2] = 1;
    else if (chosen < TEST) state[at + 3 + chosen - VIEW] = 1;
    else if (chosen === TEST) state[at + 3 + FILES] = this.#passed(state, at);
    else if (chosen >= EDIT) return this.#edit(state, at, chosen - EDIT);
    return true;
  }

  #edit(state: Float64Array, at: number, place: number): boolean {
    const line = Math.floor(place / CHOICES);
    const file = this.#fileOf(state, at, line);
    if (file === -1 || state[at + 3 + file] === 0) return false;
    state[at + 4 + FILES + line] = place % CHOICES;
    state[at + 3 + FILES] = -1;
    state[at + PASSED + file] = this.#run(state, at, file);
    return true;
  }

  /** The file that a line of all is in, −1 beyond the last. */
  #fileOf(state: Float64Array, at: number, line: number): number {
    let end = 0;
    return this.#repository(state, at).files.findIndex((lines) => {
      end += lines.length;
      return line < end;
    });
  }

  /** Share of all tests that pass as the lines are now. */
  #passed(state: Float64Array, at: number): number {
    let passed = 0;
    for (let f = 0; f < FILES; f++) passed += state[at + PASSED + f] as number;
    return passed / (FILES * TESTS);
  }

  #failing(state: Float64Array, at: number): number {
    for (let f = 0; f < FILES; f++) if ((state[at + PASSED + f] as number) < TESTS) return f;
    return -1;
  }

  /** Runs the tests of a file on its lines as they are edited: how many pass. */
  #run(state: Float64Array, at: number, file: number): number {
    const { files, choices, expected } = this.#repository(state, at);
    const first = files.slice(0, file).reduce((sum, lines) => sum + lines.length, 0);
    const lines = (files[file] as PatchRepository["files"][number]).map((line, k) => {
      const choice = state[at + 4 + FILES + first + k] as number;
      return choice === -1 ? line : (choices[first + k]?.[choice] as typeof line);
    });
    return passedTests(lines, expected[file] as readonly number[]);
  }

  #isModified(state: Float64Array, at: number): boolean {
    for (let k = at + 4 + FILES; k < at + PASSED; k++) if (state[k] !== -1) return true;
    return false;
  }

  #repository(state: Float64Array, at: number): PatchRepository {
    return this.#repositories[state[at] as number] as PatchRepository;
  }
}
