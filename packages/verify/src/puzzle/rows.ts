import type { DomainRows } from "../catalogue/verifier-rows.ts";

const HAND = [4, 4, 6, 8];
const SOME = { usage: "some" };
const WORDS = ["cat", "are", "bed"];
const CELLS = { measure: "cells" };
const PUZZLE = ["4 _ _ _", "_ 3 _ _", "_ 1 3 _", "_ _ _ _"];

const SQUARE = {
  edges: [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
    ["d", "a"],
  ],
  colours: 2,
};
const TRIANGLE = {
  edges: [
    [0, 1],
    [1, 2],
    [2, 0],
  ],
  vertices: [0, 1, 2, 3],
  colours: ["red", "green", "blue"],
};
const BOARD = ["_ Q _ _", "_ _ _ _", "_ _ _ _", "_ _ _ _"];

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
  "graph-colouring": {
    gold: [
      { title: "a square in two colours", fields: { text: '{"a": 1, "b": 2, "c": 1, "d": 2}', ...SQUARE }, value: 1 },
      { title: "the other way round", fields: { text: '{"a": 2, "b": 1, "c": 2, "d": 1}', ...SQUARE }, value: 1 },
      {
        title: "a triangle and a vertex alone, in a fence",
        fields: { text: '```json\n{"0": "red", "1": "green", "2": "blue", "3": "red"}\n```', ...TRIANGLE },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one edge of one colour", fields: { text: '{"a": 1, "b": 2, "c": 1, "d": 1}', ...SQUARE }, value: 0 },
      { title: "a third colour", fields: { text: '{"a": 1, "b": 2, "c": 1, "d": 3}', ...SQUARE }, value: 0 },
      { title: "a vertex left out", fields: { text: '{"a": 1, "b": 2, "c": 1}', ...SQUARE }, value: 0 },
      {
        title: "the vertex alone without a colour",
        fields: { text: '{"0": "red", "1": "green", "2": "blue"}', ...TRIANGLE },
        value: 0,
      },
      { title: "no JSON", fields: { text: "a: 1, b: 2, c: 1, d: 2", ...SQUARE }, value: 0 },
    ],
  },
  queens: {
    gold: [
      { title: "four queens", fields: { text: "_ Q _ _\n_ _ _ Q\nQ _ _ _\n_ _ Q _", puzzle: BOARD }, value: 1 },
      {
        title: "after a sentence, with points",
        fields: { text: "It is:\n\n..q.\nq...\n...q\n.q..", puzzle: ["....", "....", "....", "...."] },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a diagonal", fields: { text: "_ Q _ _\n_ _ _ Q\n_ _ Q _\nQ _ _ _", puzzle: BOARD }, value: 0 },
      {
        title: "the given queen moved",
        fields: { text: "_ _ Q _\nQ _ _ _\n_ _ _ Q\n_ Q _ _", puzzle: BOARD },
        value: 0,
      },
      { title: "a queen too few", fields: { text: "_ Q _ _\n_ _ _ Q\nQ _ _ _\n_ _ _ _", puzzle: BOARD }, value: 0 },
      { title: "a queen too many", fields: { text: "_ Q _ _\n_ _ _ Q\nQ _ _ _\nQ _ Q _", puzzle: BOARD }, value: 0 },
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
