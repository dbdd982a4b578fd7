import type { Place } from "./expression.ts";
import { expressionError } from "./expression-error.ts";

/** One word of an expression. `text` of a quoted name is the name without its backticks. */
export interface Token extends Place {
  readonly kind: "number" | "word" | "quoted" | "symbol" | "end";
  readonly text: string;
}

const SPACE = /\s+/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const QUOTED = /`((?:[^`]|``)+)`(?!`)/y;
const SYMBOL = /<=|>=|==|!=|&&|\|\||\*\*|[-+*/^<>!(),]/y;

const KINDS = [
  ["number", NUMBER],
  ["word", WORD],
  ["quoted", QUOTED],
  ["symbol", SYMBOL],
] as const;

/** What people write out of habit, and what to write here. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/=/y, "Compare with `==`."],
  [/&/y, "Write `and` or `&&`."],
  [/\|/y, "Write `or` or `||`."],
  [/[?:]/y, "Write `where(condition, a, b)`."],
  [/%/y, "Write `x - y * floor(x / y)` for a remainder."],
  [/`/y, "Close the name with a backtick; write a backtick within a name twice."],
  [/\.\s*\p{L}/uy, "Expressions read terms by name; quote a name with other characters with backticks."],
  [/["']/y, "There are no strings; quote a name with backticks."],
  [/[[\]{}]/y, "Group with parentheses."],
];

/**
 * Splits an expression into tokens, the last of which is `end`.
 *
 * @throws RewardError GUERDON_EXPRESSION at a character that starts no token
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    at += matchAt(SPACE, text, at)?.[0].length ?? 0;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "", at: text.length, end: text.length });
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of KINDS) {
    const match = matchAt(pattern, text, at);
    if (match === null) continue;
    const name = match[1]?.replaceAll("``", "`");
    return { kind, text: name ?? match[0], at, end: at + match[0].length };
  }
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  throw expressionError({
    at,
    end: at + character.length,
    expected: "a number, a name or an operator",
    got: `\`${character}\``,
    hint: HABITS.find(([pattern]) => matchAt(pattern, text, at) !== null)?.[1],
  });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
