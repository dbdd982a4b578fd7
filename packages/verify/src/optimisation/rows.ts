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

export const rows: DomainRows = {
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
