import type { DomainRows } from "../catalogue/verifier-rows.ts";

const HAND = [4, 4, 6, 8];
const SOME = { usage: "some" };
const WORDS = ["cat", "are", "bed"];
const CELLS = { measure: "cells" };
const PUZZLE = ["4 _ _ _", "_ 3 _ _", "_ 1 3 _", "_ _ _ _"];

export const rows: DomainRows = {
  "arithmetic-target": {
    gold: [
      { title: "each number once", fields: { text: "(4 + 8) * (6 - 4)", numbers: HAND }, value: 1 },
      {
        title: "after other lines, with its value",
        fields: { text: "I try.\nAnswer: 4 * (8 - 6 + 4) = 24", numbers: HAND },
        value: 1,
      },
      { title: "a fraction on the way", fields: { text: "8 / (3 - 8 / 3)", numbers: [3, 3, 8, 8] }, value: 1 },
      {
        title: "a number may be left out",
        fields: { text: "8 * 3", numbers: [3, 8, 7], target: 24 },
        options: SOME,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a number twice", fields: { text: "(4 + 8) * (8 - 6)", numbers: HAND }, value: 0 },
      { title: "a number left out", fields: { text: "4 * 6", numbers: HAND }, value: 0 },
      { title: "without the brackets", fields: { text: "4 + 8 * 6 - 4", numbers: HAND }, value: 0 },
      { title: "said to be 24", fields: { text: "4 + 4 + 6 + 8 = 24", numbers: HAND }, value: 0 },
      {
        title: "the target is another",
        fields: { text: "8 * 3", numbers: [3, 8, 7], target: 25 },
        options: SOME,
        value: 0,
      },
    ],
  },
  "grid-match": {
    gold: [
      { title: "rows of letters", fields: { text: "cat\nare\nbed", expected: WORDS }, value: 1 },
      { title: "in capitals, as JSON", fields: { text: '["CAT", "ARE", "BED"]', expected: WORDS }, value: 1 },
      { title: "each cell", fields: { text: "c a t\na r e\nb e d", expected: WORDS }, options: CELLS, value: 1 },
    ],
    nearMisses: [
      { title: "one cell", fields: { text: "cat\nare\nbad", expected: WORDS }, value: 0 },
      { title: "two rows exchanged", fields: { text: "are\ncat\nbed", expected: WORDS }, value: 0 },
      { title: "columns for rows", fields: { text: "cab\nare\nted", expected: WORDS }, value: 0 },
      { title: "one cell of nine", fields: { text: "cat\nare\nbad", expected: WORDS }, options: CELLS, value: 8 / 9 },
      { title: "a row too many", fields: { text: "cat\nare\nbed\nsee", expected: WORDS }, options: CELLS, value: 0 },
    ],
  },
  sudoku: {
    gold: [
      { title: "the solution", fields: { text: "4 2 1 3\n1 3 4 2\n2 1 3 4\n3 4 2 1", puzzle: PUZZLE }, value: 1 },
      {
        title: "after a sentence, as JSON",
        fields: { text: "```json\n[[4,2,1,3],[1,3,4,2],[2,1,3,4],[3,4,2,1]]\n```", puzzle: PUZZLE },
        value: 1,
      },
      {
        title: "another solution of an open puzzle",
        fields: { text: "1234\n3412\n2143\n4321", puzzle: ["1...", "....", "....", "...1"] },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "two cells of a row exchanged",
        fields: { text: "4 1 2 3\n1 3 4 2\n2 1 3 4\n3 4 2 1", puzzle: PUZZLE },
        value: 0,
      },
      {
        title: "right but for a clue",
        fields: { text: "4 2 1 3\n3 1 4 2\n2 4 3 1\n1 3 2 4", puzzle: PUZZLE },
        value: 0,
      },
      {
        title: "rows and columns right, boxes not",
        fields: { text: "1234\n2341\n3412\n4123", puzzle: ["1...", "....", "....", "...."] },
        value: 0,
      },
      { title: "one cell open", fields: { text: "4 2 1 3\n1 3 4 2\n2 1 3 4\n3 4 2 _", puzzle: PUZZLE }, value: 0 },
    ],
  },
};
