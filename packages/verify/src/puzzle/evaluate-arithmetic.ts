/** An exact value and the numbers it is made of, as written. */
export interface Arithmetic {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly numbers: readonly string[];
}

const PRIORITY: { readonly [operator: string]: number } = { "+": 1, "-": 1, "*": 2, "/": 2, "~": 3 };
const SIGNS: { readonly [sign: string]: string } = { "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-" };
const LIMIT_CHARACTERS = 1000;
const LIMIT_DIGITS = 15;

type Fraction = readonly [numerator: bigint, denominator: bigint];

/**
 * Evaluates whole numbers, `+ - * / ( )` exactly, by reading and never by running.
 *
 * ```ts doctest
 * import { evaluateArithmetic } from "@guerdon/verify/puzzle";
 * evaluateArithmetic("8 / (3 - 8 / 3)") // => { numerator: 24n, denominator: 1n, numbers: ["8", "3", "8", "3"] }
 * ```
 */
export function evaluateArithmetic(text: string): Arithmetic | { readonly why: string } {
  if (text.length > LIMIT_CHARACTERS) return { why: `the expression is longer than ${LIMIT_CHARACTERS} characters` };
  const values: Fraction[] = [];
  const operators: string[] = [];
  const numbers: string[] = [];
  let wantsValue = true;
  for (const [token] of text.matchAll(/\d+|\S/gu)) {
    const sign = SIGNS[token] ?? token;
    if (/^\d/u.test(sign)) {
      if (!wantsValue || sign.length > LIMIT_DIGITS) return { why: `there is no sense in ${token.slice(0, 20)}` };
      numbers.push(sign);
      values.push([BigInt(sign), 1n]);
      wantsValue = false;
    } else if (sign === "(" && wantsValue) operators.push(sign);
    else if (sign === "-" && wantsValue) operators.push("~");
    else if (sign === ")" && !wantsValue) {
      if (!reduceWhile(values, operators, (top) => top !== "(")) return { why: "it divides by zero" };
      if (operators.pop() === undefined) return { why: "a bracket is not opened" };
    } else if (!wantsValue && PRIORITY[sign] !== undefined && sign !== "~") {
      const own = PRIORITY[sign] as number;
      if (!reduceWhile(values, operators, (top) => top !== "(" && (PRIORITY[top] as number) >= own))
        return { why: "it divides by zero" };
      operators.push(sign);
      wantsValue = true;
    } else return { why: `there is no sense in ${token}` };
  }
  if (wantsValue) return { why: "the expression ends too early" };
  if (operators.includes("(")) return { why: "a bracket is not closed" };
  if (!reduceWhile(values, operators, () => true)) return { why: "it divides by zero" };
  const [numerator, denominator] = lowest(values[0] as Fraction);
  return { numerator, denominator, numbers };
}

/** Applies operators from the top of the stack while they qualify; false for a division by zero. */
function reduceWhile(values: Fraction[], operators: string[], qualifies: (top: string) => boolean): boolean {
  for (let top = operators.at(-1); top !== undefined && qualifies(top); top = operators.at(-1)) {
    operators.pop();
    const [c, d] = values.pop() as Fraction;
    if (top === "~") {
      values.push([-c, d]);
      continue;
    }
    const [a, b] = values.pop() as Fraction;
    if (top === "/" && c === 0n) return false;
    if (top === "+") values.push([a * d + c * b, b * d]);
    else if (top === "-") values.push([a * d - c * b, b * d]);
    else values.push(top === "*" ? [a * c, b * d] : [a * d, b * c]);
  }
  return true;
}

function lowest([n, d]: Fraction): Fraction {
  let a = n < 0n ? -n : n;
  let b = d < 0n ? -d : d;
  while (b !== 0n) [a, b] = [b, a % b];
  const by = d < 0n ? -a : a;
  return by === 0n ? [0n, 1n] : [n / by, d / by];
}
