import { strip } from "./words.ts";

const STOPS = "。!?";
const PAIRS: { readonly [open: string]: string } = { "「": "」", "『": "』", "(": ")", "（": "）" };

/** Sentences of a Japanese text: cut at line ends and after stops outside quotes and parentheses. */
export function japaneseSentences(text: string): readonly string[] {
  return text
    .normalize("NFKC")
    .split("\n")
    .flatMap(cutLine)
    .filter((sentence) => strip(sentence) !== "");
}

function cutLine(line: string): readonly string[] {
  const sentences: string[] = [];
  let from = 0;
  let close: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const character = line[i] as string;
    if (close !== undefined) {
      if (character === close) close = undefined;
    } else if (Object.hasOwn(PAIRS, character))
      close = line.includes(PAIRS[character] as string, i) ? PAIRS[character] : undefined;
    else if (STOPS.includes(character) && !STOPS.includes(line[i + 1] ?? " ")) {
      sentences.push(line.slice(from, i + 1));
      from = i + 1;
    }
  }
  sentences.push(line.slice(from));
  return sentences;
}

/** The text without what stands in 「」 and 『』 on one line. */
export function withoutQuotes(text: string): string {
  return text.replace(/「[^」\n]*」/gu, "").replace(/『[^』\n]*』/gu, "");
}

/**
 * Number of sentences that end in a noun, by their last sign: a kanji, katakana, digit or Latin letter before the stop.
 * The published verdicts used a morphological analyser; nouns in hiragana are not seen here.
 */
export function nominalEndings(text: string): number {
  return (withoutQuotes(text).match(/[\u4e00-\u9faf々\u30a1-\u30faーA-Za-z\p{Nd}][。！？]/gu) ?? []).length;
}
