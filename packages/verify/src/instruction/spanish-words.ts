import { isBlank, strip } from "./words.ts";

/** Words of a Spanish text and signs that are no punctuation, near to what spaCy counts. */
export function spanishWords(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+(?:[-'’./&@][\p{L}\p{N}_]+)*|[\p{S}]/gu) ?? [];
}

/** Sentences of a Spanish text by its stops and empty lines; spaCy's parser, which the data used, may cut elsewhere. */
export function spanishSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    const ends = character === "\n" ? text[i + 1] === "\n" : ".?!".includes(character) && isBlank(text[i + 1] ?? " ");
    if (!ends) continue;
    sentences.push(text.slice(from, i + 1));
    from = i + 1;
  }
  sentences.push(text.slice(from));
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(strip(sentence)));
}
