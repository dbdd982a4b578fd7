import { LimitError } from "./limit-error.ts";
import type { MathNode } from "./math-node.ts";
import { FUNCTIONS, GREEK } from "./math-words.ts";
import { parseBracket, parseMatrix } from "./parse-bracket.ts";
import { parseCommand } from "./parse-command.ts";
import { rational } from "./rational.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import type { TokenReader } from "./token-reader.ts";

/** One operand: number, letter, bracket, command. */
export function parseAtom(reader: TokenReader): MathNode {
  const token = reader.next();
  switch (token.t) {
    case "n":
      return withBase(numberNode(token.v), token.v, reader);
    case "i":
      return letter(token.v, reader);
    case "t":
      return token.v.length === 1 ? letter(token.v, reader) : { k: "words", text: token.v };
    case "c":
      if (token.v === "begin" || token.v === "begindet") return parseMatrix(reader, token.v === "begindet");
      if (GREEK.has(token.v)) return letter(token.v, reader);
      return parseCommand(token.v, reader);
    case "o":
      return parseBracket(token.v, reader);
    default:
      if (token.t === "w" && !FUNCTIONS.has(token.v)) return { k: "words", text: token.v };
      throw new SyntaxFailure(`unexpected ${token.v}`);
  }
}

/** Value of a number as the tokenizer writes it: digits, point, `e` exponent, `r` repeating digits. */
function numberNode(v: string): MathNode {
  const repeat = v.indexOf("r");
  if (repeat >= 0) return repeating(v.slice(0, repeat), v.slice(repeat + 1));
  const e = v.indexOf("e");
  const exponent = e < 0 ? 0 : Number(v.slice(e + 1));
  if (Math.abs(exponent) > 4000) throw new LimitError("a power of ten above 4000");
  const plain = e < 0 ? v : v.slice(0, e);
  const point = plain.indexOf(".");
  const digits = point < 0 ? plain : plain.slice(0, point) + plain.slice(point + 1);
  const places = point < 0 ? 0 : plain.length - point - 1;
  return { k: "number", value: rational.fromDecimal(digits, places - exponent), decimal: point >= 0 };
}

function repeating(head: string, cycle: string): MathNode {
  const places = head.length - head.indexOf(".") - 1;
  const fixed = BigInt(head.replace(".", "") || "0");
  const nines = 10n ** BigInt(cycle.length) - 1n;
  return {
    k: "number",
    value: rational.make(fixed * nines + BigInt(cycle), nines * 10n ** BigInt(places)),
    decimal: false,
  };
}

/** `2516_8`, `2516_{8}`, `2516_{\text{eight}}`. */
function withBase(node: MathNode, digits: string, reader: TokenReader): MathNode {
  if (!reader.is("_")) return node;
  reader.next();
  return { k: "based", digits, base: subscriptText(reader) };
}

function subscriptText(reader: TokenReader): string {
  if (!reader.take("{")) return reader.next().v;
  let out = "";
  while (!reader.take("}")) out += reader.next().v;
  return out;
}

const APPLIED = /^[fghFGH]$/;

/** A letter: Euler's e, the imaginary unit, a variable, a subscripted variable, or f(…). */
function letter(name: string, reader: TokenReader): MathNode {
  if (reader.is("_")) return subscripted(name, reader);
  if (name === "e") return { k: "constant", name: "e" };
  if (name === "i" && !reader.is("(")) return { k: "constant", name: "i" };
  if (APPLIED.test(name) && reader.is("(") && !reader.peek()?.spaced) {
    reader.next();
    const args = [reader.grammar.sum(reader)];
    while (reader.take(",")) args.push(reader.grammar.sum(reader));
    if (!reader.take(")")) throw new SyntaxFailure("unclosed argument");
    return { k: "opaque", name, args, solvable: false };
  }
  return { k: "symbol", name };
}

/** x_1 is a name; a_{n−1} depends on n. */
function subscripted(name: string, reader: TokenReader): MathNode {
  reader.next();
  const mark = reader.mark;
  const plain = reader.peek();
  if (plain && (plain.t === "n" || plain.t === "t")) {
    reader.next();
    return { k: "symbol", name: `${name}_${plain.v}` };
  }
  if (reader.is("{")) {
    reader.next();
    if ((reader.peek()?.t === "n" || reader.peek()?.t === "t") && reader.is("}", "o", 1)) {
      const v = reader.next().v;
      reader.next();
      return { k: "symbol", name: `${name}_${v}` };
    }
    const args = [reader.grammar.sum(reader)];
    while (reader.take(",")) args.push(reader.grammar.sum(reader));
    if (!reader.take("}")) throw new SyntaxFailure("unclosed subscript");
    return { k: "opaque", name: `${name}_`, args, solvable: false };
  }
  if (plain?.t === "i") {
    reader.next();
    return { k: "opaque", name: `${name}_`, args: [{ k: "symbol", name: plain.v }], solvable: false };
  }
  throw new SyntaxFailure(`subscript at ${mark}`);
}
