/** A number as it is written in prose, with its sign, grouping, fraction, exponent. */
const NUMBER =
  /(?<![\p{L}\p{N}_.\\^])[-−]?(?:[$€£¥]\s?-?)?(?:\d{1,3}(?:[,   ]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:\{,\}\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?:\s?\/\s?\d+(?!\d*\.\d))?/gu;

const WINDOW = 4000;

/** One number found in a text. */
export interface FoundNumber {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Words between two numbers of which one says "or". */
const OR = /^\W{0,3}(?:\p{L}{1,15}\W{1,3}){0,3}(?:or|\/|oder|ou|или|或|または)\W{0,3}(?:\p{L}{1,15}\W{1,3}){0,3}$/iu;

const clean = (text: string): string => text.replace(/[$€£¥]\s?/gu, "").replace("−", "-");

/** `28 percent`, `28$ pct`, `28}$ %`: the percent sign that follows position `at`. */
export function percentAfter(text: string, at: number): string {
  return /^[\s}$)\\]*(?:\\?%|percent(?:age)?s?\b|pct\b)/i.test(text.slice(at, at + 24)) ? "\\%" : "";
}

/** All numbers of the last part of a text. */
export function findNumbers(text: string): readonly FoundNumber[] {
  const start = Math.max(0, text.length - WINDOW);
  const out: FoundNumber[] = [];
  const part = start === 0 ? text : text.slice(start);
  for (const found of part.matchAll(NUMBER)) {
    const from = start + found.index;
    let value = clean(found[0]);
    // A sign right after a digit or letter is a minus between two numbers.
    if (
      value.startsWith("-") &&
      /[\p{L}\p{N})]\s?$/u.test(text.slice(Math.max(0, from - 2), from)) &&
      !/\s-\d/.test(text.slice(from - 1, from + 2))
    )
      value = value.slice(1);
    out.push({ from, to: from + found[0].length, text: value });
  }
  return out;
}

/** The last (or first) number; values joined to it by "or" come with it, so that a hedge is one answer of several values. */
export function pickNumber(text: string, which: "first" | "last"): FoundNumber | undefined {
  const numbers = findNumbers(which === "first" ? text.slice(0, WINDOW) : text);
  if (numbers.length === 0) return undefined;
  if (which === "first") return withPercent(text, numbers[0] as FoundNumber);
  let first = numbers.length - 1;
  const last = numbers[first] as FoundNumber;
  while (first > 0 && OR.test(text.slice((numbers[first - 1] as FoundNumber).to, (numbers[first] as FoundNumber).from)))
    first--;
  if (first === numbers.length - 1) return withPercent(text, last);
  const from = (numbers[first] as FoundNumber).from;
  return {
    from,
    to: last.to,
    text: numbers
      .slice(first)
      .map((n) => n.text)
      .join(" or "),
  };
}

function withPercent(text: string, found: FoundNumber): FoundNumber {
  const percent = percentAfter(text, found.to);
  return percent === "" ? found : { ...found, text: found.text + percent };
}
