import { streamKey, uniformAt } from "@guerdon/core/random";
import { automatonPolicy } from "../policy/automaton-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { lexicalIndex } from "./lexical-index.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";
import { calculate, type TwoToolKind, type TwoToolQuestion, twoToolQuestions, written } from "./two-tool-questions.ts";

export interface TwoToolQaOptions {
  /** How right an answer is, 0 … 1. Default: 1 where it is the gold answer. */
  score?(answer: string, gold: string): number;
  /** Chance that an answer is read from what the tool gave that was not needed, where both gave something. Default 0.1. */
  readonly distraction?: number;
}

const [PAD, ANSWER, SEARCH, PYTHON, THINK, BROKEN, FIRST] = [0, 1, 2, 3, 4, 5, 6] as const;
const KINDS = ["look up: ", "compute: ", "look up and compute: "] as const;
const TOKENS = [SEARCH, PYTHON, THINK, ANSWER, BROKEN] as const;
const NAMES = ["correct", "gold", "score", "format", "kind", "searches", "pythons", "needless", "length"] as const;
const MAX_TOKENS = 6; // 135 §Experiment
/** One question in so many is held out. */
const HELD_OUT = 5;

/**
 * Questions that need a search, a computation, or a search and then a computation with what was found.
 *
 *   look up and compute:   <think> <search> <python> <answer>       at most 6 tokens
 *
 * A search gives back the sentence of 120 that shares the rarest words with what is asked, which for some questions is
 * another than they ask for. Python computes the expression of the question with the number of the sentence as `x`; a
 * question without expression has it print that number; without a number where one is needed it is an error. The answer
 * is the result of Python, or the number of the sentence, or none. On a question that needs one tool, where both have
 * given something, it is read from what the other one gave with chance `distraction`: a number that was not asked for, or
 * an error and so no answer. That chance is this world's own.
 *
 * The form is kept by at least one `think`, an `answer`, and no `broken`: a tag that is never closed.
 *
 * Signals, one for each completion: `correct` (and `gold`): the answer is the gold one; `score`: as `score` says;
 * `format`; `kind` 0 look up, 1 compute, 2 both; `searches` and `pythons`: calls; `needless`: calls of the tool that a
 * question of kind 0 or 1 does not need; `length`: tokens without the answer.
 *
 * @paper 135 §Experiment
 */
export function twoToolQa({ score, distraction = 0.1 }: TwoToolQaOptions = {}): TokenWorld {
  const { corpus, questions } = twoToolQuestions();
  const search = lexicalIndex(corpus);
  const found = questions.map(({ query }) => numberOf(corpus[search(query)] ?? ""));
  const rate = score ?? ((answer: string, gold: string) => Number(answer === gold));
  return {
    id: "two-tool-qa@1",
    vocabulary: ["<pad>", "<answer>", "<search>", "<python>", "<think>", "<broken>", ...KINDS],
    pad: PAD,
    end: ANSWER,
    maxPromptTokens: 1,
    maxTokens: MAX_TOKENS,
    prompts: (seed, from, count, heldOut = false) => {
      const numbers = questions.flatMap((_, q) => ((q % HELD_OUT === HELD_OUT - 1) === heldOut ? [q] : []));
      const key = streamKey(seed, heldOut ? "two-tool-qa held out" : "two-tool-qa");
      const items = Array.from({ length: count }, (_, i) => {
        const number = numbers[Math.floor(uniformAt(key, 2 * (from + i)) * numbers.length)] as number;
        const { text, answer } = questions[number] as TwoToolQuestion;
        return { number, question: text, answer, draw: Math.floor(uniformAt(key, 2 * (from + i) + 1) * 2 ** 32) };
      });
      const ids = Int32Array.from(items, ({ number }) => FIRST + (questions[number] as TwoToolQuestion).kind);
      return { ids, count, length: 1, items };
    },
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, ANSWER, ({ prompt, member, tokens, ended }) => {
        const { number, draw } = prompts.items[prompt] as { readonly number: number; readonly draw: number };
        const question = questions[number] as TwoToolQuestion;
        const isDistracted = uniformAt(streamKey(draw, "two-tool-qa answer"), member) < distraction;
        const answer = ended ? answerOf(question, found[number] as number, tokens, isDistracted) : "";
        const isFormed = ended && tokens.includes(THINK) && !tokens.includes(BROKEN);
        const correct = Number(answer === question.answer);
        const [searches, pythons] = [countOf(tokens, SEARCH), countOf(tokens, PYTHON)];
        const needless = [pythons, searches, 0][question.kind] as number;
        const rated = rate(answer, question.answer);
        return [correct, correct, rated, Number(isFormed), question.kind, searches, pythons, needless, tokens.length];
      }),
  };
}

