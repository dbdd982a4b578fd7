import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { type CompletionAt, rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

export interface CountdownOptions {
  /** Numbers of a puzzle, each 1 … 9. Default 3. */
  readonly numbers?: number;
  /** Operations that may be used. Default + − ×. */
  readonly operations?: readonly ("+" | "-" | "*")[];
  /** Targets are 0 … maxTarget. Default 99. */
  readonly maxTarget?: number;
  /** Share of all puzzles that is held out. Default 0.1. */
  readonly heldOutShare?: number;
}

const VOCABULARY = ["<pad>", "<end>", ..."0123456789", "+", "-", "*", " ", "="];
const [PAD, END, ZERO, PLUS, TIMES, SPACE, EQUALS] = [0, 1, 2, 12, 14, 15, 16];
const NAMES = ["correct", "gold", "format", "length", "distance", "used"] as const;
const TRIES = 16;

/**
 * Countdown: write an expression of the given numbers, each at most once, that makes the target.
 *
 *   3 7 2=17   →   3+7*2<end>       products bind more tightly; no brackets
 *
 * Signals, one for each completion: `correct` (and `gold`): an expression of given numbers alone that makes the target;
 * `format`: an expression and an end; `length`: tokens without the end; `distance`: |value − target|, the largest
 * target where there is no value; `used`: share of the given numbers that the expression uses.
 */
export function countdown(options: CountdownOptions = {}): TokenWorld {
  const { numbers = 3, operations = ["+", "-", "*"], maxTarget = 99, heldOutShare = 0.1 } = options;
  const signs = operations.map((sign) => VOCABULARY.indexOf(sign));
  const source: PromptSource = {
    world: `countdown ${numbers} ${operations.join("")} ${maxTarget}`,
    pad: PAD,
    length: 2 * numbers + String(maxTarget).length,
    heldOutShare,
    make: (uniform) => drawPuzzle(numbers, signs, maxTarget, uniform),
  };
  return {
    id: "countdown@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: source.length,
    maxTokens: 2 * numbers,
    prompts: (seed, from, count, heldOut = false) => drawPrompts(source, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, (at) => measure(puzzleAt(prompts, at.prompt), maxTarget, at)),
    demonstration: (prompts, index) => [...puzzleAt(prompts, index).solution, END],
  };
}

interface Puzzle {
  readonly numbers: readonly number[];
  readonly target: number;
  /** Tokens of one expression that makes the target. */
  readonly solution: readonly number[];
}

function puzzleAt({ items }: Prompts, index: number): Puzzle {
  return items[index] as unknown as Puzzle;
}

function drawPuzzle(
  count: number,
  signs: readonly number[],
  maxTarget: number,
  uniform: () => number,
): ReturnType<PromptSource["make"]> {
  let solution: number[] = [];
  let target = -1;
  for (let attempt = 0; attempt < TRIES && (target < 0 || target > maxTarget); attempt++) {
    solution = [];
    for (let i = 0; i < count; i++) {
      if (i > 0) solution.push(signs[below(signs.length, uniform)] as number);
      solution.push(ZERO + 1 + below(9, uniform));
    }
    target = evaluate(solution) ?? -1;
  }
  if (target < 0 || target > maxTarget) {
    // Sums of small numbers always make a target.
    solution = solution.map((token, i) => (i % 2 === 1 ? PLUS : Math.min(token, ZERO + Math.floor(maxTarget / count))));
    target = evaluate(solution) as number;
  }
  const numbers = solution.filter((_, i) => i % 2 === 0).map((token) => token - ZERO);
  const shown = [...numbers].sort((a, b) => a - b);
  const tokens = [
    ...shown.flatMap((number, i) => (i === 0 ? [ZERO + number] : [SPACE, ZERO + number])),
    EQUALS,
    ...[...String(target)].map((digit) => ZERO + Number(digit)),
  ];
  return { tokens, item: { numbers: shown, target, solution }, name: `${shown.join(" ")}=${target}` };
}

/** Value of number, sign, number, sign, …; undefined for anything else. */
function evaluate(tokens: ArrayLike<number>): number | undefined {
  if (tokens.length % 2 === 0) return undefined;
  let [sum, product] = [0, 1];
  for (let i = 0; i < tokens.length; i += 2) {
    const digit = (tokens[i] as number) - ZERO;
    const sign = i === 0 ? PLUS : (tokens[i - 1] as number);
    if (digit < 0 || digit > 9 || sign < PLUS || sign > TIMES) return undefined;
    if (sign === TIMES) product *= digit;
    else {
      if (i > 0) sum += product;
      product = sign === PLUS ? digit : -digit;
    }
  }
  return sum + product;
}

function measure({ numbers, target }: Puzzle, maxTarget: number, { tokens, ended }: CompletionAt): readonly number[] {
  const value = evaluate(tokens);
  const left = [...numbers];
  let allowed = true;
  for (let i = 0; i < tokens.length; i += 2) {
    const place = left.indexOf((tokens[i] as number) - ZERO);
    if (place < 0) allowed = false;
    else left.splice(place, 1);
  }
  const right = ended && allowed && value === target ? 1 : 0;
  const distance = value === undefined ? maxTarget : Math.abs(value - target);
  const used = 1 - left.length / numbers.length;
  return [right, right, ended && value !== undefined ? 1 : 0, tokens.length, distance, used];
}
