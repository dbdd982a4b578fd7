/** The small language model of the demo: what `scripts/demo-model.ts` trains and the demo starts from. */
export const DEMO_MODEL = {
  world: { use: "arithmetic-thinking", digits: 2 },
  policy: { width: 32, layers: 2, heads: 4, hidden: 128 },
  warmStart: { updates: 350, batch: 64, learningRate: 8e-3 },
  seed: 0,
} as const;

/** What both arms of the demo have in common. */
export const DEMO_TRAINING = {
  prompts: 16,
  perPrompt: 8,
  learningRate: 1e-3,
  objective: { clipHigh: 0.28 },
  updates: 300,
} as const;

/** The rewards that are compared, by the names of their files: one that verifies, one that can be hacked. */
export const DEMO_REWARDS = ["concise-math", "hackable-math"] as const;

/** Place of a file that ships with the command line tool. */
export function dataFile(name: string): URL {
  return new URL(`../../data/${name}`, import.meta.url);
}
