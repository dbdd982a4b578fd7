import type { DomainRows } from "../catalogue/verifier-rows.ts";

const WHOLE_WORDS = { wholeWords: true };
const NO_CASE = { caseSensitive: false };
const YEAR = { pattern: "^Year: (\\d{4})$", flags: "m", group: 1 };
const NOT_FREE = { pattern: "(?<!not )guilty", match: "search" };
const PAIRS = { n: 2 };
const WORDS = { unit: "words" };
const CHARACTERS = { unit: "characters" };
const TOKENS = { unit: "tokens", tokenizer: "o200k_base" };

export const rows: DomainRows = {
  choice: {
    gold: [
      { title: "a plain statement", fields: { text: "So the answer is (B).", expected: "B" }, value: 1 },
      { title: "a boxed label, gold by index", fields: { text: "Hence \\boxed{C}", expected: 2 }, value: 1 },
      {
        title: "the last of two statements counts",
        fields: { text: "The answer is A. No: the answer is D.", expected: "D" },
        value: 1,
      },
      {
        title: "all statements agree",
        fields: { text: "The answer is B. Answer: B", expected: "B" },
        options: { position: "only" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a hedge", fields: { text: "The answer is (B) or (C).", expected: "B" }, value: 0 },
      { title: "the neighbouring label", fields: { text: "So the answer is (C).", expected: "B" }, value: 0 },
      {
        title: "the right label, then taken back",
        fields: { text: "The answer is D. No: the answer is A.", expected: "D" },
        value: 0,
      },
      { title: "an article, no choice", fields: { text: "A difficult question.", expected: "A" }, value: 0 },
      {
        title: "one of two statements is another",
        fields: { text: "The answer is A. Answer: B", expected: "B" },
        options: { position: "only" },
        value: 0,
      },
    ],
  },
  contains: {
    gold: [
      {
        title: "both needles, anywhere",
        fields: { text: "salt, then pepper", expected: ["pepper", "salt"] },
        value: 1,
      },
      { title: "a needle inside a word", fields: { text: "concatenate", expected: "cat" }, value: 1 },
      { title: "a number that stands alone", fields: { text: "x = 5.", expected: 5 }, options: WHOLE_WORDS, value: 1 },
      {
        title: "nothing forbidden",
        fields: { text: "I cannot say.", expected: ["sorry", "as an AI"] },
        options: { mode: "none" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one of two needles", fields: { text: "salt, then paprika", expected: ["pepper", "salt"] }, value: 0 },
      { title: "one letter off", fields: { text: "salt, then peper", expected: ["pepper", "salt"] }, value: 0 },
      { title: "a number inside another", fields: { text: "x = 15.", expected: 5 }, options: WHOLE_WORDS, value: 0 },
      {
        title: "a word inside another",
        fields: { text: "concatenate", expected: "cat" },
        options: WHOLE_WORDS,
        value: 0,
      },
      {
        title: "one forbidden text, in capitals",
        fields: { text: "I cannot say, as an AI.", expected: ["sorry", "as an AI"] },
        options: { mode: "none" },
        value: 0,
      },
    ],
  },
  length: {
    measured: true,
    gold: [
      { title: "four words", fields: { text: "one two  three\nfour" }, options: WORDS, value: 4 },
      { title: "a face is one character", fields: { text: "a😀b" }, options: CHARACTERS, value: 3 },
      { title: "two tokens of o200k_base", fields: { text: "hello world" }, options: TOKENS, value: 2 },
      { title: "the tokens of the trace", fields: { text: "hello world", tokens: { ids: [1, 2, 3, 4, 5] } }, value: 5 },
    ],
    nearMisses: [
      { title: "a hyphen joins two words", fields: { text: "one two  three-four" }, options: WORDS, value: 3 },
      { title: "a letter more", fields: { text: "a😀bc" }, options: CHARACTERS, value: 4 },
      { title: "a full stop is a token", fields: { text: "hello world." }, options: TOKENS, value: 3 },
      { title: "a trace one shorter", fields: { text: "hello world", tokens: { ids: [1, 2, 3, 4] } }, value: 4 },
    ],
  },
  literal: {
    gold: [
      { title: "the text itself, ends trimmed", fields: { text: " Paris\n", expected: "Paris" }, value: 1 },
      { title: "one of two accepted", fields: { text: "NYC", expected: ["New York", "NYC"] }, value: 1 },
      { title: "a number as text", fields: { text: "7", expected: 7 }, value: 1 },
      {
        title: "another case, where case is free",
        fields: { text: "PARIS", expected: "Paris" },
        options: NO_CASE,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a full stop more", fields: { text: "Paris.", expected: "Paris" }, value: 0 },
      { title: "another case", fields: { text: "paris", expected: "Paris" }, value: 0 },
      { title: "the same number in another form", fields: { text: "7.0", expected: 7 }, value: 0 },
      { title: "two spaces inside", fields: { text: "New  York", expected: ["New York", "NYC"] }, value: 0 },
      { title: "an accent", fields: { text: "Parìs", expected: "Paris" }, options: NO_CASE, value: 0 },
    ],
  },
  regex: {
    gold: [
      {
        title: "a line that holds the year",
        fields: { text: "Title\nYear: 1969\n", expected: "1969" },
        options: YEAR,
        value: 1,
      },
      { title: "gold as a number", fields: { text: "Year: 1969", expected: 1969 }, options: YEAR, value: 1 },
      {
        title: "the whole text",
        fields: { text: "ab12" },
        options: { pattern: "[a-z]+\\d+", match: "full" },
        value: 1,
      },
      { title: "a lookbehind, in a process", fields: { text: "They are guilty." }, options: NOT_FREE, value: 1 },
    ],
    nearMisses: [
      { title: "another year", fields: { text: "Title\nYear: 1968\n", expected: "1969" }, options: YEAR, value: 0 },
      { title: "five digits", fields: { text: "Year: 19690", expected: "1969" }, options: YEAR, value: 0 },
      {
        title: "a space after the match",
        fields: { text: "ab12 " },
        options: { pattern: "[a-z]+\\d+", match: "full" },
        value: 0,
      },
      { title: "what the lookbehind forbids", fields: { text: "They are not guilty." }, options: NOT_FREE, value: 0 },
    ],
  },
  repetition: {
    measured: true,
    gold: [
      { title: "no three words twice: 0", fields: { text: "to be or not to be" }, value: 0 },
      { title: "no two words twice: 0", fields: { text: "a rose is red" }, options: PAIRS, value: 0 },
    ],
    nearMisses: [
      { title: "one of five triples again", fields: { text: "to be or to be or now" }, value: 1 / 5 },
      { title: "the same in another case", fields: { text: "To be or to be OR now" }, value: 1 / 5 },
      { title: "one of five pairs again", fields: { text: "to be or not to be" }, options: PAIRS, value: 1 / 5 },
    ],
  },
};
