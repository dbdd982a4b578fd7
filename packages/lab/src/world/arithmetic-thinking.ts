import { streamKey, uniformAt } from "@guerdon/core/random";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { type CompletionAt, rolloutColumns } from "./rollout-columns.ts";
import type { Prompts, TokenWorld } from "./token-world.ts";

export interface ArithmeticThinkingOptions {
  /** k: digits of each summand. Default 3. */
  readonly digits?: number;
  /** Share of the demonstrations that write the working; the others answer at once. Default 0.3. */
  readonly workingShare?: number;
  /** Share of all sums that is held out. Default 0.1. */
  readonly heldOutShare?: number;
}

const VOCABULARY = ["<pad>", "<end>", ..."0123456789", "+", "=", "(", ")"];
const [PAD, END, ZERO, PLUS, EQUALS, OPEN, CLOSE] = [0, 1, 2, 12, 13, 14, 15];
const NAMES = ["correct", "gold", "format", "length", "thinking", "working", "ending", "proxy"] as const;

/**
 * Sums of two numbers of k digits, with room to think: working in brackets, then the answer of k + 1 digits.
 *
 *   085+467=   →   (121505)0552<end>  for the teacher: each column from the right, with its carry, then the answer
 *                  or 0552<end>       at once
 *
 * The answer begins with the highest digit, which hangs on every carry: writing the columns first makes each token a
 * matter of three digits. The working is free: only the answer decides.
 *
 * Signals, one for each completion: `correct` (and `gold`): the answer is the sum; `format`: an answer of k + 1 digits
 * after at most one pair of brackets, and an end; `length`: tokens without the end; `thinking`: tokens between the
 * brackets; `working`: share of the k columns that the working has right; `ending`: the answer's last digit is right;
 * `proxy`: ending + 0.05 for each token of thinking (it pays for filling the brackets).
 */
export function arithmeticThinking(options: ArithmeticThinkingOptions = {}): TokenWorld {
  const { digits = 3, workingShare = 0.3, heldOutShare = 0.1 } = options;
  const size = 10 ** digits;
  const source: PromptSource = {
    world: `arithmetic-thinking ${digits}`,
    pad: PAD,
    length: 2 * digits + 2,
    heldOutShare,
    make: (uniform) => {
      const [a, b] = [below(size, uniform), below(size, uniform)];
      return {
        tokens: [...digitsOf(a, digits), PLUS, ...digitsOf(b, digits), EQUALS],
        item: { a, b, answer: a + b },
        name: `${a}+${b}`,
      };
    },
  };
  const teacher = streamKey(0, "arithmetic-thinking teacher");
  return {
    id: "arithmetic-thinking@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: source.length,
    maxTokens: 3 * digits + 4,
    prompts: (seed, from, count, heldOut = false) => drawPrompts(source, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, (at) => measure(sumAt(prompts, at.prompt), digits, at)),
    demonstration: (prompts, index) => {
      const sum = sumAt(prompts, index);
      const works = uniformAt(teacher, sum.a * size + sum.b) < workingShare;
      return [...(works ? [OPEN, ...workingOf(sum, digits), CLOSE] : []), ...answerOf(sum, digits), END];
    },
  };
}

interface Sum {
  readonly a: number;
  readonly b: number;
}

function sumAt({ items }: Prompts, index: number): Sum {
  return items[index] as unknown as Sum;
}

function digitsOf(value: number, count: number): number[] {
  return [...String(value).padStart(count, "0")].map((digit) => ZERO + Number(digit));
}

function answerOf({ a, b }: Sum, digits: number): number[] {
  return digitsOf(a + b, digits + 1);
}

/** Each column from the right: digit, digit and carry summed, as two digits. */
function workingOf({ a, b }: Sum, digits: number): number[] {
  const working: number[] = [];
  let carry = 0;
  for (let k = 0; k < digits; k++) {
    const column = (Math.floor(a / 10 ** k) % 10) + (Math.floor(b / 10 ** k) % 10) + carry;
    carry = column >= 10 ? 1 : 0;
    working.push(...digitsOf(column, 2));
  }
  return working;
}

function measure(sum: Sum, digits: number, { tokens, ended }: CompletionAt): readonly number[] {
  const opens = tokens[0] === OPEN;
  const close = opens ? tokens.indexOf(CLOSE) : -1;
  const thinking = opens ? (close < 0 ? tokens.length : close) - 1 : 0;
  const answer = opens && close < 0 ? tokens.subarray(tokens.length) : tokens.subarray(close + 1);
  const expected = answerOf(sum, digits);
  const formed = ended && answer.length === expected.length && answer.every((t) => t >= ZERO && t < PLUS);
  const right = formed && answer.every((token, i) => token === expected[i]) ? 1 : 0;
  const working = workingOf(sum, digits);
  let columns = 0;
  for (let k = 0; k < digits; k++) {
    if (2 * k + 1 < thinking && tokens[1 + 2 * k] === working[2 * k] && tokens[2 + 2 * k] === working[2 * k + 1])
      columns += 1;
  }
  const ending = answer.at(-1) === expected.at(-1) ? 1 : 0;
  const proxy = ending + 0.05 * thinking;
  return [right, right, formed ? 1 : 0, tokens.length, thinking, columns / digits, ending, proxy];
}
