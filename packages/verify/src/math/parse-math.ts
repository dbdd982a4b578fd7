import type { MathNode, RelationSign } from "./math-node.ts";
import type { MathLimits } from "./math-options.ts";
import { RELATION_SIGNS, SET_OPERATORS } from "./math-signs.ts";
import { HEDGES } from "./math-words.ts";
import { parseAtom } from "./parse-atom.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import { scaled, takeLetterUnit, takeUnits } from "./take-units.ts";
import { type MathGrammar, TokenReader } from "./token-reader.ts";
import { tokenize } from "./tokenize.ts";

/** A parsed answer and the units that were taken off it. */
export interface ParsedMath {
  readonly node: MathNode;
  readonly units: readonly string[];
}

/** How the text is to be read. */
export interface ParseOptions {
  readonly thousands: boolean;
  readonly decimalComma: boolean;
  readonly limits: MathLimits;
}

/**
 * Reads one answer into a tree.
 *
 * @throws SyntaxFailure when the text is words, not mathematics
 * @throws LimitError when it is too deep or has too many symbols
 */
export function parseMath(text: string, options: ParseOptions): ParsedMath {
  const tokens = tokenize(text, { ...options, nodes: options.limits.nodes });
  while (tokens.length > 0 && tokens[0]?.t === "w" && HEDGES.has(tokens[0].v.toLowerCase())) tokens.shift();
  for (
    let last = tokens[tokens.length - 1];
    last?.t === "o" && (last.v === "." || last.v === "," || last.v === ";" || last.v === "'");
    last = tokens[tokens.length - 1]
  )
    tokens.pop();
  const reader = new TokenReader(tokens, options.limits.depth, GRAMMAR);
  if (tokens.length === 0) throw new SyntaxFailure("nothing to read");
  const node = parseList(reader);
  if (reader.peek()) throw new SyntaxFailure(`unexpected ${reader.peek()?.v}`);
  return { node, units: reader.units };
}

/** `a; b; c` of `a, b and c` of relations. */
function parseList(reader: TokenReader): MathNode {
  const groups: MathNode[] = [];
  do groups.push(parseCommas(reader));
  while (reader.take(";") && reader.peek());
  return groups.length === 1 ? (groups[0] as MathNode) : { k: "list", items: groups, join: ";" };
}

function parseCommas(reader: TokenReader): MathNode {
  const items: MathNode[] = [];
  let join: "and" | "or" | "," = ",";
  for (;;) {
    const token = reader.peek();
    if (items.length > 0 && (token === undefined || (token.t === "o" && token.v === ";"))) break;
    items.push(parseRelation(reader));
    let joined = reader.take(",");
    if (reader.peek()?.t === "j") {
      join = reader.next().v as "and" | "or";
      joined = true;
      reader.take(",");
    }
    if (!joined) break;
  }
  return items.length === 1 ? (items[0] as MathNode) : { k: "list", items, join };
}

function parseRelation(reader: TokenReader): MathNode {
  return reader.deeper(() => {
    const sides = [parseSets(reader)];
    const signs: RelationSign[] = [];
    for (;;) {
      const token = reader.peek();
      if (token === undefined) break;
      if (token.t === "c" && token.v === "in") {
        reader.next();
        return { k: "member", of: sides[sides.length - 1] as MathNode, set: parseSets(reader) };
      }
      let sign = token.t === "o" || token.t === "c" ? RELATION_SIGNS.get(token.v) : undefined;
      if (token.t === "c" && token.v === "not") {
        reader.next();
        sign = "≠";
      }
      if (sign === undefined) break;
      reader.next();
      if ((sign === "<" || sign === ">") && reader.take("=")) sign = sign === "<" ? "≤" : "≥";
      signs.push(sign);
      sides.push(parseSets(reader));
    }
    return signs.length === 0 ? (sides[0] as MathNode) : { k: "relation", signs, sides };
  });
}

function parseSets(reader: TokenReader): MathNode {
  let left = parseRatio(reader);
  for (;;) {
    const token = reader.peek();
    if (token?.t !== "c") return left;
    const k = SET_OPERATORS.get(token.v);
    if (k === undefined) return left;
    reader.next();
    left = { k, a: left, b: parseRatio(reader) };
  }
}

function parseRatio(reader: TokenReader): MathNode {
  let left = parseSum(reader);
  while (!(reader.braces > 0 && reader.bars === 0) && reader.take(":"))
    left = { k: "ratio", a: left, b: parseSum(reader) };
  return left;
}

/** Terms joined by + − ± ∓. */
function parseSum(reader: TokenReader): MathNode {
  return reader.deeper(() => {
    const items: MathNode[] = [parseTerm(reader)];
    for (;;) {
      if (reader.take("+")) items.push(parseTerm(reader));
      else if (reader.take("-")) items.push({ k: "negative", of: parseTerm(reader) });
      else if (reader.take("pm", "c")) items.push({ k: "plusMinus", sign: 1, of: parseTerm(reader) });
      else if (reader.take("mp", "c")) items.push({ k: "plusMinus", sign: -1, of: parseTerm(reader) });
      else return items.length === 1 ? (items[0] as MathNode) : { k: "sum", items };
    }
  });
}

const TIMES: ReadonlySet<string> = new Set(["times", "cdot", "ast", "star", "bullet"]);

