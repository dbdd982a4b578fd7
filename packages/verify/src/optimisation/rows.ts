import type { DomainRows } from "../catalogue/verifier-rows.ts";

const SQUARE = `NAME : square
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 2
NODE_COORD_SECTION
1 0 0
2 0 3
3 4 3
4 4 0
DEMAND_SECTION
1 0
2 1
3 1
4 1
DEPOT_SECTION
1
-1
EOF`;
const WINDOWS = `X

VEHICLE
NUMBER CAPACITY
2 10

CUSTOMER
CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME

0 0 0 0 0 100 0
1 3 4 1 0 5 10
2 6 8 1 50 60 10
`;
const FEASIBLE = { measure: "feasible" };

const ITEMS = { values: [3, 4, 5], weights: [2, 3, 4], capacity: 6 };
const PLACES = {
  points: [
    [0, 0],
    [3, 0],
    [3, 4],
    [0, 4],
  ],
};
const LANES = {
  map: ["....", "...."],
  starts: [
    [0, 0],
    [0, 1],
  ],
  goals: [
    [2, 0],
    [1, 1],
  ],
};

export const rows: DomainRows = {
  "knapsack-items": {
    gold: [
      { title: "the best selection, found by the checker", fields: { text: "[2, 0]", instance: ITEMS }, value: 1 },
      { title: "the value that is given as best", fields: { text: "[0, 1]", instance: ITEMS, best: 7 }, value: 1 },
    ],
    nearMisses: [
      { title: "fits, worth one less: 7 of 8", fields: { text: "[0, 1]", instance: ITEMS }, value: 7 / 8 },
      { title: "one too heavy", fields: { text: "[1, 2]", instance: ITEMS }, value: 0 },
      { title: "an item twice", fields: { text: "[2, 2]", instance: { ...ITEMS, capacity: 8 } }, value: 0 },
      { title: "numbered from 1", fields: { text: "[1, 3]", instance: ITEMS }, value: 0 },
    ],
  },
  tour: {
    gold: [
      { title: "round the square", fields: { text: "[0, 1, 2, 3]", instance: PLACES, best: 14 }, value: 1 },
      {
        title: "the other way round, closed",
        fields: { text: "[2, 1, 0, 3, 2]", instance: PLACES, best: 14 },
        value: 1,
      },
    ],
    nearMisses: [
      { title: "across: 14 / 18", fields: { text: "[0, 2, 1, 3]", instance: PLACES, best: 14 }, value: 14 / 18 },
      { title: "a place left out", fields: { text: "[0, 1, 2]", instance: PLACES, best: 14 }, value: 0 },
      { title: "a place twice", fields: { text: "[0, 1, 2, 2]", instance: PLACES, best: 14 }, value: 0 },
    ],
  },
  "agent-paths": {
    gold: [
      {
        title: "straight to the goals",
        fields: { text: "[[[0, 0], [1, 0], [2, 0]], [[0, 1], [1, 1]]]", instance: LANES },
        value: 1,
      },
      {
        title: "waits, as the best known plan does",
        fields: { text: "[[[0, 0], [0, 0], [1, 0], [2, 0]], [[0, 1], [1, 1]]]", instance: LANES, best: 4 },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "waits a step: 3 / 4",
        fields: { text: "[[[0, 0], [0, 0], [1, 0], [2, 0]], [[0, 1], [1, 1]]]", instance: LANES },
        value: 3 / 4,
      },
      {
        title: "two cells in a step",
        fields: { text: "[[[0, 0], [2, 0]], [[0, 1], [1, 1]]]", instance: LANES },
        value: 0,
      },
      {
        title: "both in one cell",
        fields: { text: "[[[0, 0], [0, 0], [1, 0], [2, 0]], [[0, 1], [0, 0], [1, 0], [1, 1]]]", instance: LANES },
        value: 0,
      },
      {
        title: "one agent a cell short",
        fields: { text: "[[[0, 0], [1, 0]], [[0, 1], [1, 1]]]", instance: LANES },
        value: 0,
      },
    ],
  },
  routing: {
    gold: [
      {
        title: "routes of the best known cost",
        fields: { text: "[[1], [2, 3]]", instance: SQUARE, best: 18 },
        value: 1,
      },
      {
        title: "as a solution file, the other way round",
        fields: { text: "Route #1: 3 2\nRoute #2: 1", instance: SQUARE, best: 18 },
        value: 1,
      },
      { title: "waits until a window opens", fields: { text: "[[1, 2]]", instance: WINDOWS, best: 20 }, value: 1 },
      {
        title: "any routes that hold what is asked",
        fields: { text: "[[1, 2], [3]]", instance: SQUARE },
        options: FEASIBLE,
        value: 1,
      },
    ],
    nearMisses: [
      { title: "a longer way: 18 / 20", fields: { text: "[[1, 2], [3]]", instance: SQUARE, best: 18 }, value: 0.9 },
      {
        title: "one customer too many in a vehicle",
        fields: { text: "[[1, 2, 3]]", instance: SQUARE, best: 18 },
        value: 0,
      },
      { title: "one customer missing", fields: { text: "[[1], [2]]", instance: SQUARE, best: 18 }, value: 0 },
      { title: "late for a window", fields: { text: "[[2, 1]]", instance: WINDOWS, best: 20 }, value: 0 },
      {
        title: "a customer twice",
        fields: { text: "[[1, 2], [2, 3]]", instance: SQUARE },
        options: FEASIBLE,
        value: 0,
      },
    ],
  },
};
