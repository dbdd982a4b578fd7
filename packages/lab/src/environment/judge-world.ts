import { ATTRIBUTES, DISTRACTORS, drawPair, PAIR, PAIR_AT, type PairSettings, PROMPT_TYPES } from "./draw-pair.ts";
import type { Space } from "./environment.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface JudgeWorldOptions {
  /** Correlation of each distractor with the better response. */
  readonly correlation?: number;
  readonly labelNoise?: number;
  readonly types?: PairSettings["types"];
  /** Most findings before the verdict must be given; more end the episode as malformed. */
  readonly findings?: number;
  /** Probability that a finding has the right sign. */
  readonly reliability?: number;
}

const [SOLVE, FIRST, SECOND] = [ATTRIBUTES.length, ATTRIBUTES.length + 1, ATTRIBUTES.length + 2] as const;

/**
 * Judges which of two responses is better, by looking before deciding.
 *
 * A prompt has one of 6 types, three of talk and three of two-step arithmetic; a response has 8 attributes of 0 … 4. For
 * talk the weighted attributes decide, with weights of the type; for arithmetic the answer does. Actions: compare an
 * attribute (8), solve the question, verdict A, verdict B. What was compared shows as the difference over 4, what was
 * solved as the sign of who is right (0 for talk). Seen from the start: the type, and three distractors (length, position,
 * flourish; A less B) that go with the better response in training and tell nothing in the test.
 *
 * The verdict pays 1 when it agrees with the label, else −1, and so does no verdict. Signals: `gold`: 1 where the verdict
 * is right by the hidden utility; `agrees` with the label; `findings` so far; `routed`: 1 at a verdict on arithmetic after
 * solving or on talk without; `shortcut`: 1 at a verdict for the response that the distractors favour in sum.
 *
 * ρ = 0.8 in training (0 for the test), up to 8 findings. The weights of the types are this world's own.
 *
 * @paper 100 §Pieces, §Experiment
 * @paper 066 §Experiment: 15 % wrong labels
 *
 * ```ts doctest
 * import { judgeWorld } from "@guerdon/lab/environment";
 * judgeWorld().action // => { kind: "discrete", size: 11 }
 * ```
 */
export function judgeWorld(options: JudgeWorldOptions = {}): Dynamics {
  return new JudgeWorld(options);
}

// A row of the state: the pair, findings so far, then 1 for each attribute compared and for the solution, then the findings.
class JudgeWorld implements Dynamics {
  readonly id = "judge-world@1";
  readonly observation: Space;
  readonly action: Space = { kind: "discrete", size: SECOND + 1 };
  readonly stateSize = PAIR + 1 + 2 * (SOLVE + 1);
  readonly maxSteps = 0;
  readonly signals = ["gold", "agrees", "findings", "routed", "shortcut"];
  readonly #settings: PairSettings;
  readonly #findings: number;
  readonly #reliability: number;
  readonly #out = new Float64Array(5);

  constructor(options: JudgeWorldOptions) {
    const { correlation = 0.8, labelNoise = 0, types = "both", findings = 8, reliability = 1 } = options;
    this.#settings = { correlation, labelNoise, types };
    this.#findings = findings;
    this.#reliability = reliability;
    const width = PROMPT_TYPES.length + DISTRACTORS.length + 2 * (SOLVE + 1);
    const low = new Array(width).fill(-1);
    const high = new Array(width).fill(1);
    for (let k = 0; k < DISTRACTORS.length; k++) {
      low[PROMPT_TYPES.length + k] = Number.NEGATIVE_INFINITY;
      high[PROMPT_TYPES.length + k] = Number.POSITIVE_INFINITY;
    }
    this.observation = { kind: "box", low, high };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    drawPair(state, at, draw, this.#settings);
    state.fill(0, at + PAIR, at + this.stateSize);
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    const chosen = actions[action] as number;
    this.#out.fill(0);
    if (chosen < FIRST) {
      state[at + PAIR] = (state[at + PAIR] as number) + 1;
      this.#find(state, at, chosen, draw);
      out.terminated = (state[at + PAIR] as number) > this.#findings;
      out.reward = out.terminated ? -1 : 0;
    } else {
      const verdict = chosen === FIRST ? 1 : 0;
      out.terminated = true;
      out.reward = verdict === state[at + PAIR_AT.label] ? 1 : -1;
      this.#conclude(state, at, verdict);
    }
    this.#out[2] = state[at + PAIR] as number;
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    for (let type = 0; type < PROMPT_TYPES.length; type++) out[to + type] = Number(state[at] === type);
    let next = to + PROMPT_TYPES.length;
    for (let k = 0; k < DISTRACTORS.length; k++) out[next++] = state[at + PAIR_AT.distractors + k] as number;
    for (let k = 0; k < 2 * (SOLVE + 1); k++) out[next++] = state[at + PAIR + 1 + k] as number;
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  /** Notes what is found the first time that one looks. */
  #find(state: Float64Array, at: number, what: number, draw: Draw): void {
    const seen = at + PAIR + 1 + what;
    if (state[seen] === 1) return;
    state[seen] = 1;
    const isRight = this.#reliability === 1 || draw.uniform() < this.#reliability;
    const difference =
      what < SOLVE
        ? ((state[at + PAIR_AT.first + what] as number) - (state[at + PAIR_AT.second + what] as number)) / 4
        : isReasoning(state, at)
          ? 2 * (state[at + PAIR_AT.gold] as number) - 1
          : 0;
    state[seen + SOLVE + 1] = isRight ? difference : -difference;
  }

  #conclude(state: Float64Array, at: number, verdict: number): void {
    const hasSolved = state[at + PAIR + 1 + SOLVE] === 1;
    let favour = 0;
    for (let k = 0; k < DISTRACTORS.length; k++) favour += state[at + PAIR_AT.distractors + k] as number;
    this.#out[0] = Number(verdict === state[at + PAIR_AT.gold]);
    this.#out[1] = Number(verdict === state[at + PAIR_AT.label]);
    this.#out[3] = Number(hasSolved === isReasoning(state, at));
    this.#out[4] = Number(verdict === Number(favour > 0));
  }
}

function isReasoning(state: Float64Array, at: number): boolean {
  return (state[at] as number) >= PROMPT_TYPES.length / 2;
}
