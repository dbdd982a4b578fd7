import { FUNCTIONS, JOINERS, SHORT_UNITS } from "./math-words.ts";
import { matchHere, pushToken, type TokenScan } from "./token-scan.ts";

const WORD = /[a-zA-Z]+(?:(?<=[a-zA-Z]{2})['’-][a-zA-Z]{2,})*/y;
const ALIAS: Readonly<Record<string, string>> = { asin: "arcsin", acos: "arccos", atan: "arctan" };
const CONSTANT = /^(?:pi|infinity|infty|inf|Infinity)$/;
const PREFIX = /^(?:sin|cos|tan|cot|sec|csc|log|ln|sqrt)/;

/** Reads a run of letters: a function's name, a joiner, a unit or word, or a product of single letters. */
export function scanWord(scan: TokenScan): void {
  const previous = scan.out[scan.out.length - 1];
  const word = (matchHere(scan, WORD) as RegExpExecArray)[0];
  const scripted = previous?.t === "o" && (previous.v === "_" || previous.v === "^") && !scan.spaced;
  if (scripted && word.length > 1) {
    scan.at -= word.length - 1;
    pushToken(scan, "i", word[0] as string);
  } else if (JOINERS.has(word.toLowerCase())) pushToken(scan, "j", word.toLowerCase());
  else if (word.length === 1) pushToken(scan, "i", word);
  else if (FUNCTIONS.has(word)) pushToken(scan, "c", Object.hasOwn(ALIAS, word) ? (ALIAS[word] as string) : word);
  else if (CONSTANT.test(word)) pushToken(scan, "c", word === "pi" ? "pi" : "infty");
  else if (!splitJoiner(scan, word) && !splitFunction(scan, word)) {
    if (isProse(word, scan.spaced, previous?.t === "n" || previous?.v === "/")) pushToken(scan, "w", word);
    else for (const letter of word) if (letter !== "-" && letter !== "'") pushToken(scan, "i", letter);
  }
}

/** `1orW` was read as `orW`: a joiner that touches a letter. */
function splitJoiner(scan: TokenScan, word: string): boolean {
  const joined = /^([A-Za-z]?)(or|and)([A-Za-z]?)$/.exec(word);
  if (!joined || (joined[1] !== "") === (joined[3] !== "")) return false;
  if (joined[1]) pushToken(scan, "i", joined[1]);
  pushToken(scan, "j", joined[2] as string);
  if (joined[3]) pushToken(scan, "i", joined[3]);
  return true;
}

/** `sinx`, `logab`. */
function splitFunction(scan: TokenScan, word: string): boolean {
  const found = PREFIX.exec(word);
  if (!found || word.length > found[0].length + 2) return false;
  pushToken(scan, "c", found[0]);
  scan.at -= word.length - found[0].length;
  return true;
}

function isProse(word: string, spaced: boolean, afterNumber: boolean): boolean {
  if (SHORT_UNITS.has(word) && (spaced || afterNumber)) return true;
  if (word.length >= 4) return !/^[A-Z]+$/.test(word);
  return word.length === 3 && spaced && /^[A-Z]?[a-z]+$/.test(word);
}
