import { groupRelative } from "@guerdon/core/advantage";
import { difficultyBand } from "@guerdon/core/router";
import { runningStatistic } from "@guerdon/core/schedule";
import { affine, bandedDeviation } from "@guerdon/core/shaper";
import { thinkingLength, thinkingLengthPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const bands = ["low", "middle", "high"] as const;

const banded = (strength: number) => ({
  reward: {
    terms: {
      band: { use: "difficulty-band", of: "correct" },
      ...Object.fromEntries(
        bands.map((name, k) => [name, { use: "running-statistic", of: "length", among: `band == ${k}`, decay: 0.9 }]),
      ),
      target: "where(band > 1, high, where(band > 0, middle, low))",
      bonus: { use: "banded-deviation", of: "length", target: "target", band: "band", correct: "correct", strength },
    },
    total: "correct + bonus",
  },
});

const shaping = defineStudy({
  about: "Hazard policy on easy and hard prompts: lengths are bent towards what prompts of the same difficulty take.",
  run: tokenTraining({
    world: () => thinkingLength({ tooLittle: 0.02 }),
    policy: () => thinkingLengthPolicy({ initial: -2.2 }),
  }),
  settings: {
    reward: {
      terms: {
        correct: FROM_WORLD,
        gold: FROM_WORLD,
        length: FROM_WORLD,
        hard: FROM_WORLD,
        hardGold: { use: "affine", of: "gold", when: "hard > 0" },
        easyLength: { use: "affine", of: "length", when: "hard < 1" },
        hardLength: { use: "affine", of: "length", when: "hard > 0" },
      },
      total: "correct",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const },
    learningRate: 2.4,
    updates: 300,
    prompts: 32,
    perPrompt: 8,
  },
  arms: {
    plain: {},
    penalty: { reward: { total: "correct - 0.02 * length" } },
    "banded 0.05": banded(0.05),
    "banded 0.1": banded(0.1),
    "banded 0.2": banded(0.2),
  },
  seeds: 5,
  metrics: ["gold", "length", "term.hardGold", "term.easyLength", "term.hardLength"],
  smoke: { updates: 3, prompts: 8 },
  treatment: "banded 0.05",
  control: "penalty",
  claims: [
    {
      says: "Shaped by difficulty, answers take at most 0.7 of the tokens of the plain reward.",
      source: "§Experiment B",
      swap: { "banded 0.05": "plain" },
      holds: (s) => s.mean("banded 0.05", "length") <= 0.7 * s.mean("plain", "length"),
    },
    {
      says: "They are at least 0.15 more accurate than with a penalty on each token, and 0.2 on hard prompts.",
      source: "§Experiment B",
      central: true,
      holds: (s) =>
        s.mean("banded 0.05", "gold") >= s.mean("penalty", "gold") + 0.15 &&
        s.mean("banded 0.05", "term.hardGold") >= s.mean("penalty", "term.hardGold") + 0.2,
    },
    {
      says: "Easy prompts take no more tokens than hard ones; a greater strength makes answers shorter each time.",
      source: "§Experiment B",
      swap: { "banded 0.1": "plain" },
      holds: (s) => {
        const [weak, middle, strong] = ["banded 0.05", "banded 0.1", "banded 0.2"].map((arm) =>
          s.mean(arm, "length"),
        ) as [number, number, number];
        const easy = s.mean("banded 0.05", "term.easyLength");
        return easy <= s.mean("banded 0.05", "term.hardLength") && weak > middle && middle > strong;
      },
    },
  ],
  plot: { metric: "gold" },
});

export const recipe: Recipe = defineRecipe({
  paper: "107",
  title: "Lengths bent by the difficulty of the prompt",
  mechanism:
    "The share of right answers of a group says how hard its prompt is. Right answers to easy prompts are charged for " +
    "being longer than prompts of their band usually are, those to hard prompts are paid for it, and wrong answers that " +
    "explore further earn a little. The target of each band is a running mean, so that it follows training.",
  pieces: [affine, bandedDeviation, difficultyBand, groupRelative, runningStatistic],
  budgetSeconds: 60,
  studies: { shaping },
  findings:
    "Shaped answers take 14.0 tokens, as in the pilot (14), but the plain reward takes 16.9 here and 24 there, so the saving " +
    "is 17 % and not 30 %: in this world whoever is cut off at 32 tokens is wrong, which already keeps the plain policy " +
    "from thinking on and on. The accuracy of 0.88 is the pilot's (0.86), and that of the penalty too (0.55 and about 0.5).",
  differences: [
    "A table of hazards on a made-up task; what is counted is the length, not windows of high entropy.",
    "The released curve is used, with a fixed strength, and targets are running means with decay 0.9, read before the batch.",
    "The detector of windows (experiment A) and the KL controller (experiment C) are left out.",
  ],
});
