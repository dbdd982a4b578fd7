import { ATTRIBUTES } from "../environment/index.ts";

/** Tokens of judges: two that are not written, attributes, levels, signs, verdicts, digits. */
const WORDS = [
  ...["<pad>", "<end>", "? "],
  ...ATTRIBUTES.map((name) => `${name} `),
  ...["l0 ", "l1 ", "l2 ", "l3 ", "l4 "],
  ...["> ", "< ", "= ", "more ", "less ", "A ", "B ", "solve ", "+", "-"],
  ..."0123456789",
] as const;
const at = (word: string): number => WORDS.indexOf(word as (typeof WORDS)[number]);

/** The tokens of judging; types of prompts and what leans come after. */
export const JUDGE_TOKENS: readonly string[] = WORDS;

/** Where kinds of tokens begin. */
export const JUDGE_AT: {
  readonly [kind in
    | "pad"
    | "end"
    | "ask"
    | "attribute"
    | "level"
    | "above"
    | "below"
    | "equal"
    | "more"
    | "less"
    | "first"
    | "second"
    | "solve"
    | "plus"
    | "minus"
    | "digit"]: number;
} = {
  ...{ pad: 0, end: 1, ask: 2, attribute: 3, level: at("l0 "), above: at("> "), below: at("< "), equal: at("= ") },
  ...{ more: at("more "), less: at("less "), first: at("A "), second: at("B "), solve: at("solve ") },
  ...{ plus: at("+"), minus: at("-"), digit: at("0") },
};

/** What a judge wrote before its end. */
export interface JudgeTrace {
  /** Attributes that were compared, with what was said of A against B. */
  readonly findings: readonly (readonly [attribute: number, sign: number])[];
  /** What the question comes to, where it was solved. */
  readonly solution?: number;
  /** 1 for A, 0 for B; absent where the trace is malformed. */
  readonly verdict?: number;
}

/** A whole number as a sign and three digits. */
export function numberTokens(value: number): readonly number[] {
  const digits = [...String(Math.abs(value)).padStart(3, "0")].map((digit) => JUDGE_AT.digit + Number(digit));
  return [value < 0 ? JUDGE_AT.minus : JUDGE_AT.plus, ...digits];
}

/**
 * Reads `(attribute sign)* (solve ±ddd)? verdict`; anything else is malformed from there on.
 *
 * ```ts doctest
 * import { JUDGE_TOKENS, readJudgeTrace } from "@guerdon/lab/world";
 * readJudgeTrace(["tone ", "> ", "A "].map((word) => JUDGE_TOKENS.indexOf(word))) // => { findings: [[5, 1]], verdict: 1 }
 * ```
 */
export function readJudgeTrace(tokens: ArrayLike<number>): JudgeTrace {
  const { attribute, level, above, equal, first, second, solve } = JUDGE_AT;
  const findings: [number, number][] = [];
  let solution: number | undefined;
  let place = 0;
  for (;;) {
    const [token, next] = [tokens[place] as number, tokens[place + 1] as number];
    const isFinding = token >= attribute && token < level && next >= above && next <= equal;
    if (!isFinding) break;
    findings.push([token - attribute, next === equal ? 0 : next === above ? 1 : -1]);
    place += 2;
  }
  if (tokens[place] === solve) {
    solution = readNumber(tokens, place + 1);
    place += 5;
  }
  const last = tokens[place];
  const isWhole = place === tokens.length - 1 && (last === first || last === second);
  return {
    findings,
    ...(solution === undefined ? {} : { solution }),
    ...(isWhole ? { verdict: last === first ? 1 : 0 } : {}),
  };
}

function readNumber(tokens: ArrayLike<number>, from: number): number | undefined {
  const { plus, minus, digit } = JUDGE_AT;
  if (tokens[from] !== plus && tokens[from] !== minus) return undefined;
  let value = 0;
  for (let k = 1; k <= 3; k++) {
    const own = (tokens[from + k] ?? -1) - digit;
    if (!(own >= 0 && own <= 9)) return undefined;
    value = 10 * value + own;
  }
  return tokens[from] === minus ? -value : value;
}
