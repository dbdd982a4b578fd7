/** A formula over predicates, which are named by their place. */
export type LtlFormula =
  | { readonly op: "predicate"; readonly index: number }
  | { readonly op: "not"; readonly of: LtlFormula }
  | { readonly op: "next"; readonly of: LtlFormula }
  | { readonly op: "and"; readonly left: LtlFormula; readonly right: LtlFormula }
  | { readonly op: "or"; readonly left: LtlFormula; readonly right: LtlFormula }
  | { readonly op: "eventually"; readonly of: LtlFormula; readonly window: Window }
  | { readonly op: "always"; readonly of: LtlFormula; readonly window: Window }
  | {
      readonly op: "until" | "release";
      readonly left: LtlFormula;
      readonly right: LtlFormula;
      readonly window: Window;
    };

/** How many steps later something counts: from the first to the last, both included. */
export type Window = readonly [from: number, to: number];

/** A formula, or what keeps a text from being one. */
export type ParsedLtl = { readonly formula: LtlFormula } | { readonly problem: string };

const OPEN: Window = [0, Number.POSITIVE_INFINITY];
const TOKEN = /\s*(p\d+|[a-z]+|\d+|[()[\],]|\S)/gy;
const NAMES = "p0, p1, …";

/**
 * Reads a formula such as `always not p1 and eventually[4, 14] p0`.
 *
 * Binding, tightest first: `not`, `next`, `eventually`, `always`; then `until` and `release`; `and`; `or`.
 */
export function parseLtl(text: string): ParsedLtl {
  const reader = new Reader(text);
  try {
    const formula = either(reader);
    if (reader.token !== "") reader.fail("the end");
    return { formula };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  readonly #tokens: readonly { readonly text: string; readonly at: number }[];
  #place = 0;
  readonly #length: number;

  constructor(text: string) {
    this.#tokens = [...text.matchAll(TOKEN)].map((match) => {
      const token = match[1] as string;
      return { text: token, at: match.index + match[0].length - token.length };
    });
    this.#length = text.trimEnd().length;
  }

  /** The token that comes next; empty at the end. */
  get token(): string {
    return this.#tokens[this.#place]?.text ?? "";
  }

  take(): string {
    const { token } = this;
    this.#place++;
    return token;
  }

  takeIf(wanted: string): boolean {
    if (this.token !== wanted) return false;
    this.#place++;
    return true;
  }

  expect(wanted: string): void {
    if (!this.takeIf(wanted)) this.fail(`\`${wanted}\``);
  }

  fail(wanted: string): never {
    const at = (this.#tokens[this.#place]?.at ?? this.#length) + 1;
    const got = this.token === "" ? "the end" : `\`${this.token}\``;
    throw new Unreadable(`expected ${wanted} at character ${at}, got ${got}`);
  }
}

function either(reader: Reader): LtlFormula {
  let left = both(reader);
  while (reader.takeIf("or")) left = { op: "or", left, right: both(reader) };
  return left;
}

function both(reader: Reader): LtlFormula {
  let left = bound(reader);
  while (reader.takeIf("and")) left = { op: "and", left, right: bound(reader) };
  return left;
}

function bound(reader: Reader): LtlFormula {
  const left = unary(reader);
  const { token } = reader;
  if (token !== "until" && token !== "release") return left;
  reader.take();
  return { op: token, window: windowOf(reader), left, right: unary(reader) };
}

function unary(reader: Reader): LtlFormula {
  const { token } = reader;
  if (token === "not" || token === "next") {
    reader.take();
    return { op: token, of: unary(reader) };
  }
  if (token === "eventually" || token === "always") {
    reader.take();
    return { op: token, window: windowOf(reader), of: unary(reader) };
  }
  if (reader.takeIf("(")) {
    const inner = either(reader);
    reader.expect(")");
    return inner;
  }
  if (!/^p\d+$/.test(token)) reader.fail(`a predicate (${NAMES}) or an operator`);
  return { op: "predicate", index: Number(reader.take().slice(1)) };
}

function windowOf(reader: Reader): Window {
  if (!reader.takeIf("[")) return OPEN;
  const from = numberOf(reader);
  reader.expect(",");
  if (/^\d+$/.test(reader.token) && Number(reader.token) < from) reader.fail(`a number from ${from} on`);
  const to = numberOf(reader);
  reader.expect("]");
  return [from, to];
}

function numberOf(reader: Reader): number {
  if (!/^\d+$/.test(reader.token)) reader.fail("a number of steps");
  return Number(reader.take());
}
