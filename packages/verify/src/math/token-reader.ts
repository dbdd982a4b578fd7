import { LimitError } from "./limit-error.ts";
import type { MathNode } from "./math-node.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import type { MathToken } from "./token-scan.ts";

/** The levels of the grammar that brackets and commands read inside themselves. */
export interface MathGrammar {
  readonly list: (reader: TokenReader) => MathNode;
  readonly sum: (reader: TokenReader) => MathNode;
  readonly power: (reader: TokenReader) => MathNode;
  readonly atom: (reader: TokenReader) => MathNode;
}

/** A cursor over tokens with a depth guard, so that no text can overflow the stack. */
export class TokenReader {
  readonly #tokens: MathToken[];
  readonly #maxDepth: number;
  readonly grammar: MathGrammar;
  #at = 0;
  #depth = 0;
  /** Nesting of |…|: a bar in operator position closes one. */
  bars = 0;
  /** Nesting of \{…\}: a bar there starts a condition. */
  braces = 0;
  /** Units seen, in order, as written. */
  readonly units: string[] = [];

  constructor(tokens: MathToken[], maxDepth: number, grammar: MathGrammar) {
    this.grammar = grammar;
    this.#tokens = tokens;
    this.#maxDepth = maxDepth;
  }

  peek(ahead = 0): MathToken | undefined {
    return this.#tokens[this.#at + ahead];
  }

  next(): MathToken {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new SyntaxFailure("unexpected end");
    return token;
  }

  /** Takes the next token when it is this operator or command. */
  take(v: string, t: MathToken["t"] = "o"): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.v !== v || token.t !== t) return false;
    this.#at++;
    return true;
  }

  is(v: string, t: MathToken["t"] = "o", ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token !== undefined && token.v === v && token.t === t;
  }

  /** Puts digits back as the next token (`\\frac12` is read one digit at a time). */
  unread(digits: string): void {
    this.#tokens.splice(this.#at, 0, { t: "n", v: digits, spaced: false });
  }

  get mark(): number {
    return this.#at;
  }

  rewind(mark: number): void {
    this.#at = mark;
  }

  deeper<T>(read: () => T): T {
    if (++this.#depth > this.#maxDepth) throw new LimitError(`nested deeper than ${this.#maxDepth}`);
    const value = read();
    this.#depth--;
    return value;
  }

  slice(from: number, to: number): string {
    return this.#tokens
      .slice(from, to)
      .map((t) => t.v)
      .join("");
  }
}
