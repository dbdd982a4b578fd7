import { groupRelative } from "@guerdon/core/advantage";
import { difficultyBand } from "@guerdon/core/router";
import { ecrTarget } from "@guerdon/core/schedule";
import { affine, lengthRank, lengthStep } from "@guerdon/core/shaper";
import { thinkingLength, thinkingLengthPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const laser = (limit: number) => ({
  reward: {
    terms: { bonus: { use: "length-step", onlyCorrect: true, of: "length", correct: "correct", limit } },
    total: "right + bonus",
  },
});
const truncated = (limit: number) => ({
  reward: { total: `1.5 * correct * (length <= ${limit}) - 0.5` },
});
const banded = (options: object) => ({
  reward: {
    terms: {
      band: { use: "difficulty-band", of: "correct" },
      target: { use: "ecr-target", of: "length", band: "band", lower: 1, upper: 32, interval: 1, period: 20 },
      bonus: { use: "length-step", onlyCorrect: true, of: "length", correct: "correct", limit: "target", ...options },
    },
    total: "right + bonus",
  },
});

const training = defineStudy({
  about: "Hazard policy on easy (2 … 6 tokens needed) and hard prompts (8 … 16), GRPO, with eight length rewards.",
  run: tokenTraining({ world: () => thinkingLength(), policy: () => thinkingLengthPolicy() }),
  settings: {
    reward: {
      terms: {
        correct: FROM_WORLD,
        length: FROM_WORLD,
        hard: FROM_WORLD,
        right: "1.5 * correct - 0.5",
        easyLength: { use: "affine", of: "length", when: "hard < 1" },
        hardLength: { use: "affine", of: "length", when: "hard > 0" },
      },
      total: "right",
      advantage: { use: "group-relative" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const },
    learningRate: 2.4,
    updates: 400,
    prompts: 32,
    perPrompt: 8,
  },
  arms: {
    plain: {},
    "laser-4": laser(4),
    "laser-8": laser(8),
    "laser-12": laser(12),
    "laser-d": banded({}),
    "laser-de": banded({ explore: true, repeated: 0 }),
    "truncate-8": truncated(8),
    "truncate-12": truncated(12),
    kimi: {
      reward: {
        terms: { rank: { use: "length-rank", of: "length", correct: "correct" } },
        total: "right + 0.4 * rank",
      },
    },
  },
  seeds: 5,
  metrics: ["gold", "length", "term.easyLength", "term.hardLength"],
  smoke: { updates: 4, prompts: 8 },
  treatment: "laser-8",
  control: "truncate-8",
  claims: [
    {
      says: "Some step bonus keeps accuracy within 0.02 of the plain reward with at least 25 % fewer tokens.",
      source: "§Experiment check 1",
      central: true,
      swap: { "laser-4": "truncate-8", "laser-8": "truncate-8", "laser-12": "truncate-12" },
      holds: (s) =>
        ["laser-4", "laser-8", "laser-12"].some(
          (arm) =>
            s.mean(arm, "gold") >= s.mean("plain", "gold") - 0.02 &&
            s.mean(arm, "length") <= 0.75 * s.mean("plain", "length"),
        ),
    },
    {
      says: "Truncation at the target of the best bonus, 8 tokens, loses at least 0.15 of accuracy.",
      source: "§Experiment check 2",
      swap: { "truncate-8": "laser-8" },
      holds: (s) => s.mean("truncate-8", "gold") <= s.mean("plain", "gold") - 0.15,
    },
    {
      says: "With no target given, LASER-D is within 0.04 of the best bonus and not below the median of the three.",
      source: "§Experiment check 3",
      central: true,
      swap: { "laser-d": "truncate-8" },
      holds: (s) => {
        const [, middle, best] = ["laser-4", "laser-8", "laser-12"]
          .map((arm) => s.mean(arm, "gold"))
          .sort((a, b) => a - b) as [number, number, number];
        const adaptive = s.mean("laser-d", "gold");
        return adaptive >= best - 0.04 && adaptive >= middle;
      },
    },
    {
      says: "Under LASER-D easy prompts take at most half the tokens of hard ones.",
      source: "§Experiment check 4",
      swap: { "laser-d": "plain" },
      holds: (s) => s.mean("laser-d", "term.easyLength") <= 0.5 * s.mean("laser-d", "term.hardLength"),
    },
    {
      says: "Ranking lengths within the group collapses below 0.7 accuracy.",
      source: "§Experiment check 5",
      swap: { kimi: "laser-8" },
      holds: (s) => s.mean("kimi", "gold") < 0.7,
    },
  ],
  plot: { metric: "gold", arms: ["plain", "laser-8", "laser-d", "truncate-8", "truncate-12", "kimi"] },
});

export const recipe: Recipe = defineRecipe({
  paper: "104",
  title: "A step bonus for short right answers beats truncation",
  mechanism:
    "A right answer within a target length earns a bonus; a longer one is not punished. Truncation pays nothing beyond " +
    "the cap, so long right answers count as wrong and the policy stops thinking before hard prompts are solved. LASER-D " +
    "sets the target by itself: every 20 steps, for each band of difficulty, the shortest length at which one right " +
    "answer of the group is still expected. LASER-DE also pays wrong answers for being longer than the target.",
  pieces: [affine, difficultyBand, ecrTarget, groupRelative, lengthRank, lengthStep],
  budgetSeconds: 120,
  studies: { training },
  differences: [
    "The policy is a table of hazards on a made-up task of up to 32 tokens, not a language model on mathematics.",
    "Targets are set from the training rollouts of the last 20 updates, not from a monitor set.",
    "Accuracy is the exact chance of being right of each response, averaged over the last 40 updates.",
  ],
});