/** What is in hand: nothing, something of use, or an error, from each tool; and whether there was a thought. */
interface Hand {
  readonly passage: boolean;
  readonly result: "none" | "value" | "error";
  readonly thought: boolean;
}
const EMPTY: Hand = { passage: false, result: "none", thought: false };

function after(kind: TwoToolKind, hand: Hand, token: number): Hand {
  if (token === SEARCH) return { ...hand, passage: true };
  if (token === PYTHON) return { ...hand, result: kind === 1 || hand.passage ? "value" : "error" };
  return token === THINK ? { ...hand, thought: true } : hand;
}

/** What is answered with the number that a search finds. */
function answerOf(
  { kind, expression = "x", unit }: TwoToolQuestion,
  found: number,
  tokens: Int32Array,
  isDistracted: boolean,
): string {
  let hand = EMPTY;
  for (const token of tokens) hand = after(kind, hand, token);
  const computed = hand.result === "value" ? calculate(expression, found) : undefined;
  const passage = hand.passage ? found : undefined;
  const isAstray = isDistracted && hand.passage && hand.result !== "none";
  if (isAstray && kind === 1) return written(found, unit);
  const value = isAstray && kind === 0 ? computed : (computed ?? passage);
  return value === undefined ? "" : written(value, unit);
}

function countOf(tokens: Int32Array, token: number): number {
  return tokens.reduce((count, one) => count + Number(one === token), 0);
}

/** The number that a sentence states. */
function numberOf(sentence: string): number {
  return Number(/\d+/.exec(sentence)?.[0]);
}

export interface TwoToolQaPolicyOptions {
  /** Chance of a broken tag at the start, at each place. Default 0.05. */
  readonly broken?: number;
}

const RESULTS = ["none", "value", "error"] as const;
const STATES = [0, 1, 2].flatMap((kind) =>
  [false, true].flatMap((passage) =>
    RESULTS.flatMap((result) =>
      [false, true].map((thought) => ({ kind: kind as TwoToolKind, hand: { passage, result, thought } })),
    ),
  ),
);

function stateOf(kind: TwoToolKind, { passage, result, thought }: Hand): number {
  return kind * 12 + Number(passage) * 6 + RESULTS.indexOf(result) * 2 + Number(thought);
}

/**
 * The policy of `twoToolQa`: a softmax on the kind of the question and what is in hand, 36 states.
 *
 * Each state has weights of its own, and shares those of each thing that it shows: a name, numbers, a sentence, a
 * result, an error, a thought.
 */
export function twoToolQaPolicy({ broken = 0.05 }: TwoToolQaPolicyOptions = {}): TokenPolicy {
  const whole = Math.log((1 - broken) / (TOKENS.length - 1));
  return automatonPolicy({
    tokens: TOKENS,
    features: STATES.map(({ kind, hand: { passage, result, thought } }, s) => [
      ...STATES.map((_, other) => Number(other === s)),
      ...[kind !== 1, kind !== 0, passage, result === "value", result === "error", thought].map(Number),
    ]),
    next: STATES.map(({ kind, hand }) => TOKENS.map((token) => stateOf(kind, after(kind, hand, token)))),
    starts: new Map(KINDS.map((_, kind) => [FIRST + kind, stateOf(kind as TwoToolKind, EMPTY)])),
    initial: TOKENS.map((token) => (token === BROKEN ? Math.log(broken) : whole)),
  });
}
