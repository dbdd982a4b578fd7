import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues } from "../text/score-rows.test-support.ts";
import { guiTrajectoryMatch } from "./gui-trajectory-match.ts";
import { rows } from "./rows.ts";

const { gold, nearMisses } = rows["gui-trajectory-match"]!;

describe("guiTrajectoryMatch", () => {
  it.each([...gold, ...nearMisses].map((row) => [row.title, row] as const))("row: %s", async (_, row) => {
    const columns = Object.fromEntries(Object.entries(row.fields).map(([field, value]) => [field, [value]]));
    expect(await scoreValues(guiTrajectoryMatch(row.options), columns)).toEqual([row.value]);
  });

  const expected = [
    { action: "tap", point: [0.5, 0.5] },
    { action: "back" },
    { action: "text", text: "a" },
    { action: "finish" },
  ];
  const steps = [
    ["tap(0.5, 0.5)", "back()", "type('b')", "finish()"],
    ["tap(0.9, 0.9)", "back()", "type('a')", "finish()"],
    ["tap(0.5, 0.5)", "home()"],
    ["tap(0.5, 0.5)", "back()", "type('a')", "finish()", "wait()"],
    [],
  ];
  const columns = { steps, expected: steps.map(() => expected) };

  it.each([
    ["steps", [0.75, 0.75, 0.25, 0.8, 0]],
    ["types", [1, 1, 0.25, 0.8, 0]],
    ["progress", [0.5, 0, 0.25, 0.8, 0]],
    ["success", [0, 0, 0, 0, 0]],
  ] as const)("%s (by hand)", async (measure, values) => {
    expect(await scoreValues(guiTrajectoryMatch({ measure }), columns)).toEqual(values);
  });

  it("names the first wrong step", async () => {
    const all = await scoreRows(guiTrajectoryMatch(), columns);
    expect(all.map(([, evidence]) => evidence)).toEqual([
      "step 3: text: text 0.00 alike",
      "step 1: tap: point 0.566 away",
      "step 2: back: home for back",
      "1 steps too many",
      "step 1: there is no action",
    ]);
    expect(await scoreRows(guiTrajectoryMatch(), { steps: ["x", []], expected: [expected, []] })).toEqual(
      Array(2).fill(["task", "Expected `steps` and `expected` to be lists of 1 to 1000 actions."]),
    );
  });

  for (const law of lawsOf(guiTrajectoryMatch, { columns })) it(law.name, law.check);
});
