import { matchHere, pushToken, type TokenScan } from "./token-scan.ts";

const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)/y;
const FRACTION = /\.\d+/y;
const EXPONENT = /[eE][+-]?\d+(?![a-zA-Z])/y;
const REPEAT = /\.?\\overline\{(\d{1,40})\}/y;
const DECIMAL_COMMA = /,(\d+)/y;
// `1{,}000`, `1\,000`, `1,\!000`; `1,000`; `1 000`.
const LATEX_GROUP = /(?:\s?\{\s*,\s*\}|\\!?,(?:\\!)?|,\\!|\\ |\\;)\s*(?=\d{3}(?!\d))/y;
const COMMA_GROUP = /,(?=\d{3}(?![\d]))/y;
const SPACE_GROUP = / (?=\d{3}(?!\d|\s*\/))/y;
const INSIDE: readonly RegExp[] = [LATEX_GROUP];
const OUTSIDE: readonly RegExp[] = [LATEX_GROUP, COMMA_GROUP, SPACE_GROUP];

/** Reads a number: thousands separators, decimals, an exponent, repeating digits (written `0.r3`). */
export function scanNumber(scan: TokenScan): void {
  let digits = (matchHere(scan, NUMBER) as RegExpExecArray)[0];
  if (/^\d+$/.test(digits)) digits = grouped(digits, scan);
  const repeat = matchHere(scan, REPEAT);
  if (repeat) {
    pushToken(scan, "n", `${digits.includes(".") ? digits : `${digits}.`}r${repeat[1]}`);
    return;
  }
  const exponent = matchHere(scan, EXPONENT);
  pushToken(scan, "n", exponent ? digits + exponent[0].toLowerCase() : digits);
}

function grouped(first: string, scan: TokenScan): string {
  const { thousands, decimalComma } = scan.options;
  const outside = scan.brackets === 0;
  const kinds = outside && thousands && first !== "0" ? OUTSIDE : INSIDE;
  for (const kind of first.length <= 3 ? kinds : []) {
    let digits = first;
    while (matchHere(scan, kind)) {
      digits += scan.text.slice(scan.at, scan.at + 3);
      scan.at += 3;
    }
    if (digits !== first) return digits + (matchHere(scan, FRACTION)?.[0] ?? "");
  }
  const comma = outside && decimalComma ? matchHere(scan, DECIMAL_COMMA) : null;
  return comma ? `${first}.${comma[1]}` : first;
}
