import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { pathCoverage } from "./path-coverage.ts";
import { repetitionFactor } from "./path-tokens.ts";

const PATH = [
  ["aspirin", "treats", "head ache"],
  ["head ache", "symptom_of", "flu"],
];

describe("pathCoverage", () => {
  it("is the reward of 033 §Mechanism (by hand: six words of the path)", async () => {
    const text = ["Aspirin treats a head-ache, a symptom of flu", "aspirin and flu", "flu", "nothing here", ""];
    expect(await scoreRows(pathCoverage(), { text, path: text.map(() => PATH) })).toEqual([
      [expect.closeTo(1.5, 12), "6 of 6"],
      [expect.closeTo(0.7 * 0.55, 12), "2 of 6"],
      [0, "1 of 6"],
      [0, "0 of 6"],
      [0, "0 of 6"],
    ]);
    const long = "aspirin seems helpful against flu";
    expect(await scoreValues(pathCoverage(), { text: [long], path: [PATH] })).toEqual([expect.closeTo(0.7, 12)]);
  });

  it("devalues repetition (by hand)", () => {
    expect(repetitionFactor([])).toBe(1);
    expect(repetitionFactor(["a", "b", "c"])).toBe(1);
    expect(repetitionFactor(["a", "a", "b", "c"])).toBeCloseTo(1 - 3 * 0.15, 12);
    expect(repetitionFactor([..."bbbbbacdefghijklmno"])).toBeCloseTo(0.9, 12);
    expect(repetitionFactor(["a", "a"])).toBe(0);
  });

  it("wants entities in the order of the path where asked", async () => {
    const columns = {
      text: ["aspirin, head ache, flu, then rest", "flu, head ache, aspirin, then rest"],
      path: [PATH, PATH],
    };
    const [right, reversed] = await scoreValues(pathCoverage({ unit: "entities-in-order", minHitBonus: 0 }), columns);
    expect([right, reversed]).toEqual([expect.closeTo(1.2, 12), expect.closeTo(0.4, 12)]);
  });

  it("abstains without path and blames the task for another shape", async () => {
    const columns = { text: ["a", "a", "a", "a"], path: [[], "", null, [["a", "b"]]] };
    expect(await scoreValues(pathCoverage(), columns)).toEqual(["abstained", "abstained", "task", "task"]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(pathCoverage(), { path: [PATH] });
    expect(ms, name).toBeLessThan(800);
  });

  const columns = { text: ["aspirin helps flu today", "", "x", "y"], path: [PATH, PATH, [], null] };
  for (const unit of ["tokens", "entities-in-order"])
    for (const law of lawsOf(pathCoverage, { options: { unit }, columns })) it(`${unit} ${law.name}`, law.check);
});
