import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { agentPaths } from "./agent-paths.ts";

/** Two agents that change places; the upper row lets one step aside. */
const SWAP = {
  map: [".@", "..", "@."].map((row) => row),
  starts: [
    [0, 1],
    [1, 1],
  ],
  goals: [
    [1, 2],
    [0, 1],
  ],
};
const CLEAR = [
  [
    [0, 1],
    [0, 0],
    [0, 0],
    [0, 0],
  ],
  [
    [1, 1],
    [0, 1],
  ],
];

describe("agentPaths", () => {
  it("checks paths and compares their cost (by hand)", async () => {
    const apart = {
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
    const paths = [
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ],
      [
        [
          [0, 0],
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ],
      [
        [
          [0, 0],
          [2, 0],
        ],
        [
          [0, 1],
          [1, 1],
        ],
      ],
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        [
          [0, 1],
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
      [
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
      ],
    ];
    const text = [...paths.map((one) => JSON.stringify(one)), "[[1]]"];
    const rows = await scoreRows(agentPaths(), { text, instance: text.map(() => apart) });
    expect(rows).toEqual([
      [1, "makespan 2, sum of costs 3"],
      [3 / 4, "makespan 3, sum of costs 4"],
      [0, "agent 0 jumps at time 1"],
      [3 / 5, "makespan 3, sum of costs 5"],
      [0, "1 paths for 2 agents"],
      [0, "no list of paths is stated"],
    ]);
    const makespan = await scoreValues(agentPaths({ cost: "makespan" }), {
      text: text.slice(0, 2),
      instance: [apart, apart],
    });
    expect(makespan).toEqual([1, 2 / 3]);
  });

  it("refuses an exchange of cells and a goal that is missed", async () => {
    const exchange = {
      ...SWAP,
      goals: [
        [1, 1],
        [0, 1],
      ],
    };
    const text = [
      JSON.stringify([
        [
          [0, 1],
          [1, 1],
        ],
        [
          [1, 1],
          [0, 1],
        ],
      ]),
      JSON.stringify(CLEAR),
    ];
    expect(await scoreRows(agentPaths(), { text, instance: [exchange, SWAP] })).toEqual([
      [0, "agents 0 and 1 exchange cells at time 1"],
      [0, "agent 0 does not end at its goal"],
    ]);
  });

  it("takes a best cost that is given, blames the task for no map", async () => {
    const one = { map: "..", starts: [[0, 0]], goals: [[1, 0]] };
    const text = ["[[[0, 0], [0, 0], [1, 0]]]", "[[[0, 0], [1, 0]]]", "[]"];
    expect(
      await scoreValues(agentPaths(), { text, instance: [one, { ...one, goals: [] }, {}], best: [2, 1, 1] }),
    ).toEqual([1, "task", "task"]);
    expect(
      await scoreValues(agentPaths({ measure: "feasible" }), { text: [text[0] as string], instance: [one] }),
    ).toEqual([1]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(agentPaths(), { instance: [SWAP] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = { text: [JSON.stringify(CLEAR), "", "[]"], instance: [SWAP, SWAP, {}] };
  for (const law of lawsOf(agentPaths, { columns })) it(law.name, law.check);
});
