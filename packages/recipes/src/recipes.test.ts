import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { smokeRecipe } from "./harness/index.ts";
import { recipeEntries } from "./index.ts";

const entries = recipeEntries();
/** Seconds of the tiny runs of one recipe, on a loaded machine. */
const SMOKE_MS = 60_000;

describe("recipes", () => {
  it("have one file a paper", () => {
    const papers = entries.map(({ paper }) => paper);
    expect(papers.length).toBeGreaterThanOrEqual(3);
    expect(new Set(papers).size).toBe(papers.length);
  });

  describe.each(entries.map((entry) => [basename(entry.source, ".ts"), entry] as const))("%s", (_, entry) => {
    it("says what it claims, and is data but for its runs and claims", async () => {
      const recipe = await entry.load();
      expect(recipe.paper).toBe(entry.paper);
      expect(recipe.mechanism.length).toBeGreaterThan(100);
      expect(recipe.budgetSeconds).toBeLessThanOrEqual(180);
      for (const { settings, arms, smoke, claims } of Object.values(recipe.studies)) {
        expect(JSON.parse(JSON.stringify({ settings, arms, smoke }))).toEqual({ settings, arms, smoke });
        expect(claims.every(({ says, source }) => says.endsWith(".") && source !== "")).toBe(true);
      }
      expect(new Set(recipe.pieces.map(({ id }) => id)).size).toBe(recipe.pieces.length);
    });

    it(
      "runs tiny: finite, and the same bits twice",
      async () => {
        expect((await smokeRecipe(entry)).problems).toEqual([]);
      },
      SMOKE_MS,
    );
  });
});
