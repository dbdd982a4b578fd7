import { LimitError } from "./limit-error.ts";
import { scanCommand } from "./scan-command.ts";
import { scanNumber } from "./scan-number.ts";
import { scanWord } from "./scan-word.ts";
import { SyntaxFailure } from "./syntax-failure.ts";
import { type MathToken, matchHere, pushToken, type TokenizeOptions, type TokenScan } from "./token-scan.ts";

const TWO: Readonly<Record<string, string>> = {
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
  "**": "^",
  "==": "=",
  "=<": "≤",
  "=>": "≥",
};

const FOREIGN_WORD = /\p{L}+/uy;

/**
 * Splits LaTeX or plain maths into tokens.
 *
 * @throws LimitError when there are more than `nodes`
 * @throws SyntaxFailure at a character or environment that is no mathematics
 */
export function tokenize(text: string, options: TokenizeOptions): MathToken[] {
  const scan: TokenScan = { text, options, out: [], at: 0, spaced: false, brackets: 0, environments: 0 };
  const inner = (part: string): MathToken[] =>
    tokenize(part, { ...options, nodes: Math.max(1, options.nodes - scan.out.length) });
  while (scan.at < text.length) {
    if (scan.out.length > options.nodes) throw new LimitError(`more than ${options.nodes} symbols`);
    const c = text.charCodeAt(scan.at);
    if (c <= 32 || c === 126) {
      scan.at++;
      scan.spaced = true;
    } else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(scan.at + 1)))) scanNumber(scan);
    else if (c === 92) scanCommand(scan, inner);
    else if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122)) scanWord(scan);
    else scanOperator(scan);
  }
  return scan.out;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;

function scanOperator(scan: TokenScan): void {
  const foreign = scan.text.charCodeAt(scan.at) > 127 ? matchHere(scan, FOREIGN_WORD) : null;
  if (foreign) {
    pushToken(scan, "w", foreign[0]);
    return;
  }
  const two = TWO[scan.text.slice(scan.at, scan.at + 2)];
  if (two !== undefined) {
    scan.at += 2;
    pushToken(scan, "o", two);
    return;
  }
  const c = scan.text[scan.at++] as string;
  if (c === "(" || c === "[") scan.brackets++;
  else if (c === ")" || c === "]") scan.brackets--;
  if ("+-*/^_!%=<>|:;,{}&'.()[]".includes(c)) pushToken(scan, "o", c);
  else if (c === "$" || c === "`") scan.spaced = true;
  else if (c === '"') pushToken(scan, "w", "inch");
  else throw new SyntaxFailure(`character ${c}`);
}
