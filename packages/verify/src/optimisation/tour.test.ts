import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { tour } from "./tour.ts";
import { tourLength } from "./tour-length.ts";

const SQUARE = {
  points: [
    [0, 0],
    [3, 0],
    [3, 4],
    [0, 4],
  ],
};
const ONE_WAY = {
  distances: [
    [0, 1, 9],
    [9, 0, 1],
    [1, 9, 0],
  ],
};

describe("tour", () => {
  it("compares with the best known length (by hand: 14 round, 18 across)", async () => {
    const text = [
      "[0, 1, 2, 3]",
      "[2, 1, 0, 3, 2]",
      "[0, 2, 1, 3]",
      "[0, 1, 2]",
      "[0, 1, 1, 3]",
      "[0, 1, 2, 4]",
      "[0, 1, 2, 1.5]",
      "round",
    ];
    const rows = await scoreRows(tour(), { text, instance: text.map(() => SQUARE), best: text.map(() => 14) });
    expect(rows).toEqual([
      [1, "length 14, gap 0 %"],
      [1, "length 14, gap 0 %"],
      [14 / 18, "length 18, gap 28.5714 %"],
      [0, "place 3 is not visited"],
      [0, "place 1 is visited twice"],
      [0, "4 is no place"],
      [0, "1.5 is no place"],
      [0, "no list of places is stated"],
    ]);
  });

  it("takes the way there, not the way back", () => {
    expect([tourLength([0, 1, 2], ONE_WAY), tourLength([0, 2, 1], ONE_WAY)]).toEqual([3, 27]);
  });

  it("blames the task for no places and no best length", async () => {
    const columns = { text: ["[0]", "[0]", "[0]"], instance: [{}, { points: [[0, 0], [1]] }, SQUARE], best: [1, 1, 0] };
    expect(await scoreValues(tour(), columns)).toEqual(["task", "task", "task"]);
    expect(await scoreValues(tour({ measure: "feasible" }), columns)).toEqual(["task", "task", 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(tour({ measure: "feasible" }), { instance: [SQUARE] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = { text: ["[0, 1, 2, 3]", "", "[9]"], instance: [SQUARE, SQUARE, {}], best: [14, 8, 1] };
  for (const law of lawsOf(tour, { columns })) it(law.name, law.check);
});
