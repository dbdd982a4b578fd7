import type { Run } from "@guerdon/lab/experiment";
import { defineRecipe, defineStudy } from "./define-recipe.ts";
import type { Recipe } from "./recipe.ts";

interface TrialSettings {
  readonly slope: number;
  readonly delayMs?: number;
  readonly fault?: "throws" | "exits" | "loops" | "nan";
}

/** A run of 20 updates whose value rises by a slope, from where its seed says. */
async function startTrial({ slope, delayMs = 0, fault }: TrialSettings, seed: number): Promise<Run> {
  let updates = 0;
  return {
    end: 20,
    get updates() {
      return updates;
    },
    async update() {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (fault === "throws") throw new Error("the arm fell off");
      if (fault === "exits") process.exit(7);
      while (fault === "loops") updates += 0;
      updates++;
      return { value: fault === "nan" && updates === 3 ? Number.NaN : slope * updates + seed };
    },
    save: () => ({ json: null, arrays: {} }),
    restore: () => {},
    close: () => {},
  };
}

export const recipe: Recipe = defineRecipe({
  paper: "999",
  title: "Lines",
  mechanism: "A value rises by a slope.",
  pieces: [],
  budgetSeconds: 20,
  studies: {
    lines: defineStudy({
      about: "A value that rises or does not.",
      run: startTrial,
      settings: { slope: 0 },
      arms: { flat: {}, steep: { slope: 1 }, slow: { slope: 0.5, delayMs: 10 } },
      seeds: 3,
      metrics: ["value"],
      smoke: {},
      treatment: "steep",
      control: "flat",
      claims: [
        {
          says: "The steep one ends at least 10 above the flat one.",
          source: "by hand",
          central: true,
          holds: (s) => s.difference("steep", "flat", "value").mean >= 10,
        },
        {
          says: "The steep one is a number.",
          source: "by hand",
          holds: (s) => Number.isFinite(s.mean("steep", "value")),
        },
        {
          says: "The slow one ends above the steep one.",
          source: "by hand",
          holds: (s) => s.mean("slow", "value") > s.mean("steep", "value") && s.mean("steep", "value") > 1,
        },
      ],
      plot: { metric: "value" },
    }),
    faults: defineStudy({
      about: "Runs that end badly.",
      run: startTrial,
      settings: { slope: 1 },
      arms: {
        sound: {},
        throws: { fault: "throws" },
        exits: { fault: "exits" },
        loops: { fault: "loops" },
        nan: { fault: "nan" },
      },
      seeds: 1,
      metrics: ["value"],
      smoke: {},
      treatment: "throws",
      control: "sound",
      claims: [{ says: "A failed arm has a mean.", source: "by hand", holds: (s) => s.mean("throws", "value") < 1 }],
    }),
  },
  differences: [],
});
