import { type Checkers, numberOf, textOf } from "./checker.ts";
import { NAMES, PRONOUNS, STOP_WORDS } from "./english-words.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { wordTokens } from "./word-tokens.ts";
import { bare, countLiteral, countWords, split, strip, withoutPunctuation, words } from "./words.ts";

const COORDINATORS = new Set(["and", "but", "for", "nor", "or", "so", "yet"]);

/** Counts of IFBench. */
export const countChecks: Checkers = {
  "count:word_count_range": (text, args) => {
    const count = countWords(text);
    return count >= numberOf(args, "min_words") && count <= numberOf(args, "max_words");
  },
  "count:unique_word_count": (text, args) =>
    new Set(split(text.toLowerCase()).map((word) => bare(word))).size >= numberOf(args, "N"),
  "count:conjunctions": (text, args) =>
    new Set(split(text).filter((word) => COORDINATORS.has(bare(word).toLowerCase()))).size >= numberOf(args, "small_n"),
  "count:person_names": (text, args) => {
    const used = new Set(words(text));
    return NAMES.filter((name) => used.has(name)).length >= numberOf(args, "N");
  },
  "count:numbers": (text, args) => (withoutPunctuation(text).match(/\p{Nd}+/gu) ?? []).length === numberOf(args, "N"),
  "count:punctuation": (text) => {
    if (!/!\?|\?!|‽/u.test(text)) return false;
    const rest = text.includes("?!") ? text.replace("?!", "") : text.replace("!?", "");
    return [".", ",", "!", "?", ";", ":"].every((mark) => rest.includes(mark));
  },
  "count:words_japanese": (text, args) => {
    const n = numberOf(args, "N");
    return split(text).every((word, i) => {
      const inner = bare(word);
      return (
        (i + 1) % n !== 0 || inner === "" || /^\p{Nd}+$/u.test(inner) || /[\u3040-\u30ff\u4e00-\u9fff]/u.test(inner)
      );
    });
  },
  "count:pronouns": (text, args) =>
    wordTokens(text.replaceAll("/", " ").toLowerCase()).filter((word) => PRONOUNS.has(word)).length >=
    numberOf(args, "N"),
  "count:keywords_multiple": (text, args) => {
    const low = text.toLowerCase();
    return [1, 2, 3, 5, 7].every(
      (count, i) => countLiteral(low, strip(textOf(args, `keyword${i + 1}`)).toLowerCase()) === count,
    );
  },
};

/** Ratios of IFBench. */
export const ratioChecks: Checkers = {
  "ratio:stop_words": (text, args) => {
    const all = words(text);
    const stops = all.filter((word) => STOP_WORDS.has(word.toLowerCase())).length;
    return all.length > 0 && (stops / all.length) * 100 <= numberOf(args, "percentage");
  },
  "ratio:sentence_type": (text) => endings(text, ".") === 2 * endings(text, "?"),
  "ratio:sentence_balance": (text) =>
    endings(text, ".") === endings(text, "?") && endings(text, "?") === endings(text, "!"),
  "ratio:overlap": (text, args) => {
    const grams = trigrams(text);
    if (grams.size === 0) return false;
    const gold = trigrams(textOf(args, "reference_text"));
    let shared = 0;
    for (const gram of grams) if (gold.has(gram)) shared++;
    return Math.abs((shared / grams.size) * 100 - numberOf(args, "percentage")) <= 2;
  },
  "ratio:sentence_words": (text) => {
    const lengths = punktSentences(text).map((sentence) => [...sentence].length);
    return lengths.length === 3 && lengths.every((length) => length === lengths[0]);
  },
};

function endings(text: string, mark: string): number {
  return punktSentences(text).filter((sentence) => sentence.endsWith(mark)).length;
}

function trigrams(text: string): ReadonlySet<string> {
  const characters = [...text];
  const grams = new Set<string>();
  for (let i = 2; i < characters.length; i++) {
    grams.add((characters[i - 2] as string) + (characters[i - 1] as string) + (characters[i] as string));
  }
  return grams;
}
