import type { MathNode } from "./math-node.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import type { TokenReader } from "./token-reader.ts";

/** A group, tuple, interval, set or absolute value, after its opening bracket `open` was read. */
export function parseBracket(open: string, reader: TokenReader): MathNode {
  if (open === "(" || open === "[") return round(open, reader);
  if (open === "{") return group(reader);
  if (open === "\\{") return set(reader);
  if (open === "|") return bars(reader);
  if (open === "‖") {
    const inner = reader.grammar.list(reader);
    if (!reader.take("‖")) throw new SyntaxFailure("unclosed norm");
    return { k: "opaque", name: "norm", args: [inner], solvable: false };
  }
  throw new SyntaxFailure(`unexpected ${open}`);
}

/** Bars and braces outside do not reach into a bracket. */
function inside<T>(reader: TokenReader, read: () => T): T {
  const { bars, braces } = reader;
  reader.bars = 0;
  reader.braces = 0;
  const value = read();
  reader.bars = bars;
  reader.braces = braces;
  return value;
}

function round(open: "(" | "[", reader: TokenReader): MathNode {
  const inner = inside(reader, () => reader.grammar.list(reader));
  let close: ")" | "]";
  if (reader.take(")")) close = ")";
  else if (reader.take("]")) close = "]";
  else throw new SyntaxFailure(`unclosed ${open}`);
  if (inner.k !== "list" || inner.join === "or") {
    if (open === "[" && close === "]" && inner.k !== "matrix") return { k: "bracket", items: [inner], open, close };
    return inner;
  }
  return { k: "bracket", items: inner.items, open, close };
}

function group(reader: TokenReader): MathNode {
  if (reader.take("}")) return { k: "words", text: "" };
  const inner = inside(reader, () => reader.grammar.list(reader));
  if (!reader.take("}")) throw new SyntaxFailure("unclosed {");
  return inner;
}

function set(reader: TokenReader): MathNode {
  if (reader.take("\\}")) return { k: "set", items: [] };
  const { bars } = reader;
  reader.bars = 0;
  reader.braces++;
  const head = reader.grammar.list(reader);
  let condition: MathNode | undefined;
  if (reader.take("|") || reader.take("mid", "c") || reader.take(":") || reader.take("vert", "c"))
    condition = reader.grammar.list(reader);
  reader.braces--;
  reader.bars = bars;
  if (!reader.take("\\}") && !reader.take("}")) throw new SyntaxFailure("unclosed set");
  if (condition) return condition;
  return { k: "set", items: head.k === "list" ? head.items : [head] };
}

function bars(reader: TokenReader): MathNode {
  reader.bars++;
  const { braces } = reader;
  reader.braces = 0;
  const inner = reader.grammar.list(reader);
  reader.braces = braces;
  reader.bars--;
  if (!reader.take("|")) throw new SyntaxFailure("unclosed |");
  return { k: "call", name: inner.k === "matrix" ? "det" : "abs", args: [inner] };
}

/** Rows of a matrix, array or cases environment, after \begin{…} was read. */
export function parseMatrix(reader: TokenReader, determinant: boolean): MathNode {
  const rows: MathNode[][] = [];
  let row: MathNode[] = [];
  return inside(reader, () => {
    for (;;) {
      if (reader.take("end", "c")) break;
      row.push(reader.grammar.list(reader));
      if (reader.take("&")) continue;
      rows.push(row);
      row = [];
      if (reader.take("\\\\")) continue;
      if (!reader.take("end", "c")) throw new SyntaxFailure("unclosed matrix");
      break;
    }
    if (row.length > 0) rows.push(row);
    if (rows.length === 0 || rows.some((r) => r.length !== rows[0]?.length)) throw new SyntaxFailure("uneven matrix");
    const matrix: MathNode = { k: "matrix", rows };
    return determinant ? { k: "call", name: "det", args: [matrix] } : matrix;
  });
}
