import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { gaussianProximity } from "./gaussian-proximity.ts";

describe("gaussianProximity", () => {
  const text = ["(50, 20)", "click [60, 20]", "(60, 40)", "no", "[45, 15, 55, 25]"];
  const columns = { text, box: text.map(() => [45, 10, 55, 30]) };

  it("falls with the distance in box sides (031 §Mechanism, by hand)", async () => {
    expect(await scoreValues(gaussianProximity(), columns)).toEqual([1, Math.exp(-0.5), Math.exp(-1), 0, 1]);
    expect((await scoreValues(gaussianProximity({ scale: 2 }), columns))[1]).toBe(Math.exp(-0.125));
  });

  it("is 1 inside an enlarged box, lower edges included", async () => {
    const edge = { text: ["45 10", "55 10", "55 10", "x"], box: [...columns.box.slice(0, 3), null] };
    expect(await scoreValues(gaussianProximity({ measure: "inside" }), edge)).toEqual([1, 0, 0, "task"]);
    expect(await scoreValues(gaussianProximity({ measure: "inside", scale: 1.2 }), edge)).toEqual([1, 1, 1, "task"]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(gaussianProximity(), { box: [[0, 0, 1, 1]] });
    expect(ms, name).toBeLessThan(100);
  });

  for (const measure of ["gaussian", "inside"])
    for (const law of lawsOf(gaussianProximity, { options: { measure }, columns }))
      it(`${measure} ${law.name}`, law.check);
});
