import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { type Cell, checkAgentPaths } from "./check-agent-paths.ts";
import { checkRoutes } from "./check-routes.ts";
import { knapsackValue } from "./knapsack-value.ts";
import { parseInstance, type Rounding } from "./parse-instance.ts";
import { readRoutes } from "./read-routes.ts";
import { routing } from "./routing.ts";

const DATA = new URL("../../../../../shared/data/routing/", import.meta.url);
const ABSENT = "the data is not beside this repository: ../shared/data/routing";

interface Row {
  readonly name: string;
  readonly best_cost: number;
  readonly instance: string;
  readonly solution: string;
}

function rowsOf<T = Row>(file: string): readonly T[] | undefined {
  const path = new URL(file, DATA);
  if (!existsSync(path)) return undefined;
  const lines = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

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

describe("routing", () => {
  it("tells cost, gap and what is wrong (by hand)", async () => {
    const text = [
      "Route #1: 1 2\nRoute #2: 3",
      "[[1], [2, 3]]",
      "[[1, 2, 3]]",
      "[[1], [2]]",
      "[[1, 2], [2, 3]]",
      "[[4]]",
      "[[1.5]]",
      "",
    ];
    const columns = { text, instance: text.map(() => SQUARE), best: text.map(() => 18) };
    expect(await scoreRows(routing(), columns)).toEqual([
      [0.9, "cost 20, gap 11.1111 %"],
      [1, "cost 18, gap 0 %"],
      [0, "route 1 carries 3 of 2"],
      [0, "customer 3 is not visited"],
      [0, "customer 2 is visited twice"],
      [0, "4 is no customer"],
      [0, "the JSON is no list of routes"],
      [0, "no route is stated"],
    ]);
  });

  it("waits for a window and refuses a late arrival (by hand)", async () => {
    const text = ["[[1, 2]]", "[[2, 1]]", "[[1], [2]]"];
    const columns = { text, instance: text.map(() => WINDOWS), best: text.map(() => 20) };
    expect(await scoreRows(routing(), columns)).toEqual([
      [1, "cost 20, gap 0 %"],
      [0, "route 1 comes too late to 1"],
      [20 / 30, "cost 30, gap 50 %"],
    ]);
  });

  it("blames the task for no instance and no best cost", async () => {
    const columns = { text: ["[]", "[]"], instance: ["", SQUARE], best: [1, null] };
    expect(await scoreValues(routing(), columns)).toEqual(["task", "task"]);
  });

  it("finds the best known solutions of CVRPLIB feasible at their stated cost", async (context) => {
    const rows = rowsOf("cvrplib.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const odd: unknown[] = [];
    for (const { name, instance, solution, best_cost } of rows) {
      // Li and tai are stated with unrounded lengths.
      const rounding: Rounding = /^(?:Li|tai)/u.test(name) ? "exact" : "nearest";
      const parsed = parseInstance(instance, rounding);
      const routes = readRoutes(solution);
      if ("why" in parsed || "why" in routes) odd.push([name, parsed, routes]);
      else {
        const verdict = checkRoutes(routes, parsed);
        if ("why" in verdict || Math.abs(verdict.cost - best_cost) > 0.005) odd.push([name, best_cost, verdict]);
      }
    }
    expect(rows.length).toBe(74);
    expect(odd).toEqual([]);
  });

  it("finds those of Solomon feasible at gap 0, and without one customer 0", async (context) => {
    const rows = rowsOf("solomon_vrptw.jsonl.gz");
    if (rows === undefined) return context.skip(ABSENT);
    const columns = {
      text: rows.map(({ solution }) => solution),
      instance: rows.map(({ instance }) => instance),
      best: rows.map(({ best_cost }) => best_cost),
    };
    const source = routing({ rounding: "tenth-down" });
    const scored = await scoreRows(source, columns);
    expect(
      scored.flatMap(([value], i) =>
        value === 1 || Math.abs((value as number) - 1) < 1e-9 ? [] : [[rows[i]?.name, scored[i]]],
      ),
    ).toEqual([]);
    const dropped = columns.text.map((text) => text.replace(/#1: *\d+/u, "#1:"));
    expect(await scoreValues(source, { ...columns, text: dropped })).toEqual(rows.map(() => 0));
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(routing({ measure: "feasible" }), { instance: [SQUARE] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = {
    text: ["[[1], [2, 3]]", "", "[]", "{"],
    instance: [SQUARE, SQUARE, "", WINDOWS],
    best: [18, 1, 1, 1],
  };
  for (const measure of ["feasible", "quality"])
    for (const law of lawsOf(routing, { options: { measure }, columns })) it(`${measure} ${law.name}`, law.check);
});

describe("knapsackValue", () => {
  it("adds up what fits and refuses the rest", () => {
    const items = { values: [3, 4, 5], weights: [2, 3, 4], capacity: 5 };
    expect(knapsackValue([0, 1], items)).toBe(7);
    expect(knapsackValue([], items)).toBe(0);
    expect(knapsackValue([0, 2], items)).toEqual({ why: "the selection weighs 6 of 5" });
    expect(knapsackValue([0, 0], items)).toEqual({ why: "item 0 is taken twice" });
    expect(knapsackValue([-1], items)).toEqual({ why: "-1 is no item" });
  });
});

describe("checkAgentPaths", () => {
  const map = ["...", ".@."];
  const tasks = {
    map,
    starts: [
      [0, 0],
      [2, 0],
    ] as Cell[],
    goals: [
      [2, 0],
      [2, 1],
    ] as Cell[],
  };

  it("measures paths that do not touch (by hand)", () => {
    const paths: Cell[][] = [
      [
        [0, 0],
        [1, 0],
        [2, 0],
      ],
      [
        [2, 0],
        [2, 1],
      ],
    ];
    expect(checkAgentPaths(paths, tasks)).toEqual({ makespan: 2, sumOfCosts: 3 });
  });

  it.each<readonly [string, Cell[][], string]>([
    [
      "meet",
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [2, 0],
          [2, 0],
          [2, 0],
          [2, 1],
        ],
      ],
      "agents 0 and 1 meet at time 2",
    ],
    [
      "exchange",
      [
        [
          [0, 0],
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [2, 0],
          [1, 0],
          [0, 0],
          [2, 1],
        ],
      ],
      "agent 1 jumps at time 3",
    ],
    [
      "block",
      [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [2, 1],
        ],
        [
          [2, 0],
          [2, 1],
        ],
      ],
      "agent 0 does not end at its goal",
    ],
    ["count", [[[0, 0]]], "1 paths for 2 agents"],
    [
      "start",
      [
        [
          [1, 0],
          [2, 0],
        ],
        [
          [2, 0],
          [2, 1],
        ],
      ],
      "agent 0 does not begin at its start",
    ],
    [
      "wall",
      [
        [
          [0, 0],
          [0, 1],
          [1, 1],
          [1, 0],
          [2, 0],
        ],
        [
          [2, 0],
          [2, 1],
        ],
      ],
      "agent 0 is on no free cell at time 2",
    ],
  ])("refuses paths that %s", (_, paths, why) => {
    expect(checkAgentPaths(paths, tasks)).toEqual({ why });
  });

  it("refuses an exchange of cells", () => {
    const swap = {
      map: [".."],
      starts: [
        [0, 0],
        [1, 0],
      ] as Cell[],
      goals: [
        [1, 0],
        [0, 0],
      ] as Cell[],
    };
    const paths: Cell[][] = [
      [
        [0, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [0, 0],
      ],
    ];
    expect(checkAgentPaths(paths, swap)).toEqual({ why: "agents 0 and 1 exchange cells at time 1" });
  });
});
