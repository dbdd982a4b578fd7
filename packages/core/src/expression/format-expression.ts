import type { CallNode, Expression } from "./expression.ts";
import type { Notation } from "./function/function-spec.ts";
import { FUNCTIONS, functionSpec } from "./function/functions.ts";

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const RESERVED: ReadonlySet<string> = new Set(
  FUNCTIONS.flatMap(({ notation }) => (notation === undefined ? [] : [notation.symbol])),
);
const ATOM = Number.POSITIVE_INFINITY;

/**
 * The canonical text of an expression: one way to write each tree, with no needless parentheses.
 *
 * Parsing it gives the same tree, but for the places.
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * formatExpression(parseExpression("((a))*(b + c)&&`top-1`")) // => "a * (b + c) and `top-1`"
 * ```
 */
export function formatExpression(expression: Expression): string {
  if (expression.kind === "number") return String(expression.value);
  if (expression.kind === "name") return formatName(expression.name);
  const { notation } = functionSpec(expression.fn);
  if (notation === undefined) return `${expression.fn}(${expression.args.map(formatExpression).join(", ")})`;
  return notation.form === "infix" ? formatInfix(expression, notation) : formatPrefix(expression, notation);
}

/** A name as it is written in an expression, in backticks where it needs them. */
export function formatName(name: string): string {
  return PLAIN.test(name) && !RESERVED.has(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

function formatInfix({ args }: CallNode, { symbol, precedence, associativity }: Notation): string {
  const [left, right] = args as readonly [Expression, Expression];
  const above = precedence + 1;
  const leftText = within(left, associativity === "left" ? precedence : above);
  return `${leftText} ${symbol} ${within(right, associativity === "right" ? precedence : above)}`;
}

function formatPrefix({ args: [operand] }: CallNode, { symbol, precedence }: Notation): string {
  return `${symbol}${PLAIN.test(symbol) ? " " : ""}${within(operand as Expression, precedence)}`;
}

function within(operand: Expression, least: number): string {
  const text = formatExpression(operand);
  return precedenceOf(operand) < least ? `(${text})` : text;
}

function precedenceOf(expression: Expression): number {
  if (expression.kind === "number" && expression.value < 0) return functionSpec("negate").notation?.precedence ?? ATOM;
  return expression.kind === "call" ? (functionSpec(expression.fn).notation?.precedence ?? ATOM) : ATOM;
}
