import type { MathNode } from "./math-node.ts";
import { SCALES } from "./math-words.ts";
import type { TokenReader } from "./token-reader.ts";

/** Takes words that follow a number as its unit, with their powers; true when it took any. */
export function takeUnits(reader: TokenReader): boolean {
  let took = false;
  for (;;) {
    const token = reader.peek();
    if (
      token === undefined ||
      !(token.t === "w" || (token.t === "t" && !(token.v.length === 1 && token.v === token.v.toUpperCase())))
    )
      break;
    reader.next();
    let unit = token.v.trim();
    if (reader.is("^")) {
      const mark = reader.mark;
      reader.next();
      reader.grammar.atom(reader);
      unit += `^${reader.slice(mark + 1, reader.mark).replace(/[{}]/g, "")}`;
    }
    if (/^(?:percent|pct|percentage|percents)$/i.test(unit)) {
      reader.rewind(reader.mark - 1);
      return took;
    }
    reader.units.push(unit);
    took = true;
    if (reader.is("/") && (reader.peek(1)?.t === "w" || reader.peek(1)?.t === "t" || reader.peek(1)?.t === "i")) {
      reader.next();
      const per = reader.next();
      reader.units.push(`/${per.v}`);
    }
    if (reader.is(".")) reader.next();
  }
  return took;
}

/** `2600 g` at the end of a number: one of the letters that are usual units, after a space. */
export function takeLetterUnit(left: MathNode, reader: TokenReader): boolean {
  const token = reader.peek();
  if (left.k !== "number" || token?.t !== "i" || !token.spaced || !/^[mgsLlhNJWV]$/.test(token.v)) return false;
  if (reader.peek(1) !== undefined) return false;
  reader.next();
  reader.units.push(token.v);
  return true;
}

/** `9.9 billion`: a scale word taken as a unit multiplies. */
export function scaled(value: MathNode, reader: TokenReader): MathNode {
  const at = reader.units.length - 1;
  const first = reader.units[at]?.toLowerCase() ?? "";
  const zeros = SCALES.get(first);
  if (zeros === undefined) return value;
  reader.units.splice(at, 1);
  return { k: "product", items: [value, { k: "number", value: { n: 10n ** BigInt(zeros), d: 1n }, decimal: false }] };
}
