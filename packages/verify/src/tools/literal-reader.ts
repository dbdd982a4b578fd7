import { asTuple, type CallValue, recordOf, type ToolCall, WholeFloat } from "./tool-call.ts";

/** What is wrong with a text of calls. */
export class LiteralFault extends Error {}

const MAX_DEPTH = 200;
/** More calls than this in one text are not read. */
export const MAX_CALLS = 1000;
const WORD = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?:\s*\.\s*[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)*/y;
const NUMBER = /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?/y;
const CONSTANTS: { readonly [word: string]: CallValue } = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
};
const ESCAPES: { readonly [letter: string]: string } = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  "0": "\0",
  "\n": "",
};

/** Reads Python literals and calls, and JSON as a part of them, in one pass without looking back. */
export class LiteralReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** A list of calls `[f(a=1), g()]`, with or without the brackets. */
  calls(): readonly ToolCall[] {
    const bracketed = this.#takes("[");
    const calls: ToolCall[] = [];
    while (!(bracketed ? this.#takes("]") : this.#ended())) {
      if (calls.length > 0 && !this.#takes(",")) throw this.#fault("`,`");
      if (calls.length > 0 && bracketed && this.#takes("]")) break;
      if (calls.length === MAX_CALLS) throw new LiteralFault(`there are more than ${MAX_CALLS} calls`);
      calls.push(this.#call(this.#word()));
    }
    this.#end();
    return calls;
  }

  /** One value and nothing after it. */
  only(): CallValue {
    const value = this.#sum();
    this.#end();
    return value;
  }

  #end(): void {
    if (!this.#ended()) throw this.#fault("the end");
  }

  #ended(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  #skip(): void {
    for (let code = this.#text.charCodeAt(this.#at); ; code = this.#text.charCodeAt(this.#at)) {
      if (code === 0x23) {
        const line = this.#text.indexOf("\n", this.#at);
        this.#at = line < 0 ? this.#text.length : line;
      } else if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0) this.#at += 1;
      else return;
    }
  }

  #takes(sign: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #word(): string {
    this.#skip();
    WORD.lastIndex = this.#at;
    const found = WORD.exec(this.#text)?.[0];
    if (found === undefined) throw this.#fault("a name");
    this.#at += found.length;
    return found.replaceAll(/\s+/gu, "");
  }

  #call(name: string): ToolCall {
    if (!this.#takes("(")) throw this.#fault("`(`");
    const entries: (readonly [string, CallValue])[] = [];
    while (!this.#takes(")")) {
      if (entries.length > 0) {
        if (!this.#takes(",")) throw this.#fault("`,` or `)`");
        if (this.#takes(")")) break;
      }
      const key = this.#word();
      if (!this.#takes("=")) throw this.#fault(`\`=\` after the parameter ${key}`);
      entries.push([key, this.#nested(() => this.#sum())]);
    }
    return { name, arguments: recordOf(entries) };
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new LiteralFault(`values are nested more than ${MAX_DEPTH} deep`);
    const value = read();
    this.#depth -= 1;
    return value;
  }

  /** Sums and products of numbers are worked out, as a Python reader would. */
  #sum(): CallValue {
    let value = this.#product();
    for (;;) {
      const sign = this.#takes("+") ? 1 : this.#takes("-") ? -1 : 0;
      if (sign === 0) return value;
      const right = this.#product();
      value = whole(this.#number(value) + sign * this.#number(right), isFloat(value) || isFloat(right));
    }
  }

  #product(): CallValue {
    let value = this.#power();
    for (;;) {
      const times = this.#takes("*");
      if (!times && !this.#takes("/")) return value;
      const right = this.#power();
      const [a, b] = [this.#number(value), this.#number(right)];
      if (!times && b === 0) throw this.#fault("a divisor other than 0");
      value = whole(times ? a * b : a / b, !times || isFloat(value) || isFloat(right));
    }
  }

  #power(): CallValue {
    const base = this.#single();
    if (!this.#takes("**")) return base;
    const exponent = this.#nested(() => this.#power());
    const [a, b] = [this.#number(base), this.#number(exponent)];
    return whole(a ** b, isFloat(base) || isFloat(exponent) || b < 0);
  }

  #number(value: CallValue): number {
    const number = value instanceof WholeFloat ? value.value : value;
    if (typeof number !== "number") throw this.#fault("numbers on both sides of the sign");
    return number;
  }

  #single(): CallValue {
    this.#skip();
    const sign = this.#text[this.#at];
    if (sign === '"' || sign === "'") return this.#strings();
    if (sign === "[" || sign === "(") return this.#nested(() => this.#list(sign === "[" ? "]" : ")"));
    if (sign === "{") return this.#nested(() => this.#record());
    if (sign === "-" || sign === "+") {
      this.#at += 1;
      const value = this.#nested(() => this.#power());
      const number = this.#number(value);
      return whole(sign === "-" ? -number : number, isFloat(value));
    }
    if (sign === "." || (sign !== undefined && sign >= "0" && sign <= "9")) return this.#digits();
    return this.#named();
  }

  #digits(): CallValue {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text)?.[0];
    if (found === undefined) throw this.#fault("a number");
    const number = Number(found.replaceAll("_", ""));
    if (!Number.isFinite(number)) throw this.#fault("a finite number");
    this.#at += found.length;
    return whole(number, !/^0[xXoObB]/u.test(found) && /[.eE]/u.test(found));
  }

  #named(): CallValue {
    const word = this.#word();
    const raw = this.#text[this.#at];
    if ((raw === '"' || raw === "'") && /^[bBuUrRfF]{1,2}$/u.test(word)) return this.#strings();
    if (Object.hasOwn(CONSTANTS, word)) return CONSTANTS[word] as CallValue;
    this.#skip();
    if (this.#text[this.#at] !== "(") return word;
    const call = this.#nested(() => this.#call(word));
    return { [call.name]: call.arguments };
  }

  /** Strings that stand side by side are one. */
  #strings(): string {
    let text = "";
    for (this.#skip(); this.#text[this.#at] === '"' || this.#text[this.#at] === "'"; this.#skip())
      text += this.#string();
    return text;
  }

  #string(): string {
    const text = this.#text;
    const sign = text[this.#at] as string;
    const quote = text.startsWith(sign.repeat(3), this.#at) ? sign.repeat(3) : sign;
    this.#at += quote.length;
    const parts: string[] = [];
    let from = this.#at;
    for (;;) {
      const letter = text[this.#at];
      if (letter === undefined || (letter === "\n" && quote.length === 1)) throw this.#fault("the end of a string");
      if (letter === sign && text.startsWith(quote, this.#at)) break;
      if (letter !== "\\") {
        this.#at += 1;
        continue;
      }
      parts.push(text.slice(from, this.#at), this.#escape());
      from = this.#at;
    }
    parts.push(text.slice(from, this.#at));
    this.#at += quote.length;
    return parts.join("");
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? "";
    const digits = letter === "u" ? 4 : letter === "x" ? 2 : letter === "U" ? 8 : 0;
    if (digits === 0) {
      this.#at += 2;
      return ESCAPES[letter] ?? (/[\\'"/]/u.test(letter) ? letter : `\\${letter}`);
    }
    const code = this.#text.slice(this.#at + 2, this.#at + 2 + digits);
    const point = /^[0-9a-fA-F]+$/u.test(code) && code.length === digits ? Number.parseInt(code, 16) : -1;
    if (point < 0 || point > 0x10ffff) throw this.#fault(`${digits} hexadecimal digits`);
    this.#at += 2 + digits;
    return String.fromCodePoint(point);
  }

  #list(close: string): CallValue {
    this.#at += 1;
    const values: CallValue[] = [];
    let commas = 0;
    while (!this.#takes(close)) {
      if (values.length > commas) throw this.#fault(`\`,\` or \`${close}\``);
      values.push(this.#sum());
      if (this.#takes(",")) commas += 1;
    }
    if (close === "]") return values;
    return commas === 0 && values.length === 1 ? (values[0] as CallValue) : asTuple(values);
  }

  #record(): CallValue {
    this.#at += 1;
    const entries: (readonly [string, CallValue])[] = [];
    while (!this.#takes("}")) {
      if (entries.length > 0) {
        if (!this.#takes(",")) throw this.#fault("`,` or `}`");
        if (this.#takes("}")) break;
      }
      const key = this.#single();
      if (!this.#takes(":")) throw this.#fault("`:`");
      entries.push([typeof key === "string" ? key : JSON.stringify(key), this.#sum()]);
    }
    return recordOf(entries);
  }

  #fault(expected: string): LiteralFault {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    return new LiteralFault(
      `expected ${expected} at ${this.#at}, got ${rest === "" ? "the end" : JSON.stringify(rest)}`,
    );
  }
}

function isFloat(value: CallValue): boolean {
  return value instanceof WholeFloat || (typeof value === "number" && !Number.isInteger(value));
}

function whole(number: number, float: boolean): CallValue {
  if (!Number.isFinite(number)) throw new LiteralFault("a number is too large");
  return float && Number.isInteger(number) ? new WholeFloat(number) : number;
}
