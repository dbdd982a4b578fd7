import type { MathNode } from "./math-node.ts";
import { FUNCTIONS } from "./math-words.ts";
import { parseIntegral, parseSeries } from "./parse-series.ts";
import { rational } from "./rational.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import type { TokenReader } from "./token-reader.ts";

const INVERSE: Readonly<Record<string, string>> = { sin: "arcsin", cos: "arccos", tan: "arctan", cot: "arccot" };
const ALIAS: Readonly<Record<string, string>> = { tg: "tan", ctg: "cot", arctg: "arctan", lg: "log10" };

const RESERVED: ReadonlySet<string> = new Set(
  "end mid vert rvert rfloor rceil rangle rbrace in notin not cup cap setminus pmod bmod mod to rightarrow Rightarrow implies iff land lor wedge vee over choose".split(
    " ",
  ),
);

/** One operand that starts with a LaTeX command or a function's name. */
export function parseCommand(name: string, reader: TokenReader): MathNode {
  switch (name) {
    case "frac":
    case "dfrac":
    case "tfrac":
    case "cfrac":
      return { k: "quotient", a: argument(reader), b: argument(reader) };
    case "binom":
    case "dbinom":
    case "tbinom":
      return { k: "call", name: "binom", args: [argument(reader), argument(reader)] };
    case "sqrt":
      return squareRoot(reader);
    case "pi":
      return { k: "constant", name: "pi" };
    case "infty":
      return { k: "constant", name: "infinity" };
    case "emptyset":
    case "varnothing":
      return { k: "set", items: [] };
    case "mathbb":
    case "Bbb":
      return { k: "symbol", name: `ℝ${argumentText(reader)}` };
    case "lfloor":
    case "lceil":
    case "langle":
    case "lvert":
    case "lbrace":
      return delimited(name, reader);
    case "sum":
    case "prod":
      return parseSeries(name === "sum" ? "sum" : "product", reader);
    case "int":
    case "iint":
    case "oint":
    case "lim":
      return parseIntegral(name, reader);
    case "overline":
      return { k: "opaque", name, args: [argument(reader)], solvable: false };
    case "circ":
    case "dots":
    case "ldots":
    case "cdots":
      return { k: "symbol", name };
    default:
      if (FUNCTIONS.has(name)) return call(ALIAS[name] ?? name, reader);
      // A command nobody knows is a name, unless it takes arguments.
      if (!reader.is("{") && !reader.is("_") && !reader.is("^") && !reader.is("[") && !RESERVED.has(name))
        return { k: "symbol", name: `\\${name}` };
      throw new SyntaxFailure(`unknown command \\${name}`);
  }
}

/** A LaTeX argument: one group, or one token (`\frac12` is a half). */
function argument(reader: TokenReader): MathNode {
  const token = reader.peek();
  if (token?.t === "n" && /^\d{2,}$/.test(token.v)) return splitDigits(reader);
  return reader.deeper(() => reader.grammar.atom(reader));
}

/** `\frac12`: the tokenizer read 12, LaTeX takes 1 and then 2. */
function splitDigits(reader: TokenReader): MathNode {
  const token = reader.next();
  const digits = token.v;
  reader.unread(digits.slice(1));
  return { k: "number", value: rational.make(BigInt(digits[0] as string), 1n), decimal: false };
}

function argumentText(reader: TokenReader): string {
  if (!reader.take("{")) return reader.next().v;
  const v = reader.next().v;
  if (!reader.take("}")) throw new SyntaxFailure("unclosed {");
  return v;
}

function squareRoot(reader: TokenReader): MathNode {
  if (reader.is("[")) {
    reader.next();
    const degree = reader.grammar.sum(reader);
    if (!reader.take("]")) throw new SyntaxFailure("unclosed [");
    return { k: "call", name: "root", args: [argument(reader), degree] };
  }
  return { k: "call", name: "sqrt", args: [rootArgument(reader)] };
}

/** `√12` and `\\sqrt 12` in plain text mean the root of twelve. */
const rootArgument = (reader: TokenReader): MathNode =>
  reader.peek()?.t === "n" ? reader.deeper(() => reader.grammar.atom(reader)) : argument(reader);

const CLOSERS: Readonly<Record<string, readonly [string, string]>> = {
  lfloor: ["rfloor", "floor"],
  lceil: ["rceil", "ceil"],
  lvert: ["rvert", "abs"],
  langle: ["rangle", ""],
  lbrace: ["rbrace", ""],
};

function delimited(name: string, reader: TokenReader): MathNode {
  const inner = reader.grammar.list(reader);
  const [close, fn] = CLOSERS[name] as readonly [string, string];
  if (!reader.take(close, "c")) throw new SyntaxFailure(`unclosed ${name}`);
  if (name === "lbrace") return { k: "set", items: inner.k === "list" ? inner.items : [inner] };
  if (fn === "") return inner.k === "list" ? { k: "bracket", items: inner.items, open: "(", close: ")" } : inner;
  return { k: "call", name: fn, args: [inner] };
}

/** `\log_2 8`, `\sin^2 x`, `\tan^{-1} x`, `gcd(4, 6)`. */
function call(name: string, reader: TokenReader): MathNode {
  let base: MathNode | undefined;
  let power: MathNode | undefined;
  if (reader.take("_")) base = argument(reader);
  if (reader.take("^")) power = reader.take("-") ? { k: "negative", of: argument(reader) } : argument(reader);
  const inner = callArgument(reader);
  const args = inner.k === "bracket" || inner.k === "list" ? inner.items : [inner];
  const inverted = power?.k === "negative" || (power?.k === "number" && power.value.n < 0n);
  if (inverted && INVERSE[name]) return { k: "call", name: INVERSE[name], args };
  const value: MathNode = { k: "call", name, args: base ? [...args, base] : args };
  return power ? { k: "power", a: value, b: power } : value;
}

/** The argument without brackets runs to the next function, sign or separator. */
function callArgument(reader: TokenReader): MathNode {
  const items: MathNode[] = [];
  if (reader.is("(") || reader.is("{") || reader.is("[")) return reader.deeper(() => reader.grammar.atom(reader));
  if (reader.take("-")) return { k: "negative", of: callArgument(reader) };
  for (;;) {
    const token = reader.peek();
    if (token === undefined) break;
    const factor =
      token.t === "n" ||
      token.t === "i" ||
      (token.t === "c" &&
        /^(?:frac|dfrac|tfrac|sqrt|pi|infty)$|^(?:alpha|beta|gamma|delta|theta|phi|varphi|omega|lambda|mu|rho|tau|psi)$/.test(
          token.v,
        ));
    if (!factor) {
      if (items.length === 0 && (token.t === "c" || (token.t === "o" && token.v === "|")))
        items.push(reader.grammar.power(reader));
      break;
    }
    items.push(reader.grammar.power(reader));
  }
  if (items.length === 0) throw new SyntaxFailure("a function without argument");
  return items.length === 1 ? (items[0] as MathNode) : { k: "product", items };
}
