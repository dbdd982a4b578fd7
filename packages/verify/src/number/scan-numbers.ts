import { numberSurroundings } from "./number-surroundings.ts";

/** A number as written in a text. */
export interface WrittenNumber {
  readonly value: number;
  /** Whether a percent sign follows. */
  readonly percent: boolean;
  /** Where it starts, with sign and currency, and where it ends, with percent sign or scale word. */
  readonly start: number;
  readonly end: number;
  /** Whether it is part of a calculation (`8 - 4`, `x + 3`, `2x`) rather than a number by itself. */
  readonly operand: boolean;
}

const COMMA = String.raw`(?:,|\{,\}|\\[,!;]|[\u00a0\u2009\u202f'’_])`;
const DECIMAL = String.raw`\d+(?:${COMMA}\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\p{L}\d])\.\d+`;
const EXPONENT = String.raw`\{[+−-]?\d{1,4}\}|[+−-]?\d{1,4}`;
const POWER = String.raw`[eE](?<e>[+-]?\d{1,4})(?![\d\p{L}])|\s?(?:[×x*·]|\\times|\\cdot)\s?10\s?\^\s?(?<ten>${EXPONENT})`;
const PART = String.raw`(?![.,:]?\d|\p{L})`;
const TAIL = String.raw`[ ]?[/⁄][ ]?(?<over>\d{1,15})${PART}|[ ](?<mixTop>\d{1,6})/(?<mixBottom>\d{1,6})${PART}|(?<clock>:\d\d(?!\d))`;
const NUMBER = new RegExp(
  String.raw`\\[dt]?frac\{(?<top>-?\d{1,15})\}\{(?<bottom>\d{1,15})\}|(?<decimal>${DECIMAL})(?:${POWER}|${TAIL})?`,
  "gu",
);
const UNIT = /(?<percent>[ ]?\\?%|[ ]percent\b)|[ ]?(?<scale>thousand|million|billion|trillion)\b/iuy;
const SCALES: { readonly [word: string]: number } = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

/**
 * Scans the numbers of a text from left to right: signs, thousands, currency, percent, powers, fractions, scale words.
 *
 * Digits glued to a word (`CO2`, `x1`) are no number. A full hour (`2:00`) is its hour; other clock times are operands.
 *
 * ```ts doctest
 * import { scanNumbers } from "@guerdon/verify/number";
 * scanNumbers("-$1,250.50 or 3/4 of 1.2 × 10^3").map((n) => n.value) // => [-1250.5, 0.75, 1200]
 * ```
 */
export function scanNumbers(text: string): readonly WrittenNumber[] {
  const numbers: WrittenNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    if (/[\p{L}_]/u.test(text[match.index - 1] ?? "")) continue;
    numbers.push(readNumber(text, match));
  }
  return numbers;
}

type Groups = { readonly [group: string]: string | undefined };

function readNumber(text: string, match: RegExpExecArray): WrittenNumber {
  const groups = match.groups as Groups;
  const after = match.index + match[0].length;
  UNIT.lastIndex = after;
  const unit = UNIT.exec(text);
  const end = after + (unit?.[0].length ?? 0);
  const { start, negative, operand } = numberSurroundings(text, match.index, end);
  const size = sizeOf(groups) * (SCALES[unit?.groups?.scale?.toLowerCase() ?? ""] ?? 1);
  const unclear = !Number.isFinite(size) || (groups.clock !== undefined && groups.clock !== ":00");
  return {
    value: negative ? -size : size,
    percent: unit?.groups?.percent !== undefined,
    start,
    end,
    operand: operand || unclear,
  };
}

function sizeOf(groups: Groups): number {
  if (groups.top !== undefined) return Number(groups.top) / Number(groups.bottom);
  const digits = (groups.decimal as string).replace(/[^\d.]/gu, "");
  const power = groups.e ?? groups.ten?.replace(/[{}]/gu, "").replace("−", "-");
  if (power !== undefined) return Number(`${digits}e${power}`);
  if (groups.over !== undefined) return Number(digits) / Number(groups.over);
  if (groups.mixTop !== undefined) return Number(digits) + Number(groups.mixTop) / Number(groups.mixBottom);
  return Number(digits);
}
