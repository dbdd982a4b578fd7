import { IRREGULAR_SYLLABLES } from "./irregular-syllables.ts";

let irregular: ReadonlyMap<string, number> | undefined;

/** Syllables of an English word as SyllaPy counts them: runs of vowels, less a silent e, and a list of exceptions. */
export function countSyllables(word: string): number {
  irregular ??= new Map(
    IRREGULAR_SYLLABLES.flatMap(([count, words]) => words.split(" ").map((w) => [w, count] as const)),
  );
  if (word === "" || /\p{Nd}/u.test(word)) return 0;
  const known = irregular.get(word);
  if (known !== undefined) return known;
  let count = (word.match(/[aeiouy]+/gu) ?? []).length;
  if (word.endsWith("e")) count--;
  if (word.length > 2 && word.endsWith("le") && !"aeiouy".includes(word[word.length - 3] as string)) count++;
  return count === 0 ? 1 : count;
}
