import { RewardError } from "@guerdon/core/error";
import type { Draw } from "./vectorise.ts";

/** What a response is made of, each 0 … 4. */
export const ATTRIBUTES: readonly string[] = [
  "accuracy",
  "completeness",
  "clarity",
  "brevity",
  "structure",
  "tone",
  "safety",
  "style",
];
/** Types of prompts: the first three are talk, the others reasoning. */
export const PROMPT_TYPES: readonly string[] = ["advice", "writing", "support", "sum", "product", "difference"];
/** What should not matter. */
export const DISTRACTORS: readonly string[] = ["length", "position", "flourish"];

/** Weights of the attributes for each type of talk; for reasoning the answer decides alone. */
const WEIGHTS: readonly (readonly number[])[] = [
  [0.3, 0.2, 0.1, 0, 0, 0.1, 0.3, 0],
  [0, 0.1, 0.2, 0.1, 0.2, 0.1, 0, 0.3],
  [0.2, 0, 0.2, 0.2, 0, 0.4, 0, 0],
];
const TALKS = 3;
const LEVELS = 5;

/** A question a ∘ b ∘ c over whole numbers of one or two digits. */
export interface Question {
  readonly numbers: readonly [number, number, number];
  readonly type: number;
}

/** How pairs are drawn. */
export interface PairSettings {
  /** Correlation of each distractor with the better response. */
  readonly correlation: number;
  /** Share of pairs with the wrong label. */
  readonly labelNoise: number;
  /** Whether talk alone, reasoning alone or both are drawn. */
  readonly types: "talk" | "reasoning" | "both";
  /** Correlation of any two attributes of a response, 0 … 1: a general quality they share. Default 0. */
  readonly quality?: number;
  /** Shares of the labels that follow each distractor instead of what is better; at most 1 in sum. Default none. */
  readonly followed?: readonly number[];
  /** Worth of a response from its attributes, instead of that of its type of talk. */
  readonly worth?: (attributes: ArrayLike<number>, at: number) => number;
}

/** Numbers of a pair: type, 8 attributes of A and of B, 3 distractors (A less B), question, answers of A and B, gold, label. */
export const PAIR: number = 1 + 2 * 8 + 3 + 3 + 2 + 2;
const [FIRST, SECOND, DISTRACTOR, NUMBERS, ANSWERS, GOLD] = [1, 9, 17, 20, 23, 25] as const;

/** Where the parts of a pair begin. */
export const PAIR_AT: {
  readonly [part in "first" | "second" | "distractors" | "numbers" | "answers" | "gold" | "label"]: number;
} = {
  first: FIRST,
  second: SECOND,
  distractors: DISTRACTOR,
  numbers: NUMBERS,
  answers: ANSWERS,
  gold: GOLD,
  label: GOLD + 1,
};

/**
 * What a question comes to: (a + b) + c, (a · b) + c or (a − b) · c by its type.
 *
 * ```ts doctest
 * import { answerOf } from "@guerdon/lab/environment";
 * answerOf({ type: 4, numbers: [3, 4, 5] }) // => 17
 * ```
 */
export function answerOf({ type, numbers: [a, b, c] }: Question): number {
  if (type === 3) return a + b + c;
  return type === 4 ? a * b + c : (a - b) * c;
}

/** Worth of a response to a talk: the weighted mean of its attributes, 0 … 1. */
export function talkUtility(type: number, attributes: ArrayLike<number>, at: number = 0): number {
  const weights = WEIGHTS[type] as readonly number[];
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (attributes[at + k] as number);
  return sum / (LEVELS - 1);
}

/**
 * Draws a pair of responses to a prompt; there are no ties.
 *
 *   distractor = ρ·s + √(1 − ρ²)·n,   s = 1 where A is better and −1 where B is, n standard normal
 *
 * @throws RewardError GUERDON_OPTION when the correlation is not in [−1, 1]
 */
export function drawPair(state: Float64Array, at: number, draw: Draw, settings: PairSettings): void {
  const { correlation, labelNoise, types, quality = 0, followed = [] } = settings;
  const { worth = (attributes, from) => talkUtility(type, attributes, from) } = settings;
  if (!(Math.abs(correlation) <= 1)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`correlation\` to be in −1 … 1, got ${correlation}.`);
  }
  const kinds = types === "both" ? 2 * TALKS : TALKS;
  const type = draw.whole(kinds) + (types === "reasoning" ? TALKS : 0);
  state[at] = type;
  let difference = 0;
  while (difference === 0) {
    for (const from of [FIRST, SECOND]) drawAttributes(state, at + from, draw, quality);
    difference = type < TALKS ? worth(state, at + FIRST) - worth(state, at + SECOND) : 1;
    if (Math.abs(difference) < 1e-9) difference = 0;
  }
  state.fill(0, at + NUMBERS, at + GOLD);
  const isFirst = type < TALKS ? difference > 0 : draw.uniform() < 0.5;
  if (type >= TALKS) drawAnswers(state, at, type, isFirst, draw);
  const sign = isFirst ? 1 : -1;
  for (let k = 0; k < DISTRACTORS.length; k++) {
    state[at + DISTRACTOR + k] = correlation * sign + Math.sqrt(1 - correlation * correlation) * draw.normal();
  }
  state[at + GOLD] = Number(isFirst);
  state[at + GOLD + 1] = labelNoise > 0 && draw.uniform() < labelNoise ? 1 - Number(isFirst) : Number(isFirst);
  if (followed.length === 0) return;
  let left = draw.uniform();
  for (const [k, share] of followed.entries()) {
    if (left >= 0 && left < share) state[at + GOLD + 1] = Number((state[at + DISTRACTOR + k] as number) > 0);
    left -= share;
  }
}

/** 8 levels, any two with the same correlation: each takes the shared level with probability √quality, else its own. */
function drawAttributes(state: Float64Array, at: number, draw: Draw, quality: number): void {
  const shared = quality > 0 ? draw.whole(LEVELS) : 0;
  for (let k = 0; k < ATTRIBUTES.length; k++) {
    state[at + k] = quality > 0 && draw.uniform() < Math.sqrt(quality) ? shared : draw.whole(LEVELS);
  }
}

/** A question, the right answer for one response and one off by 1 … 9 for the other. */
function drawAnswers(state: Float64Array, at: number, type: number, isFirst: boolean, draw: Draw): void {
  const numbers = [1 + draw.whole(99), 1 + draw.whole(9), 1 + draw.whole(9)] as const;
  for (let k = 0; k < 3; k++) state[at + NUMBERS + k] = numbers[k] as number;
  const right = answerOf({ type, numbers });
  const wrong = right + (1 + draw.whole(9)) * (draw.uniform() < 0.5 ? -1 : 1);
  state[at + ANSWERS] = isFirst ? right : wrong;
  state[at + ANSWERS + 1] = isFirst ? wrong : right;
}
