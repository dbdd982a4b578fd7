import { isBlank } from "./words.ts";

const NOT_FIRST = new Set('("`{[:;&#*@)}]-,');
const NON_WORD = new Set(")\";}]*:@'({[!?");

/** Splits the surroundings of a stop into words and signs; periods stay with their word. */
export function punktTokens(text: string): readonly string[] {
  const tokens: string[] = [];
  for (let i = 0; i < text.length; ) {
    if (isBlank(text[i] as string)) {
      i++;
      continue;
    }
    let end = runOf(text, i);
    if (end === i) {
      end = i + 1;
      if (!NOT_FIRST.has(text[i] as string)) while (!endsWord(text, end)) end++;
    }
    tokens.push(text.slice(i, end));
    i = end;
  }
  return tokens;
}

/** The end of a run of hyphens or periods, or the place itself. */
function runOf(text: string, at: number): number {
  const sign = text[at];
  if (sign !== "-" && sign !== ".") return at;
  let end = at;
  while (text[end] === sign) end++;
  return end - at > 1 ? end : at;
}

function endsWord(text: string, at: number): boolean {
  const character = text[at];
  if (character === undefined || isBlank(character) || NON_WORD.has(character) || runOf(text, at) > at) return true;
  if (character !== ",") return false;
  const next = text[at + 1];
  return next === undefined || isBlank(next) || NON_WORD.has(next) || runOf(text, at + 1) > at + 1;
}
