import { LimitError } from "./limit-error.ts";
import { FUNCTIONS, JOINERS, LAYOUT, SHORT_UNITS, TEXT_COMMANDS } from "./math-words.ts";
import { SyntaxFailure } from "./syntax-failure.ts";

/** `n` number, `i` letter, `w` word, `c` command, `o` operator or bracket, `j` joiner (and, or), `t` text. */
export interface MathToken {
  readonly t: "n" | "i" | "w" | "c" | "o" | "j" | "t";
  readonly v: string;
  /** A space stood before it. */
  readonly spaced: boolean;
  /** It came from \text{…}. */
  readonly quoted?: boolean;
}

/** How commas are read. */
export interface TokenizeOptions {
  /** `1,234` outside brackets is one number. */
  readonly thousands: boolean;
  /** `1,5` outside brackets is 1.5. */
  readonly decimalComma: boolean;
  readonly nodes: number;
}

const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)/y;
const EXPONENT = /[eE][+-]?\d+(?![a-zA-Z])/y;
const LATEX_GROUP = /(?:\s?\{\s*,\s*\}|\\!?,(?:\\!)?|,\\!|\\ |\\;)\s*(?=\d{3}(?!\d))/y;
const COMMA_GROUP = /,(?=\d{3}(?![\d]))/y;
const SPACE_GROUP = / (?=\d{3}(?!\d|\s*\/))/y;
const COMMAND = /\\([a-zA-Z]+\*?|[\s\S])/y;
const WORD = /[a-zA-Z]+(?:(?<=[a-zA-Z]{2})['’-][a-zA-Z]{2,})*/y;
const REPEAT = /\.?\\overline\{(\d{1,40})\}/y;

/** Splits LaTeX or plain maths into tokens. */
export function tokenize(text: string, options: TokenizeOptions): MathToken[] {
  return new Tokenizer(text, options).run();
}

class Tokenizer {
  readonly #text: string;
  readonly #options: TokenizeOptions;
  readonly #out: MathToken[] = [];
  #at = 0;
  #spaced = false;
  #brackets = 0;
  #environments = 0;

  constructor(text: string, options: TokenizeOptions) {
    this.#text = text;
    this.#options = options;
  }

  run(): MathToken[] {
    const text = this.#text;
    while (this.#at < text.length) {
      if (this.#out.length > this.#options.nodes) throw new LimitError(`more than ${this.#options.nodes} symbols`);
      const c = text.charCodeAt(this.#at);
      if (c <= 32 || c === 126) {
        this.#at++;
        this.#spaced = true;
      } else if ((c >= 48 && c <= 57) || (c === 46 && isDigit(text.charCodeAt(this.#at + 1)))) this.#number();
      else if (c === 92) this.#command();
      else if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122)) this.#word();
      else this.#operator();
    }
    return this.#out;
  }

  #push(t: MathToken["t"], v: string, quoted = false): void {
    this.#out.push(quoted ? { t, v, spaced: this.#spaced, quoted } : { t, v, spaced: this.#spaced });
    this.#spaced = false;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #number(): void {
    let digits = (this.#match(NUMBER) as RegExpExecArray)[0];
    if (/^\d+$/.test(digits)) digits = this.#groups(digits);
    const repeat = this.#match(REPEAT);
    if (repeat) return this.#push("n", `${digits.includes(".") ? digits : `${digits}.`}r${repeat[1]}`);
    const exponent = this.#match(EXPONENT);
    this.#push("n", exponent ? digits + exponent[0].toLowerCase() : digits);
  }

  #groups(first: string): string {
    const outside = this.#brackets === 0;
    const kinds =
      outside && this.#options.thousands && first !== "0" ? [LATEX_GROUP, COMMA_GROUP, SPACE_GROUP] : [LATEX_GROUP];
    for (const kind of first.length <= 3 ? kinds : []) {
      let digits = first;
      while (this.#match(kind)) {
        digits += this.#text.slice(this.#at, this.#at + 3);
        this.#at += 3;
      }
      if (digits !== first) return digits + this.#fraction();
    }
    if (
      outside &&
      this.#options.decimalComma &&
      this.#text[this.#at] === "," &&
      isDigit(this.#text.charCodeAt(this.#at + 1))
    ) {
      this.#at++;
      return `${first}.${(this.#match(/\d+/y) as RegExpExecArray)[0]}`;
    }
    return first;
  }

  #fraction(): string {
    return this.#match(/\.\d+/y)?.[0] ?? "";
  }

  #command(): void {
    const name = (this.#match(COMMAND) ?? ["", ""])[1] as string;
    if (name === "\\") return this.#doubleBackslash();
    if (name === "left" || name === "right") {
      if (this.#text[this.#at] === ".") this.#at++;
      return;
    }
    if (TEXT_COMMANDS.has(name)) return this.#textArgument();
    if (name === "mathrm" || name === "operatorname") return this.#roman();
    if (name === "hspace" || name === "vspace" || name === "color" || name === "phantom") return void this.#braced();
    if (name === "quad" || name === "qquad" || (name.length === 1 && ",;:! ".includes(name))) {
      this.#spaced = true;
      return;
    }
    if (LAYOUT.has(name)) return;
    if (name === "begin" || name === "end") return this.#environment(name);
    if (name === "{" || name === "}") return this.#bracket(name === "{" ? "\\{" : "\\}", name === "{" ? 1 : -1);
    if (name === "%") return this.#push("o", "%");
    if (name === "$" || name === '"' || name === "'" || name === "_") return;
    if (name === "|" || name === "Vert" || name === "lVert" || name === "rVert") return this.#push("o", "‖");
    const spaced = /^q?quad([a-zA-Z])$/.exec(name);
    if (spaced) {
      this.#spaced = true;
      return this.#push("i", spaced[1] as string);
    }
    if (!/^[a-zA-Z]+$/.test(name)) throw new SyntaxFailure(`\\${name}`);
    this.#push("c", name);
  }

  #doubleBackslash(): void {
    const next = this.#text.charCodeAt(this.#at);
    const letter = (next >= 97 && next <= 122) || (next >= 65 && next <= 90);
    if (this.#environments > 0 && !letter) return this.#push("o", "\\\\");
    if (this.#environments > 0) {
      // A row break before a letter, unless a known command was escaped twice.
      if (
        !/^(?:frac|dfrac|tfrac|sqrt|end|pi|left|right|text|cdot|times)\b|^(?:frac|end)/.test(
          this.#text.slice(this.#at, this.#at + 8),
        )
      )
        return this.#push("o", "\\\\");
    }
    if (
      letter ||
      this.#text[this.#at] === "{" ||
      this.#text[this.#at] === "}" ||
      this.#text[this.#at] === "%" ||
      this.#text[this.#at] === ","
    )
      this.#at--;
    else this.#spaced = true;
  }

  #braced(): string {
    const open = this.#match(/\s*\{/y);
    if (!open) return "";
    const start = this.#at;
    let depth = 1;
    while (this.#at < this.#text.length && depth > 0) {
      const c = this.#text[this.#at++];
      if (c === "{") depth++;
      else if (c === "}") depth--;
    }
    return this.#text.slice(start, depth === 0 ? this.#at - 1 : this.#at);
  }

  #textArgument(): void {
    const raw = this.#braced();
    const content = raw.replace(/\\[a-zA-Z]+|[\\{}$~]/g, " ").trim();
    if (content === "") {
      this.#spaced = true;
      return;
    }
    if (JOINERS.has(content.toLowerCase().replace(/^,\s*/, "")))
      return this.#push("j", content.toLowerCase().replace(/^,\s*/, ""));
    const bare = /^\(?\s*([A-Za-z])\s*\)?$/.exec(content);
    if (bare) return this.#push("t", bare[1] as string, true);
    if (/[0-9=<>+^_]/.test(content) || /^[,;.%]$/.test(content)) {
      const inner = tokenize(raw, { ...this.#options, nodes: this.#options.nodes - this.#out.length });
      for (const token of inner) this.#out.push(token);
      return;
    }
    this.#push("t", content, true);
  }

  #roman(): void {
    const start = this.#at;
    const content = this.#braced().trim();
    if (FUNCTIONS.has(content)) return this.#push("c", content);
    if (/^[a-zA-Z]$/.test(content) && content !== "m") return this.#push("i", content);
    if (/^[a-zA-Z ]+$/.test(content)) return this.#push("t", content, true);
    this.#at = start;
  }

  #environment(which: string): void {
    const name = this.#braced().replace("*", "");
    if (which === "begin" && name === "array") this.#braced();
    if (!/matrix$|^array$|^cases$/.test(name)) {
      if (/^(?:align|aligned|gather|equation|split|eqnarray)$/.test(name)) return;
      throw new SyntaxFailure(`environment ${name}`);
    }
    this.#environments += which === "begin" ? 1 : -1;
    this.#brackets += which === "begin" ? 1 : -1;
    this.#push("c", which === "begin" ? (name === "vmatrix" ? "begindet" : "begin") : "end");
  }

  #word(): void {
    const previous = this.#out[this.#out.length - 1];
    const word = (this.#match(WORD) as RegExpExecArray)[0];
    const scripted =
      previous !== undefined && previous.t === "o" && (previous.v === "_" || previous.v === "^") && !this.#spaced;
    if (scripted && word.length > 1) {
      this.#at -= word.length - 1;
      return this.#push("i", word[0] as string);
    }
    if (JOINERS.has(word.toLowerCase())) return this.#push("j", word.toLowerCase());
    if (word.length === 1) return this.#push("i", word);
    if (FUNCTIONS.has(word))
      return this.#push(
        "c",
        word === "asin" ? "arcsin" : word === "acos" ? "arccos" : word === "atan" ? "arctan" : word,
      );
    if (/^(?:pi|infinity|infty|inf|Infinity)$/.test(word)) return this.#push("c", word === "pi" ? "pi" : "infty");
    const joined = /^(.+)(or|and)$/.exec(word);
    if (joined && (joined[1] as string).length === 1) {
      this.#push("i", joined[1] as string);
      return this.#push("j", joined[2] as string);
    }
    const led = /^(or|and)([A-Za-z])$/.exec(word);
    if (led) {
      this.#push("j", led[1] as string);
      return this.#push("i", led[2] as string);
    }
    const fn = /^(?:sin|cos|tan|cot|sec|csc|log|ln|sqrt)/.exec(word);
    if (fn && word.length <= fn[0].length + 2) {
      this.#push("c", fn[0]);
      this.#at -= word.length - fn[0].length;
      return;
    }
    if (SHORT_UNITS.has(word) && (this.#spaced || previous?.t === "n")) return this.#push("w", word);
    if (word.length >= 4 && !/^[A-Z]+$/.test(word)) return this.#push("w", word);
    if (word.length >= 3 && /^[A-Z]?[a-z]+$/.test(word) && this.#spaced) return this.#push("w", word);
    for (const letter of word) if (letter !== "-" && letter !== "'") this.#push("i", letter);
  }

  #operator(): void {
    const two = this.#text.slice(this.#at, this.#at + 2);
    if (two === "<=" || two === ">=" || two === "!=" || two === "**" || two === "==" || two === "=<" || two === "=>") {
      this.#at += 2;
      return this.#push(
        "o",
        { "<=": "≤", ">=": "≥", "!=": "≠", "**": "^", "==": "=", "=<": "≤", "=>": "≥" }[two] as string,
      );
    }
    const c = this.#text[this.#at] as string;
    if ("([".includes(c)) return this.#step(c, 1);
    if (")]".includes(c)) return this.#step(c, -1);
    this.#at++;
    if ("+-*/^_!%=<>|:;,{}&'.".includes(c)) return this.#push("o", c);
    if (c === "$" || c === "`") {
      this.#spaced = true;
      return;
    }
    if (c === '"') return this.#push("w", "inch");
    throw new SyntaxFailure(`character ${c}`);
  }

  #step(c: string, by: number): void {
    this.#at++;
    this.#bracket(c, by);
  }

  #bracket(v: string, by: number): void {
    this.#brackets += by;
    this.#push("o", v);
  }
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
