/** A choice at some place of a text. */
export interface Label {
  readonly choice: string;
  readonly end: number;
}

/** Reads labels where they may stand. */
export interface ChoiceReader {
  /** Skips brackets, emphasis and words such as "option" before a label. */
  skip(text: string, from: number): number;
  at(text: string, from: number): Label | undefined;
  /** Whether another choice is offered beside the one found. */
  hedges(text: string, found: Label): boolean;
}

const LEAD =
  /(?:[\s([{*_"'`$:]|\\\(|\\text\{|\\mathrm\{|(?:option|choice|letter|answer|definitely|clearly|probably)(?=[\s([{*_"'`:]))*/iuy;
const LETTER = /[\p{L}\p{N}_]/u;
const JOINT =
  /[\s)\]}*_"'`.,;$]*(?:\b(?:or|and)\b|[/&|]|,)[\s([{*_"'`$]*(?:(?:maybe|perhaps|possibly|even|also|both|option|choice)\s+)?[([{*_"'`]*/iuy;
const DENIED =
  /^[)\]}*_"'`]*\s+(?:is|are|was|were|cannot|can't|isn't|does)\s+(?:not|be|wrong|incorrect|false|ruled|too|clearly wrong)\b/iu;
const LATER_OR = /\bor\b[\s([{*_"'`]*(?:option\s+|choice\s+)?[([{*_"'`]*/giu;

/** Makes the reader of a set of choices; letter case does not matter and longer ones go first. */
export function choiceReader(choices: readonly string[]): ChoiceReader {
  const labels = [...choices]
    .sort((a, b) => b.length - a.length)
    .map((choice) => ({ choice, low: choice.toLowerCase() }));
  const at = (text: string, from: number): Label | undefined => {
    for (const { choice, low } of labels) {
      const end = from + low.length;
      if (text.slice(from, end).toLowerCase() !== low) continue;
      if (end < text.length && LETTER.test(text[end] as string)) continue;
      if (isArticle(text, from, end)) continue;
      return { choice, end };
    }
    return undefined;
  };
  const other = (text: string, from: number, found: Label): Label | undefined => {
    const label = at(text, from);
    return label?.choice === found.choice ? undefined : label;
  };
  return {
    at,
    skip: (text, from) => after(LEAD, text, from),
    hedges: (text, found) => {
      const joint = after(JOINT, text, found.end);
      const beside = joint > found.end ? other(text, joint, found) : undefined;
      if (beside !== undefined && !DENIED.test(text.slice(beside.end))) return true;
      for (const match of text.slice(found.end).matchAll(LATER_OR)) {
        if (other(text, found.end + match.index + match[0].length, found)) return true;
      }
      return false;
    },
  };
}

/** A lower-case letter before another word is that word's article ("a triangle"), not a label. */
function isArticle(text: string, from: number, end: number): boolean {
  const label = text.slice(from, end);
  return end - from === 1 && label !== label.toUpperCase() && /^\s+\p{L}/u.test(text.slice(end, end + 8));
}

function after(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? from : from + match[0].length;
}
