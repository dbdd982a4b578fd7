import type { DomainRows } from "../catalogue/verifier-rows.ts";

const MAT = "the cat is on the mat";
const SAT = "the cat sat";
const METS = "new york mets";

export const rows: DomainRows = {
  gleu: {
    gold: [
      { title: "the reference", fields: { text: MAT, expected: MAT }, value: 1 },
      { title: "the second reference", fields: { text: MAT, expected: ["a cat lies there", MAT] }, value: 1 },
    ],
    nearMisses: [
      { title: "a part of it", fields: { text: "the cat", expected: "the cat sat" }, value: 0.5 },
      { title: "one word of three", fields: { text: "the dog ran", expected: "the cat sat" }, value: 1 / 6 },
      { title: "nothing", fields: { text: "", expected: MAT }, value: 0 },
    ],
  },
  bleu: {
    gold: [
      { title: "the reference", fields: { text: MAT, expected: MAT }, value: 1 },
      { title: "the second reference", fields: { text: MAT, expected: ["a cat lies there", MAT] }, value: 1 },
      {
        title: "the reference, unsmoothed",
        fields: { text: MAT, expected: MAT },
        options: { smooth: "none" },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "one word: (5/6 · 4/6 · 3/5 · 2/4)^¼",
        fields: { text: "the cat is on a mat", expected: MAT },
        value: (1 / 6) ** 0.25,
      },
      {
        title: "a word too short: brevity alone",
        fields: { text: "the cat is on the", expected: MAT },
        value: Math.exp(-0.2),
      },
      {
        title: "a word too long: (6/7 · 6/7 · 5/6 · 4/5)^¼",
        fields: { text: `${MAT} now`, expected: MAT },
        value: (24 / 49) ** 0.25,
      },
      {
        title: "no four words in a row, unsmoothed",
        fields: { text: "the cat on the mat is", expected: MAT },
        options: { smooth: "none" },
        value: 0,
      },
    ],
  },
  bmas: {
    gold: [
      { title: "the same words", fields: { text: SAT, expected: SAT }, value: 1 },
      { title: "in another order and case", fields: { text: "Sat the cat!", expected: SAT }, value: 1 },
      {
        title: "function words left out",
        fields: { text: "cat sat", expected: SAT },
        options: { dropStopWords: true },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "one letter of one word (recorded)",
        fields: { text: "the cat sit", expected: SAT },
        value: 0.7592592592592593,
      },
      {
        title: "one word of three is missing: (1 + 7/9) / 2",
        fields: { text: "the cat", expected: SAT },
        value: 8 / 9,
      },
      {
        title: "one word too many (recorded)",
        fields: { text: "the cat sat down", expected: SAT },
        value: 0.8870281306081171,
      },
      {
        title: "one word more (recorded)",
        fields: { text: "cat sat down", expected: SAT },
        options: { dropStopWords: true },
        value: 0.8493708408108229,
      },
    ],
  },
  chrf: {
    gold: [
      { title: "the reference", fields: { text: "cat", expected: "cat" }, value: 1 },
      { title: "spaces do not count", fields: { text: "c at", expected: ["dog", "cat"] }, value: 1 },
      {
        title: "single letters in another order",
        fields: { text: "tac", expected: "cat" },
        options: { charOrder: 1 },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one letter: mean of 2/3, 1/2 and 0", fields: { text: "car", expected: "cat" }, value: 7 / 18 },
      { title: "a capital: mean of 2/3, 1/2 and 0", fields: { text: "Cat", expected: "cat" }, value: 7 / 18 },
      {
        title: "a letter too few: precision 1, recall 2/3",
        fields: { text: "ca", expected: "cat" },
        options: { charOrder: 1 },
        value: 5 / 7,
      },
      {
        title: "a letter too many: precision 3/4, recall 1",
        fields: { text: "cats", expected: "cat" },
        options: { charOrder: 1 },
        value: 15 / 16,
      },
    ],
  },
  diversity: {
    gold: [
      { title: "no word of the other", fields: { text: "red and blue" }, others: [{ text: "we run home" }], value: 1 },
      {
        title: "no single word of the others",
        fields: { text: "red blue" },
        others: [{ text: "green" }, { text: "grey" }],
        options: { measure: "novel", n: 1 },
        value: 1,
      },
      {
        title: "no letter of the other",
        fields: { text: "abc" },
        others: [{ text: "xyz" }],
        options: { measure: "edit-distance" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "the other again", fields: { text: MAT }, others: [{ text: MAT }], value: 0 },
      {
        title: "one word apart: 1 − (5/6 · 3/5 · 2/4 · 1/3)^¼",
        fields: { text: "the cat is on a mat" },
        others: [{ text: MAT }],
        value: 1 - (1 / 12) ** 0.25,
      },
      {
        title: "one of two words is another's",
        fields: { text: "red grey" },
        others: [{ text: "green" }, { text: "grey" }],
        options: { measure: "novel", n: 1 },
        value: 1 / 2,
      },
      {
        title: "one of three letters is the other's",
        fields: { text: "abz" },
        others: [{ text: "xyz" }],
        options: { measure: "edit-distance" },
        value: 2 / 3,
      },
    ],
  },
  "edit-similarity": {
    gold: [
      { title: "the reference", fields: { text: "kitten", expected: "kitten" }, value: 1 },
      { title: "the nearer of two references", fields: { text: "mitten", expected: ["kitten", "mitten"] }, value: 1 },
      {
        title: "without case",
        fields: { text: "KITTEN", expected: "kitten" },
        options: { caseSensitive: false, metric: "damerau" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one letter of six", fields: { text: "sitten", expected: "kitten" }, value: 5 / 6 },
      { title: "three edits of seven", fields: { text: "sitting", expected: "kitten" }, value: 4 / 7 },
      { title: "two letters exchanged are two edits", fields: { text: "iktten", expected: "kitten" }, value: 4 / 6 },
      {
        title: "and one where an exchange counts",
        fields: { text: "iktten", expected: "kitten" },
        options: { caseSensitive: false, metric: "damerau" },
        value: 5 / 6,
      },
    ],
  },
  "embedding-similarity": {
    gold: [
      { title: "the reference", fields: { text: "colour", expected: "colour" }, value: 1 },
      {
        title: "in capitals, with more space",
        fields: { text: " RED  colour ", expected: ["hue", "red colour"] },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "another spelling (recorded)",
        fields: { text: "color", expected: "colour" },
        value: 0.7050239879106326,
      },
      {
        title: "another word of the same meaning (recorded)",
        fields: { text: "hue", expected: "colour" },
        value: 0.07453559924999299,
      },
      {
        title: "the words in another order (recorded)",
        fields: { text: "colour red", expected: "red colour" },
        value: 0.90625,
      },
    ],
  },
  "exact-match": {
    gold: [
      {
        title: "without article, case and punctuation",
        fields: { text: "The Eiffel Tower!", expected: "eiffel tower" },
        value: 1,
      },
      { title: "the second gold", fields: { text: "1889", expected: ["in 1889", "1889"] }, value: 1 },
      {
        title: "the gold first, then more",
        fields: { text: "Paris, France", expected: "Paris" },
        options: { position: "prefix" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a letter more", fields: { text: "The Eiffel Towers!", expected: "eiffel tower" }, value: 0 },
      { title: "a word more", fields: { text: "It is 1889", expected: ["in 1889", "1889"] }, value: 0 },
      { title: "a number one higher", fields: { text: "1890", expected: ["in 1889", "1889"] }, value: 0 },
      {
        title: "the gold last",
        fields: { text: "France: Paris", expected: "Paris" },
        options: { position: "prefix" },
        value: 0,
      },
    ],
  },
  fuzzy: {
    gold: [
      { title: "the reference", fields: { text: METS, expected: METS }, value: 1 },
      {
        title: "words in another order",
        fields: { text: "mets new york", expected: METS },
        options: { method: "token-sort-ratio" },
        value: 1,
      },
      {
        title: "case and punctuation dropped",
        fields: { text: "New York METS!!", expected: METS },
        options: { process: true },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a letter more: 26 of 27", fields: { text: "new york meats", expected: METS }, value: 26 / 27 },
      { title: "three capitals: 20 of 26", fields: { text: "New York Mets", expected: METS }, value: 20 / 26 },
      {
        title: "two words written as one: 24 of 25",
        fields: { text: "mets newyork", expected: METS },
        options: { method: "token-sort-ratio" },
        value: 24 / 25,
      },
      {
        title: "a letter more, processed",
        fields: { text: "New York MEATS", expected: METS },
        options: { process: true },
        value: 26 / 27,
      },
    ],
  },
  meteor: {
    gold: [
      { title: "three words in one piece: 1 − ½ (1/3)³", fields: { text: SAT, expected: SAT }, value: 53 / 54 },
      { title: "a plural by its stem", fields: { text: "The cats sat", expected: ["a dog ran", SAT] }, value: 53 / 54 },
    ],
    nearMisses: [
      { title: "in three pieces", fields: { text: "cat the sat", expected: SAT }, value: 1 / 2 },
      {
        title: "one word: 2/3 less a sixteenth",
        fields: { text: "the cat slept", expected: SAT },
        value: (2 / 3) * (15 / 16),
      },
      {
        title: "a word too few: recall weighs more",
        fields: { text: "the cat", expected: SAT },
        value: (20 / 29) * (15 / 16),
      },
    ],
  },
  readability: {
    measured: true,
    gold: [
      {
        title: "3 words a sentence, 1 syllable a word",
        fields: { text: "The cat sat. The dog ran." },
        value: 0.39 * 3 + 11.8 - 15.59,
      },
      {
        title: "the ease of the same",
        fields: { text: "The cat sat." },
        options: { formula: "flesch-reading-ease" },
        value: 206.835 - 1.015 * 3 - 84.6,
      },
    ],
    nearMisses: [
      { title: "6 words a sentence", fields: { text: "The cat sat the dog ran." }, value: 0.39 * 6 + 11.8 - 15.59 },
      {
        title: "one word of two syllables",
        fields: { text: "The kitten sat. The dog ran." },
        value: 0.39 * 3 + 11.8 * (7 / 6) - 15.59,
      },
      {
        title: "one word of two syllables, by ease",
        fields: { text: "The kitten sat." },
        options: { formula: "flesch-reading-ease" },
        value: 206.835 - 1.015 * 3 - 84.6 * (4 / 3),
      },
    ],
  },
  rouge: {
    gold: [
      { title: "the reference, punctuated", fields: { text: "The cat sat.", expected: SAT }, value: 1 },
      {
        title: "both pairs of words",
        fields: { text: SAT, expected: ["a dog", SAT] },
        options: { type: "rouge2" },
        value: 1,
      },
      {
        title: "0.8 is above the threshold",
        fields: { text: "the cat", expected: SAT },
        options: { threshold: 0.75 },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one word", fields: { text: "the cat sits", expected: SAT }, value: 2 / 3 },
      { title: "two words exchanged", fields: { text: "cat the sat", expected: SAT }, value: 2 / 3 },
      { title: "a word too few", fields: { text: "the cat", expected: SAT }, value: 4 / 5 },
      {
        title: "one of two pairs",
        fields: { text: "the cat slept", expected: SAT },
        options: { type: "rouge2" },
        value: 1 / 2,
      },
      {
        title: "2/3 is below the threshold",
        fields: { text: "the cat sits", expected: SAT },
        options: { threshold: 0.75 },
        value: 0,
      },
    ],
  },
  ter: {
    gold: [
      { title: "the reference", fields: { text: SAT, expected: SAT }, value: 1 },
      { title: "in capitals", fields: { text: "The Cat sat", expected: SAT }, value: 1 },
      { title: "case told apart", fields: { text: SAT, expected: SAT }, options: { caseSensitive: true }, value: 1 },
    ],
    nearMisses: [
      { title: "one word of three", fields: { text: "the cat sits", expected: SAT }, value: 2 / 3 },
      { title: "a phrase moved is one edit", fields: { text: "sat the cat", expected: SAT }, value: 2 / 3 },
      { title: "two words too many", fields: { text: "now the cat sat down", expected: SAT }, value: 1 / 3 },
      {
        title: "a capital, case told apart",
        fields: { text: "The cat sat", expected: SAT },
        options: { caseSensitive: true },
        value: 2 / 3,
      },
    ],
  },
  "token-f1": {
    gold: [
      { title: "words in another order", fields: { text: "Obama, Barack", expected: "Barack Obama" }, value: 1 },
      { title: "yes is yes", fields: { text: "Yes.", expected: "yes" }, value: 1 },
      {
        title: "recall alone",
        fields: { text: "Barack H. Obama", expected: "Barack Obama" },
        options: { measure: "recall" },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "a word too many: 2/3 and 1",
        fields: { text: "Barack H. Obama", expected: "Barack Obama" },
        value: 4 / 5,
      },
      { title: "the other name", fields: { text: "Michelle Obama", expected: "Barack Obama" }, value: 1 / 2 },
      { title: "yes and no", fields: { text: "yes and no", expected: "yes" }, value: 0 },
      {
        title: "half is recalled",
        fields: { text: "Mr. Obama", expected: "Barack Obama" },
        options: { measure: "recall" },
        value: 1 / 2,
      },
    ],
  },
};
