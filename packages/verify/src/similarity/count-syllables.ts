/** Endings with a silent vowel, and vowels that are spoken apart; from the well-known rules for English. */
const SILENT = /(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e|[aeiouy]le(?:s|d)?)$/;
const APART =
  /(?:i[aou](?!n$|us$|ous|l$|ns$)|eo(?!us)|[^cgqst]io(?!n|us)|ua|ue(?!$|s$)[nt]|uou|ying|(?:[^aeiouy]|^)ism$|isms$|(?:s|th)m$)/g;

/**
 * An estimate of the syllables of an English word: runs of vowels, less silent endings, plus vowels spoken apart.
 *
 * ```ts doctest
 * import { countSyllables } from "@guerdon/verify/similarity";
 * ["cat", "table", "reading", "university"].map(countSyllables) // => [1, 2, 2, 5]
 * ```
 */
export function countSyllables(word: string): number {
  const letters = word
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .slice(0, 64);
  if (letters === "") return word === "" ? 0 : 1;
  if (letters.length <= 3) return 1;
  const runs = letters
    .replace(SILENT, (end) => (/[aeiouy]le/.test(end) ? end.slice(0, 2) : end.slice(0, 1)))
    .match(/[aeiouy]+/g);
  const apart = letters.match(APART)?.length ?? 0;
  return Math.max(1, (runs?.length ?? 0) + apart);
}
