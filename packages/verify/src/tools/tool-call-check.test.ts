import { describe, expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { toolCallCheck } from "./index.ts";

describe("tool-call-check", () => {
  const functions = [
    {
      name: "plan",
      parameters: {
        type: "dict",
        properties: {
          day: { type: "string" },
          cost: { type: "float" },
          stops: { type: "array", items: { type: "string" } },
          at: { type: "tuple", items: { type: "float" } },
          who: { type: "dict", properties: {} },
          legs: { type: "array", items: { type: "dict" } },
        },
        required: ["day"],
      },
    },
  ];
  const expected = [
    {
      plan: {
        day: ["April 1, 2024"],
        cost: [5, ""],
        stops: [["New York", "LA"], ""],
        at: [[1.5, 2.5], ""],
        who: [{ name: ["Ann"], age: [3, ""] }, ""],
        legs: [[{ to: ["LA"] }, { to: ["SF"] }], ""],
      },
    },
  ];

  it.each([
    ["[plan(day='april 1 2024')]", 1, undefined],
    ["[plan(day='April 1, 2024', cost=5)]", 1, undefined],
    ["[plan(day='April 1, 2024', cost=5.0)]", 1, undefined],
    ["[plan(day='April 1, 2024', cost='5')]", 0, "wrong-type: cost is str, not float"],
    ["[plan(day='April 1, 2024', cost=True)]", 0, "wrong-type: cost is bool, not float"],
    ["[plan(day='April 2, 2024')]", 0, 'wrong-text: day is "April 2, 2024"'],
    ["[plan(cost=5)]", 0, "missing-required: day is missing"],
    ["[plan(day='April 1, 2024', x=1)]", 0, "unexpected-parameter: there is no x to give"],
    ["[plan(day='April 1, 2024', stops=['new york', 'L.A.'])]", 1, undefined],
    ["[plan(day='April 1, 2024', stops=['LA', 'New York'])]", 0, "wrong-list: stops is another list"],
    ["[plan(day='April 1, 2024', stops=('New York', 'LA'))]", 0, "wrong-type: stops is tuple, not array"],
    ["[plan(day='April 1, 2024', at=(1.5, 2.5))]", 1, undefined],
    ["[plan(day='April 1, 2024', at=[1.5, 2.5])]", 1, undefined],
    ["[plan(day='April 1, 2024', who={'name': 'ann'})]", 1, undefined],
    ["[plan(day='April 1, 2024', who={'name': 'ann', 'age': 4})]", 0, "wrong-entry: age is 4"],
    ["[plan(day='April 1, 2024', who={'age': 3})]", 0, "wrong-key: the key name is missing"],
    ["[plan(day='April 1, 2024', legs=[{'to': 'la'}, {'to': 'sf'}])]", 1, undefined],
    [
      "[plan(day='April 1, 2024', legs=[{'to': 'sf'}, {'to': 'la'}])]",
      0,
      "wrong-length: the number of objects differs",
    ],
    ["[plan(day='April 1, 2024', legs=[{'to': 'la'}])]", 0, "wrong-length: the number of objects differs"],
    ["[Plan(day='April 1, 2024')]", 0, "wrong-name: Plan is called, not plan"],
    ["[]", 0, "wrong-count: there are 0 calls, not 1"],
    ["[plan(day=]", 0, 'unreadable: expected a name at 10, got "]"'],
  ])("%s: %s", async (calls, value, evidence) => {
    expect(await scoreRows(toolCallCheck(), { calls: [calls], functions: [functions], expected: [expected] })).toEqual([
      evidence === undefined ? [value] : [value, evidence],
    ]);
  });

  it("blames the task for descriptions and answers that do not go together", async () => {
    const columns = {
      calls: ["f()", "f()", "f()"],
      functions: [functions, 5, functions],
      expected: [[{ fly: {} }], expected, "x"],
    };
    expect(await scoreRows(toolCallCheck(), columns)).toEqual([
      ["task", "Expected a gold call to name a described function, got `fly`."],
      ["task", "Expected `functions` to be a list of descriptions with `name` and `parameters.properties`, got none."],
      ["task", "Expected `expected` to be a list of `{ NAME: { PARAMETER: [accepted, …] } }`, got none."],
    ]);
  });
});
