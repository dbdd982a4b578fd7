import type { DomainRows } from "../catalogue/verifier-rows.ts";

const CHAIN = [
  ["a", "b"],
  ["b", "c"],
];
const GROUNDED = { measure: "precision" };
const LONDON = [
  ["Ada", "born in", "London"],
  ["London", "capital of", "England"],
];
const IN_ORDER = { unit: "entities-in-order" };

export const rows: DomainRows = {
  "link-match": {
    gold: [
      { title: "both links", fields: { text: '[["a","b"],["b","c"]]', expected: CHAIN }, value: 1 },
      {
        title: "in the other order, one said twice",
        fields: { text: '[["b","c"],["a","b"],["b","c"]]', expected: CHAIN },
        value: 1,
      },
      {
        title: "all that is stated is in the graph",
        fields: { text: '[["a","b"]]', expected: CHAIN },
        options: GROUNDED,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one link turned round", fields: { text: '[["a","b"],["c","b"]]', expected: CHAIN }, value: 1 / 2 },
      { title: "one link missing", fields: { text: '[["a","b"]]', expected: CHAIN }, value: 2 / 3 },
      {
        title: "the link that follows from both",
        fields: { text: '[["a","b"],["b","c"],["a","c"]]', expected: CHAIN },
        value: 4 / 5,
      },
      { title: "another case", fields: { text: '[["A","b"],["b","c"]]', expected: CHAIN }, value: 1 / 2 },
      {
        title: "one of two links is in the graph",
        fields: { text: '[["a","b"],["a","c"]]', expected: CHAIN },
        options: GROUNDED,
        value: 1 / 2,
      },
    ],
  },
  "path-coverage": {
    gold: [
      {
        title: "each word of the path",
        fields: { text: "Ada was born in London, the capital of England.", path: LONDON },
        value: 1.5,
      },
      { title: "in another order", fields: { text: "England, capital London; born: Ada.", path: LONDON }, value: 1.5 },
      {
        title: "each entity in the order of the path",
        fields: { text: "Ada lived in London, so in England.", path: LONDON },
        options: IN_ORDER,
        value: 1.5,
      },
    ],
    nearMisses: [
      {
        title: "four of five words",
        fields: { text: "Ada was born in London, the capital.", path: LONDON },
        value: 1.2 * 0.8 + 0.3,
      },
      { title: "one word: no bonus", fields: { text: "Ada wrote the first program.", path: LONDON }, value: 1.2 / 5 },
      {
        title: "one word said six times of ten: 1 − 3 · 0.25, a run of six: − 3 · 0.05",
        fields: { text: "Ada Ada Ada Ada Ada Ada born London capital England", path: LONDON },
        value: 1.5 * 0.25 * 0.85,
      },
      {
        title: "the entities backwards",
        fields: { text: "England, London, Ada.", path: LONDON },
        options: IN_ORDER,
        value: 1.2 / 3,
      },
    ],
  },
};