function parseTerm(reader: TokenReader): MathNode {
  let left = parseSigned(reader);
  for (;;) {
    const token = reader.peek();
    if (token === undefined) return left;
    if ((token.t === "o" && token.v === "*") || (token.t === "c" && TIMES.has(token.v))) {
      reader.next();
      left = product(left, parseSigned(reader));
    } else if ((token.t === "o" && token.v === "/") || (token.t === "c" && token.v === "div")) {
      reader.next();
      if (takeUnits(reader)) continue;
      left = { k: "quotient", a: left, b: parseSigned(reader) };
    } else if (isMixedNumber(left, reader)) {
      const a = parseAtom(reader);
      reader.next();
      left = juxtapose(left, { k: "quotient", a, b: parseAtom(reader) });
    } else if (startsFactor(token, reader)) {
      if (takeUnits(reader) || takeLetterUnit(left, reader)) {
        left = scaled(left, reader);
        continue;
      }
      left = juxtapose(left, parsePower(reader));
    } else return left;
  }
}

function product(a: MathNode, b: MathNode): MathNode {
  return a.k === "product" ? { k: "product", items: [...a.items, b] } : { k: "product", items: [a, b] };
}

/** `1 4/5` in plain text: an integer, a space, and a fraction of integers. */
function isMixedNumber(left: MathNode, reader: TokenReader): boolean {
  if (!isInteger(left.k === "negative" ? left.of : left)) return false;
  const isDigits = (ahead: number): boolean =>
    reader.peek(ahead)?.t === "n" && /^\d+$/.test(reader.peek(ahead)?.v ?? "");
  return reader.peek()?.spaced === true && isDigits(0) && reader.is("/", "o", 1) && isDigits(2);
}

const isInteger = (node: MathNode): boolean => node.k === "number" && !node.decimal && node.value.d === 1n;

/** `1 \frac{4}{5}` is 9/5; everything else side by side is a product. */
function juxtapose(a: MathNode, b: MathNode): MathNode {
  const whole = a.k === "negative" ? a.of : a;
  if (isInteger(whole) && b.k === "quotient" && isInteger(b.a) && isInteger(b.b)) {
    const sum: MathNode = { k: "sum", items: [whole, b] };
    return a.k === "negative" ? { k: "negative", of: sum } : sum;
  }
  if (whole.k === "number" && b.k === "number") throw new SyntaxFailure("two numbers side by side");
  return product(a, b);
}

function startsFactor(token: { readonly t: string; readonly v: string }, reader: TokenReader): boolean {
  if (token.t === "n" || token.t === "i" || token.t === "t" || token.t === "w") return true;
  if (token.t === "o") {
    if (token.v === "|") return reader.bars === 0 && reader.braces === 0;
    return token.v === "(" || token.v === "[" || token.v === "{" || token.v === "\\{";
  }
  if (token.t !== "c") return false;
  return (
    !RELATION_SIGNS.has(token.v) &&
    !/^(?:in|notin|not|cup|cap|bigcup|bigcap|setminus|backslash|smallsetminus|pm|mp|times|cdot|ast|div|mid|vert|rvert|end|to|rightarrow|Rightarrow|implies|iff|Leftrightarrow|rfloor|rceil|rangle|rbrace|pmod|bmod|mod|land|lor|wedge|vee)$/.test(
      token.v,
    )
  );
}

function parseSigned(reader: TokenReader): MathNode {
  let negative = false;
  let guard = 0;
  for (;;) {
    if (reader.take("-")) negative = !negative;
    else if (!reader.take("+")) break;
    if (++guard > 8) throw new SyntaxFailure("a row of signs");
  }
  if (reader.take("pm", "c")) return { k: "plusMinus", sign: 1, of: parseTermTail(reader) };
  if (reader.take("mp", "c")) return { k: "plusMinus", sign: -1, of: parseTermTail(reader) };
  const value = parsePower(reader);
  return negative ? { k: "negative", of: value } : value;
}

const parseTermTail = (reader: TokenReader): MathNode => reader.deeper(() => parseTerm(reader));

/** An atom with its postfixes: powers, factorials, percent and degree signs, primes. */
function parsePower(reader: TokenReader): MathNode {
  return reader.deeper(() => {
    let base = parseAtom(reader);
    for (;;) {
      if (reader.take("^")) {
        if (
          reader.take("circ", "c") ||
          (reader.is("{") &&
            reader.is("circ", "c", 1) &&
            reader.is("}", "o", 2) &&
            reader.next() &&
            reader.next() &&
            reader.next())
        ) {
          base = { k: "degrees", of: base };
          continue;
        }
        if (reader.take("prime", "c")) {
          base = { k: "opaque", name: "prime", args: [base], solvable: false };
          continue;
        }
        base = { k: "power", a: base, b: exponent(reader) };
      } else if (reader.take("!")) base = { k: "call", name: "factorial", args: [base] };
      else if (reader.take("%") || percentWord(reader)) base = { k: "percent", of: base };
      else if (reader.take("degree", "c")) base = { k: "degrees", of: base };
      else if (reader.is("'") && reader.next()) base = { k: "opaque", name: "prime", args: [base], solvable: false };
      else return base;
    }
  });
}

function percentWord(reader: TokenReader): boolean {
  const token = reader.peek();
  if (!token || (token.t !== "w" && token.t !== "t") || !/^(?:percent|pct|percentage|percents)$/i.test(token.v))
    return false;
  reader.next();
  return true;
}

function exponent(reader: TokenReader): MathNode {
  if (reader.take("-")) return { k: "negative", of: exponentAtom(reader) };
  reader.take("+");
  return exponentAtom(reader);
}

/** In `x^12` plain text means twelve; in LaTeX a bare multi-digit exponent is rare, so both read as written. */
function exponentAtom(reader: TokenReader): MathNode {
  return reader.deeper(() => {
    const base = parseAtom(reader);
    return reader.take("^") ? { k: "power", a: base, b: exponent(reader) } : base;
  });
}

const GRAMMAR: MathGrammar = { list: parseList, sum: parseSum, power: parsePower, atom: parseAtom };
