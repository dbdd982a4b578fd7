import type { DomainRows } from "../catalogue/verifier-rows.ts";

const ENGLISH = "This sentence is about the weather and the dogs in the park.";
const GERMAN = "Dieser Satz handelt vom Wetter und von den Hunden im Park.";
const DUTCH = "Deze zin gaat over het weer en de honden in het park.";
const GOOD = "She walks to school every day. The teachers are kind, and he goes home at four.";
const AGREEMENT = { kinds: ["Agreement"] };

export const rows: DomainRows = {
  language: {
    gold: [
      { title: "German", fields: { text: GERMAN, expected: "de" }, value: 1 },
      { title: "one of two languages that will do", fields: { text: ENGLISH, expected: ["fr", "en"] }, value: 1 },
      {
        title: "Japanese",
        fields: { text: "これは天気と公園の犬についての文章です。よろしく。", expected: "ja" },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "Dutch for German", fields: { text: DUTCH, expected: "de" }, value: 0 },
      {
        title: "English that speaks of German",
        fields: { text: "This sentence in German is about the weather.", expected: "de" },
        value: 0,
      },
      {
        title: "Chinese for Japanese",
        fields: { text: "这是一个关于天气和公园里的狗的句子，谢谢你。", expected: "ja" },
        value: 0,
      },
      {
        title: "begins in German and goes on in English",
        fields: { text: `Guten Tag. ${ENGLISH} ${ENGLISH}`, expected: "de" },
        value: 0,
      },
    ],
  },
  grammar: {
    gold: [
      { title: "two plain sentences", fields: { text: GOOD }, value: 1 },
      { title: "agreement alone", fields: { text: GOOD }, options: AGREEMENT, value: 1 },
    ],
    nearMisses: [
      {
        title: "a word twice: 1 of 17",
        fields: { text: GOOD.replace("The teachers", "The the teachers") },
        value: 1 - 100 / 17 / 10,
      },
      {
        title: "a verb that does not agree: 1 of 16",
        fields: { text: GOOD.replace("he goes", "he go") },
        options: AGREEMENT,
        value: 1 - 100 / 16 / 10,
      },
      {
        title: "a verb that does not agree, all kinds: 1 of 16",
        fields: { text: GOOD.replace("he goes", "he go") },
        value: 1 - 100 / 16 / 10,
      },
    ],
  },
};
