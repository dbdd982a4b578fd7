/** What the text around a number makes of it. */
export interface Surroundings {
  /** Where its sign and currency start. */
  readonly start: number;
  readonly negative: boolean;
  /** Whether something is calculated with the number: `8 - 4`, `x*3`, `2x`. */
  readonly operand: boolean;
}

const CURRENCY = "$€£¥₹₩";
const SIGNS = "+-−";
const WORDY = /[\p{L}\p{N})\]}]/u;
const LETTER = /\p{L}/u;
const OPERATORS = "+-−*/^×·÷";

/**
 * Reads what stands around a number: sign and currency before it, operators on either side.
 *
 * @param at - where its digits start
 * @param end - where it ends, with percent sign or scale word
 */
export function numberSurroundings(text: string, at: number, end: number): Surroundings {
  let start = at;
  let sign = "";
  if (is(SIGNS, text[start - 1])) sign = text[--start] as string;
  const money = is(CURRENCY, text[start - 1])
    ? start - 1
    : text[start - 1] === " " && is(CURRENCY, text[start - 2])
      ? start - 2
      : -1;
  if (money >= 0) {
    start = text[money - 1] === "\\" ? money - 1 : money;
    if (sign === "" && is(SIGNS, text[start - 1])) sign = text[--start] as string;
  }
  const glued = sign !== "" && start > 0 && WORDY.test(text[start - 1] as string);
  return {
    start,
    negative: sign !== "" && sign !== "+",
    operand: glued || isCalculatedBefore(text, start) || isCalculatedAfter(text, end),
  };
}

function isCalculatedBefore(text: string, start: number): boolean {
  const operator = backOverSpaces(text, start);
  const char = text[operator];
  if (endsWithCommand(text, operator)) return true;
  if (!is(OPERATORS, char)) return false;
  if (char === "*" && (text[operator - 1] === "*" || isEmphasis(text, operator))) return false;
  const left = backOverSpaces(text, operator);
  if (left < 0) return char === "*" || char === "/" || char === "^";
  if (!WORDY.test(text[left] as string)) return false;
  return !LETTER.test(text[left] as string) || !LETTER.test(text[left - 1] ?? "");
}

function isCalculatedAfter(text: string, end: number): boolean {
  if (/^[xyzn](?![\p{L}\p{N}])/u.test(text.slice(end, end + 3))) return true;
  let operator = end;
  while (text[operator] === " ") operator++;
  const char = text[operator];
  if (/^\\(?:times|cdot|div)/u.test(text.slice(operator, operator + 6))) return true;
  if (!is(OPERATORS, char)) return false;
  if (char === "*" && (text[operator + 1] === "*" || isEmphasis(text, operator))) return false;
  let right = operator + 1;
  while (text[right] === " ") right++;
  const next = text[right] ?? "";
  if (/[\d$(\\]/u.test(next)) return true;
  // "10+John's age" and "10 + tax" add; "5+ years" does not.
  if (char === "+") return LETTER.test(next) && right - operator - 1 === operator - end;
  return LETTER.test(next) && !/[\p{L}\p{N}]/u.test(text[right + 1] ?? "");
}

/** A star with a blank on one side only is emphasis, not a product. */
function isEmphasis(text: string, star: number): boolean {
  return /\s|^$/u.test(text[star - 1] ?? "") !== /\s|^$/u.test(text[star + 1] ?? "");
}

function endsWithCommand(text: string, last: number): boolean {
  return last >= 3 && /\\(?:times|cdot|div)$/u.test(text.slice(Math.max(0, last - 5), last + 1));
}

function backOverSpaces(text: string, from: number): number {
  let at = from - 1;
  while (text[at] === " ") at--;
  return at;
}

function is(set: string, char: string | undefined): boolean {
  return char !== undefined && set.includes(char);
}
