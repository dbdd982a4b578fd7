import type { DomainRows } from "../catalogue/verifier-rows.ts";

const TWO = [
  [0, 0, 10, 10],
  [20, 20, 30, 30],
];
const RECALL = { measure: "recall" };
const BUTTON = [100, 100, 200, 140];
const INSIDE = { measure: "inside" };

export const rows: DomainRows = {
  "box-set-match": {
    gold: [
      { title: "both boxes", fields: { text: "[[0,0,10,10],[20,20,30,30]]", expected: TWO }, value: 1 },
      {
        title: "both in the other order, as objects",
        fields: { text: '[{"bbox_2d":[20,20,30,30]},{"bbox_2d":[0,0,10,10]}]', expected: TWO },
        value: 1,
      },
      {
        title: "one box moved by a tenth counts as found",
        fields: { text: "[[1,0,11,10],[20,20,30,30]]", expected: TWO },
        options: RECALL,
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "one box moved by a fifth: (2/3 + 1) / 2",
        fields: { text: "[[2,0,12,10],[20,20,30,30]]", expected: TWO },
        value: 5 / 6,
      },
      { title: "one box moved by half", fields: { text: "[[0,0,10,10],[25,20,35,30]]", expected: TWO }, value: 1 / 2 },
      {
        title: "a box too many",
        fields: { text: "[[0,0,10,10],[20,20,30,30],[50,50,60,60]]", expected: TWO },
        value: 2 / 3,
      },
      {
        title: "width and height for the corner",
        fields: { text: "[[0,0,10,10],[20,20,10,10]]", expected: [[20, 20, 30, 30]] },
        value: 0,
      },
      { title: "one of two boxes", fields: { text: "[[0,0,10,10]]", expected: TWO }, options: RECALL, value: 1 / 2 },
    ],
  },
  "gaussian-proximity": {
    gold: [
      { title: "the middle", fields: { text: "click(150, 120)", box: BUTTON }, value: 1 },
      { title: "the box itself, whose middle counts", fields: { text: "[100, 100, 200, 140]", box: BUTTON }, value: 1 },
      {
        title: "the lower corner belongs to the box",
        fields: { text: "(100, 100)", box: BUTTON },
        options: INSIDE,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "one side off along x", fields: { text: "click(250, 120)", box: BUTTON }, value: Math.exp(-0.5) },
      {
        title: "a tenth of a side off along y",
        fields: { text: "click(150, 124)", box: BUTTON },
        value: Math.exp(-0.005),
      },
      {
        title: "x and y exchanged",
        fields: { text: "click(120, 150)", box: BUTTON },
        value: Math.exp(-0.5 * (0.3 ** 2 + 0.75 ** 2)),
      },
      { title: "the upper edge does not", fields: { text: "(200, 120)", box: BUTTON }, options: INSIDE, value: 0 },
    ],
  },
  "region-consistency": {
    gold: [
      {
        title: "inside the box of the other",
        fields: { text: "[0, 0, 1, 1]" },
        others: [{ text: "[0, 0, 2, 1]" }],
        value: 1,
      },
      {
        title: "the point of the others",
        fields: { text: "click (5, 5)" },
        others: [{ text: "(5, 5)" }, { text: "(5, 5)" }],
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "twice as wide as the other",
        fields: { text: "[0, 0, 2, 1]" },
        others: [{ text: "[0, 0, 1, 1]" }],
        value: 3 / 4,
      },
      {
        title: "a point 55 beside the others: (45 · 3 + 55) / 300",
        fields: { text: "(60, 5)" },
        others: [{ text: "(5, 5)" }, { text: "(5, 5)" }],
        value: 190 / 300,
      },
      {
        title: "corners in the wrong order",
        fields: { text: "[1, 1, 0, 0]" },
        others: [{ text: "[0, 0, 2, 1]" }],
        value: 0,
      },
    ],
  },
};
