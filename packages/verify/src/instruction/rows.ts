import type { DomainRows } from "../catalogue/verifier-rows.ts";

const NO_COMMA = { instructions: ["punctuation:no_comma"] };
const THREE_WORDS = {
  instructions: ["punctuation:no_comma", "length_constraints:number_words"],
  arguments: [{}, { relation: "at least", num_words: 3 }],
};
const GERMAN = { instructions: ["language:response_language"], arguments: [{ language: "de" }] };
const MEAN = { aggregate: "mean" };
const LOOSE = { mode: "loose" };

export const rows: DomainRows = {
  instructions: {
    gold: [
      { title: "no comma", fields: { text: "Red and green.", ...NO_COMMA }, value: 1 },
      { title: "both instructions", fields: { text: "Red and green.", ...THREE_WORDS }, value: 1 },
      { title: "German", fields: { text: "Der Zug fährt heute leider nicht nach Hamburg.", ...GERMAN }, value: 1 },
      { title: "both, paid by share", fields: { text: "Red and green.", ...THREE_WORDS }, options: MEAN, value: 1 },
      {
        title: "loosely: the first line does not count",
        fields: { text: "Sure, here it is:\nRed and green.", ...NO_COMMA },
        options: LOOSE,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one comma", fields: { text: "Red, and green.", ...NO_COMMA }, value: 0 },
      { title: "a word too few", fields: { text: "Red green.", ...THREE_WORDS }, value: 0 },
      { title: "Dutch", fields: { text: "De trein rijdt vandaag helaas niet naar Hamburg.", ...GERMAN }, value: 0 },
      {
        title: "one of two, paid by share",
        fields: { text: "Red green.", ...THREE_WORDS },
        options: MEAN,
        value: 1 / 2,
      },
      {
        title: "loosely: a comma in the middle line",
        fields: { text: "Here it is:\nRed, green.\nDone.", ...NO_COMMA },
        options: LOOSE,
        value: 0,
      },
    ],
  },
};
