import type { MathNode } from "./math-node.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import type { TokenReader } from "./token-reader.ts";

/** `\\sum_{k=1}^{n} …` or `\\prod`, after the command was read. */
export function parseSeries(name: "sum" | "product", reader: TokenReader): MathNode {
  if (!reader.take("_") || !reader.take("{")) throw new SyntaxFailure("a series without index");
  const index = reader.next();
  if (!reader.take("=")) throw new SyntaxFailure("a series without start");
  const from = reader.grammar.sum(reader);
  if (!reader.take("}") || !reader.take("^")) throw new SyntaxFailure("a series without end");
  const to = reader.deeper(() => reader.grammar.atom(reader));
  return reader.deeper(() => ({ k: "series", name, index: index.v, from, to, body: parseSeriesBody(reader) }));
}

function parseSeriesBody(reader: TokenReader): MathNode {
  const items = [reader.grammar.power(reader)];
  while (items.length < 64) {
    const token = reader.peek();
    if (token === undefined) break;
    if (token.t === "o" && token.v === "/") {
      reader.next();
      items.push({
        k: "power",
        a: reader.grammar.power(reader),
        b: { k: "number", value: { n: -1n, d: 1n }, decimal: false },
      });
      continue;
    }
    if (token.t === "c" && (token.v === "cdot" || token.v === "times")) reader.next();
    else if (
      !(
        token.t === "n" ||
        token.t === "i" ||
        (token.t === "o" && token.v === "(") ||
        (token.t === "c" && /^(?:d?frac|sqrt|pi|sin|cos|binom)$/.test(token.v))
      )
    )
      break;
    items.push(reader.grammar.power(reader));
  }
  return items.length === 1 ? (items[0] as MathNode) : { k: "product", items };
}

/** Integrals and limits are not computed here; the symbolic engine may. */
export function parseIntegral(name: string, reader: TokenReader): MathNode {
  const args: MathNode[] = [];
  const start = reader.mark;
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    if (token.t === "o" && ("=<>,;)]".includes(token.v) || token.v === "}" || token.v === "\\}")) break;
    if (reader.take("{")) skipGroup(reader);
    else if (reader.take("(")) skipParens(reader);
    else reader.next();
  }
  return { k: "opaque", name: `${name}:${reader.slice(start, reader.mark)}`, args, solvable: true };
}

function skipGroup(reader: TokenReader): void {
  for (let depth = 1; depth > 0; ) {
    const v = reader.next().v;
    if (v === "{") depth++;
    else if (v === "}") depth--;
  }
}

function skipParens(reader: TokenReader): void {
  for (let depth = 1; depth > 0; ) {
    const v = reader.next().v;
    if (v === "(") depth++;
    else if (v === ")") depth--;
  }
}
