import { type Checkers, holds, textOf, wrongArgument } from "./checker.ts";
import { hasTitle } from "./format-checks.ts";
import { isLanguage } from "./length-checks.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { wordTokens } from "./word-tokens.ts";
import { isLower, isUpper, strip, words } from "./words.ts";

const QUOTES = ['""', "''", "«»"];

/** What M-IFEval asks for in French, where it is not what IFEval asks for in English. */
export const frenchChecks: Checkers = {
  "length_constraints:number_sentences": (text, args) =>
    holds(args, punktSentences(text, "fr").length, "num_sentences"),
  "change_case:capital_word_frequency": (text, args) =>
    holds(args, wordTokens(text).filter(isUpper).length, "capital_frequency", "capital_relation"),
  "change_case:french_capital": (text, _, detect) => isUpper(text) && isLanguage(detect(text.toLowerCase()), "fr"),
  "change_case:french_lowercase": (text, _, detect) => isLower(text) && isLanguage(detect(text), "fr"),
  "detectable_format:constrained_response": (text) =>
    ["Oui.", "Non.", "Peut-être."].some((option) => text.includes(option)),
  "detectable_format:title": (text) => hasTitle(text, "##", "##"),
  "detectable_content:informal_address": (text) =>
    /(?<![\p{L}\p{N}_])(?:(?:tu|te|toi|ton|ta|tes)(?![\p{L}\p{N}_])|t'(?=[\p{L}\p{N}_]))/iu.test(text),
  "detectable_content:no_digits": (text) => !/\p{Nd}/u.test(text),
  "special_character:ethel_or_cedilla": (text, args) =>
    !text.toLowerCase().includes(textOf(args, "forbidden_char").toLowerCase()),
  "special_character:no_accents": (text) => !/[àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ]/u.test(text),
  "special_character:accents": (text, args) => {
    const accented = args.word_to_accentuate;
    if (accented === null || typeof accented !== "object" || Array.isArray(accented)) {
      throw wrongArgument("word_to_accentuate", "words by their spelling without accents", accented);
    }
    return words(text.toLowerCase()).every((word) => {
      const plain = word.normalize("NFKD").replace(/\p{M}/gu, "");
      return !Object.hasOwn(accented, plain) || (accented as { [word: string]: unknown })[plain] === word;
    });
  },
  "startend:quotation": (text) => {
    const inner = strip(text);
    return (
      inner.length > 1 &&
      QUOTES.some((pair) => inner.startsWith(pair[0] as string) && inner.endsWith(pair[1] as string))
    );
  },
};
