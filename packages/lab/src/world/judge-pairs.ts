import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import { answerOf, DISTRACTORS, type Draw, drawPair, PAIR, PAIR_AT, PROMPT_TYPES } from "../environment/index.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { drawPrinciple, type JudgePrinciple, PRINCIPLE_PARTS, principleWorth } from "./judge-principle.ts";
import { JUDGE_AT, JUDGE_TOKENS, numberTokens, readJudgeTrace } from "./judge-trace.ts";
import { type CompletionAt, rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";
import { weightsOfTalk } from "./weights-of-talk.ts";

export interface JudgePairsOptions {
  readonly types?: "talk" | "reasoning" | "both";
  /** Whether a principle in the prompt decides, instead of the type; then all prompts are talk. */
  readonly principles?: boolean;
  /** Correlation of each distractor with the better response. */
  readonly correlation?: number;
  /** Share of wrong labels. */
  readonly labelNoise?: number;
  /** Shares of the labels that follow length, position and flourish instead. */
  readonly labelBias?: { readonly length?: number; readonly position?: number; readonly flourish?: number };
  /** Correlation of any two attributes of a response. */
  readonly quality?: number;
  /** Share of the demonstrations with findings or a solution; the others give the verdict at once. */
  readonly traceShare?: number;
  /** Share of the findings and solutions of demonstrations that are wrong, and with them the verdict's ground. */
  readonly traceNoise?: number;
  /** Most findings that fit. */
  readonly findings?: number;
  /** Share of the pairs held out, or of the principles where these decide. */
  readonly heldOutShare?: number;
}

const NAMES = [
  ...["correct", "gold", "agrees", "format", "length", "findings", "grounded", "solved", "routed", "shortcut", "first"],
] as const;
const LEANS = DISTRACTORS.flatMap((name) => ["A ", "B "].map((side) => `${name} ${side}`));
const TYPE = JUDGE_TOKENS.length;
const LEAN = TYPE + PROMPT_TYPES.length;

/**
 * Judges in writing which of two responses is better: findings, or a solution, then the verdict.
 *
 *   [more tone less style] advice l3 … l0  l1 … l4  length A position B flourish A ?  →  tone > style < A <end>
 *   sum … 12+3+4 answers ?                                                           →  solve +019 B <end>
 *
 * The prompt has the principle where principles decide, the type, 8 levels of A and of B, to which side each distractor
 * leans and, for reasoning, the numbers and both answers. `A`: the first response is better.
 *
 * Signals, one for each completion: `correct` (and `gold`): the verdict is right by the hidden worth; `agrees` with the
 * label, which is noisy and biased as the options say; `format`: a verdict after any findings and at most one solution,
 * and an end; `length`; `findings`: how many; `grounded`: share of them that are true of the pair; `solved`: the solution
 * is right; `routed`: solved where there is a question, not where there is none; `shortcut`: the verdict is for whom the
 * distractors favour; `first`: the verdict is A.
 *
 * @paper 100 §Pieces (ρ = 0.8), 040 (principles), 177, 069, 060, 189 §Experiment (quality 0.5)
 */
export function judgePairs(options: JudgePairsOptions = {}): TokenWorld {
  const { principles = false, findings = 8, heldOutShare = principles ? 1 / 3 : 0.1 } = options;
  const types = principles ? "talk" : (options.types ?? "both");
  const hasQuestions = types !== "talk";
  const source: PromptSource = {
    world: `judge-pairs ${JSON.stringify(options)}`,
    pad: JUDGE_AT.pad,
    length: (principles ? 2 * PRINCIPLE_PARTS : 0) + 1 + 16 + 3 + (hasQuestions ? 12 : 0) + 1,
    heldOutShare,
    make: (uniform) => {
      const principle = principles ? drawPrinciple(uniform) : [];
      const pair = drawJudged({ ...options, types }, principle, uniform);
      const item = { pair: [...pair], principle: principle as unknown as Json };
      const name = JSON.stringify(principles ? [...principle].sort() : item.pair);
      return { tokens: promptTokens(pair, principle), item, name };
    },
  };
  return {
    id: "judge-pairs@1",
    vocabulary: [...JUDGE_TOKENS, ...PROMPT_TYPES.map((name) => `${name} `), ...LEANS],
    pad: JUDGE_AT.pad,
    end: JUDGE_AT.end,
    maxPromptTokens: source.length,
    maxTokens: 2 * findings + (hasQuestions ? 5 : 0) + 2,
    prompts: (seed, from, count, heldOut = false) => drawPrompts(source, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, JUDGE_AT.end, (at) => measure(itemAt(prompts, at.prompt), at)),
    demonstration: (prompts, index) => demonstrate(itemAt(prompts, index), options, findings),
  };
}

interface Judged {
  readonly pair: readonly number[];
  readonly principle: JudgePrinciple;
  readonly number: number;
}

function itemAt({ items }: Prompts, index: number): Judged {
  return items[index] as unknown as Judged;
}

function drawJudged(options: JudgePairsOptions, principle: JudgePrinciple, uniform: () => number): Float64Array {
  const { correlation = 0.8, labelNoise = 0, labelBias, quality = 0, types = "both" } = options;
  const draw: Draw = {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    whole: (count) => Math.floor(uniform() * count),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
  const pair = new Float64Array(PAIR);
  drawPair(pair, 0, draw, {
    ...{ correlation, labelNoise, types, quality },
    ...(labelBias === undefined
      ? {}
      : { followed: [labelBias.length ?? 0, labelBias.position ?? 0, labelBias.flourish ?? 0] }),
    ...(principle.length === 0 ? {} : { worth: (levels, at) => principleWorth(principle, levels, at) }),
  });
  return pair;
}

function promptTokens(pair: Float64Array, principle: JudgePrinciple): number[] {
  const { attribute, level, more, less, digit, ask } = JUDGE_AT;
  const leans = DISTRACTORS.map((_, k) => LEAN + 2 * k + ((pair[PAIR_AT.distractors + k] as number) > 0 ? 0 : 1));
  return [
    ...principle.flatMap(([k, sign]) => [sign > 0 ? more : less, attribute + k]),
    TYPE + (pair[0] as number),
    ...[...pair.subarray(PAIR_AT.first, PAIR_AT.distractors)].map((value) => level + value),
    ...leans,
    ...(isQuestion(pair) ? questionTokens(pair, digit) : []),
    ask,
  ];
}

function questionTokens(pair: Float64Array, digit: number): number[] {
  const [a, b, c, first, second] = [...pair.subarray(PAIR_AT.distractors + DISTRACTORS.length)] as [
    ...[number, number, number, number, number],
  ];
  const numbers = [Math.floor(a / 10), a % 10, b, c].map((value) => digit + value);
  return [...numbers, ...numberTokens(first), ...numberTokens(second)];
}

function isQuestion(pair: ArrayLike<number>): boolean {
  return (pair[0] as number) >= PROMPT_TYPES.length / 2;
}

function solutionOf(pair: ArrayLike<number>): number {
  const at = PAIR_AT.distractors + DISTRACTORS.length;
  const numbers = [pair[at], pair[at + 1], pair[at + 2]] as [number, number, number];
  return answerOf({ type: pair[0] as number, numbers });
}

function differenceOf(pair: ArrayLike<number>, attribute: number): number {
  return Math.sign((pair[PAIR_AT.first + attribute] as number) - (pair[PAIR_AT.second + attribute] as number));
}

function measure({ pair }: Judged, { tokens, ended }: CompletionAt): readonly number[] {
  const { findings, solution, verdict } = readJudgeTrace(tokens);
  const formed = ended && verdict !== undefined;
  const is = (value: boolean): number => (formed && value ? 1 : 0);
  const right = is(verdict === pair[PAIR_AT.gold]);
  const grounded = findings.filter(([attribute, sign]) => differenceOf(pair, attribute) === sign).length;
  let favour = 0;
  for (let k = 0; k < DISTRACTORS.length; k++) favour += pair[PAIR_AT.distractors + k] as number;
  return [
    ...[right, right, is(verdict === pair[PAIR_AT.label]), is(true), tokens.length, findings.length],
    findings.length === 0 ? 0 : grounded / findings.length,
    isQuestion(pair) && solution === solutionOf(pair) ? 1 : 0,
    is(isQuestion(pair) === (solution !== undefined)),
    is(verdict === Number(favour > 0)),
    is(verdict === 1),
  ];
}

/** What matters is compared in the order of its weight, or the question is solved; then comes the right verdict. */
function demonstrate({ pair, principle, number }: Judged, options: JudgePairsOptions, most: number): readonly number[] {
  const { traceShare = 1, traceNoise = 0 } = options;
  const { attribute, above, below, equal, first, second, solve, end } = JUDGE_AT;
  const key = streamKey(0, "judge-pairs teacher");
  const isWrong = (k: number): boolean => uniformAt(key, 16 * number + 1 + k) < traceNoise;
  const verdict = [pair[PAIR_AT.gold] === 1 ? first : second, end];
  if (uniformAt(key, 16 * number) >= traceShare) return verdict;
  if (isQuestion(pair)) return [solve, ...numberTokens(solutionOf(pair) + (isWrong(0) ? 1 : 0)), ...verdict];
  const matters = principle.length > 0 ? principle.map(([k]) => k) : weightsOfTalk(pair[0] as number);
  const trace = matters.slice(0, most).flatMap((k, place) => {
    const sign = (isWrong(place) ? -1 : 1) * differenceOf(pair, k);
    return [attribute + k, sign === 0 ? equal : sign > 0 ? above : below];
  });
  return [...trace, ...verdict];
}
