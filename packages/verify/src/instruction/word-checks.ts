import { type Checkers, numberOf, textOf } from "./checker.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { startsWithVerb } from "./starts-with-verb.ts";
import { countSyllables } from "./syllables.ts";
import { wordTokens } from "./word-tokens.ts";
import { bare, PUNCTUATION, split, strip, tally, withoutPunctuation } from "./words.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const PRIMES = new Set([
  2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
]);

/** What IFBench asks of words. */
export const wordChecks: Checkers = {
  "words:alphabet": (text) => {
    const list = split(withoutPunctuation(text).toLowerCase());
    const at = ALPHABET.indexOf((list[0] ?? "-")[0] as string);
    return at >= 0 && list.slice(1).every((word, i) => word[0] === ALPHABET[(at + 1 + i) % 26]);
  },
  "words:vowel": (text) => {
    const inner = strip(text);
    return !inner.includes("\n") && new Set(inner.toLowerCase().match(/[aeiou]/gu) ?? []).size <= 3;
  },
  "words:consonants": (text) => split(text.toLowerCase()).every((word) => /[bcdfghj-np-tv-z]{2}/u.test(word)),
  "words:palindrome": (text) => split(withoutPunctuation(text).toLowerCase()).filter(isPalindrome).length >= 10,
  "words:prime_lengths": (text) => split(withoutPunctuation(text)).every((word) => PRIMES.has([...word].length)),
  "words:start_verb": (text) => startsWithVerb(text),
  "words:repeats": (text, args) => {
    const most = numberOf(args, "small_n");
    return [...tally(split(withoutPunctuation(text.toLowerCase()))).values()].every((count) => count <= most);
  },
  "words:odd_even_syllables": (text) => {
    const parities = split(withoutPunctuation(text).toLowerCase()).map((word) => countSyllables(word) % 2);
    return parities.every((parity, i) => i === 0 || parity !== parities[i - 1]);
  },
  "words:last_first": (text) => {
    const sentences = punktSentences(text);
    return sentences.every((sentence, i) => {
      if (i === 0) return true;
      const last = split(bare(sentences[i - 1] as string, "right")).at(-1);
      const [first] = split(bare(sentence, "left"));
      return last !== undefined && last.toLowerCase() === first?.toLowerCase();
    });
  },
  "words:paragraph_last_first": (text) =>
    text.split("\n").every((paragraph) => {
      const list = split(bare(strip(paragraph).toLowerCase()));
      return list[0] === list.at(-1);
    }),
  "words:no_consecutive": (text) => {
    const list = split(withoutPunctuation(text.toLowerCase()));
    return list.every((word, i) => i === 0 || word[0] !== list[i - 1]?.[0]);
  },
  "words:keywords_specific_position": (text, args) => {
    const sentence = punktSentences(text)[numberOf(args, "n") - 1];
    if (sentence === undefined) return false;
    const list = wordTokens(sentence).filter((token) => /[\p{L}\p{N}]/u.test(token));
    return list[numberOf(args, "m") - 1]?.toLowerCase() === strip(textOf(args, "keyword")).toLowerCase();
  },
  "words:words_position": (text, args) => {
    const list = wordTokens(text);
    const keyword = strip(textOf(args, "keyword")).toLowerCase();
    const fromEnd = PUNCTUATION.includes(list.at(-1) ?? "-") ? 3 : 2;
    return list.length >= fromEnd && list[1]?.toLowerCase() === keyword && list.at(-fromEnd)?.toLowerCase() === keyword;
  },
};

function isPalindrome(word: string): boolean {
  if (word.length < 5) return false;
  for (let i = 0; i < word.length >> 1; i++) if (word[i] !== word[word.length - 1 - i]) return false;
  return true;
}
