import { describe, expect, it } from "vitest";
import { defineRecipe, defineStudy } from "./define-recipe.ts";
import type { Recipe, Study } from "./recipe.ts";

const claim = { says: "It is more.", source: "§1", central: true, holds: () => true };
const study = (over: Partial<Study> = {}): Study =>
  defineStudy({
    about: "Nothing.",
    run: () => ({ x: 1 }),
    settings: { a: 1 },
    arms: { one: {}, other: { a: 2 } },
    seeds: 1,
    metrics: ["x"],
    smoke: {},
    treatment: "other",
    control: "one",
    claims: [claim],
    ...over,
  } as Parameters<typeof defineStudy>[0]);
const recipe = (over: Partial<Recipe>): Recipe =>
  defineRecipe({
    paper: "001",
    title: "",
    mechanism: "",
    pieces: [],
    budgetSeconds: 1,
    studies: { study: study() },
    differences: [],
    ...over,
  });

describe("defineStudy", () => {
  it.each([
    ["a treatment", { treatment: "none" }],
    ["a swap", { claims: [{ ...claim, swap: { other: "neither" } }] }],
    ["a plot", { plot: { metric: "x", arms: ["nowhere"] } }],
  ])("refuses %s that names no arm", (_, over) => {
    expect(() => study(over)).toThrow(expect.objectContaining({ code: "GUERDON_RECIPE" }));
  });

  it("says which arms there are, and what is no JSON", () => {
    expect(() => study({ control: "none" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected treatment, control, swaps and plots to name one of the arms one, other, got \`none\`.]`,
    );
    expect(() => study({ settings: { a: Number.NaN } })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`settings\` of a study to be JSON, got {"a":{"not":"JSON"}}.]`,
    );
  });
});

describe("defineRecipe", () => {
  it.each([
    ["a number that is none", { paper: "1" }, "Expected `paper` to be three digits in recipe 1, got `1`."],
    ["no budget", { budgetSeconds: 0 }, "Expected `budgetSeconds` to be positive in recipe 001, got 0."],
    [
      "no central claim",
      { studies: { study: study({ claims: [{ ...claim, central: false }] }) } },
      "Expected a claim to be `central` in recipe 001, got none.",
    ],
    [
      "half a seed",
      { studies: { study: study({ seeds: 0.5 }) } },
      "Expected `seeds` of study to be at least 1 in recipe 001, got 0.5.",
    ],
    [
      "a plot of what is not kept",
      { studies: { study: study({ plot: { metric: "y" } }) } },
      "Expected the plot of study to show one of x in recipe 001, got y.",
    ],
  ])("refuses %s", (_, over, message) => {
    expect(() => recipe(over)).toThrow(message);
  });
});
