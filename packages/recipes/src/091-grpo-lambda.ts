import { groupRelative } from "@guerdon/core/advantage";
import { topShare } from "@guerdon/core/router";
import { affine, lengthSigmoid } from "@guerdon/core/shaper";
import { collapseOf } from "@guerdon/lab/statistics";
import { thinkingLength, thinkingLengthPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type Samples, tokenTraining } from "./harness/index.ts";

const routed = (options: object) => ({
  reward: {
    terms: { solved: { use: "top-share", of: "correct", ...options } },
    total: "where(solved > 0, shortened, correct)",
  },
});

const training = defineStudy({
  about: "Hazard policy on easy and hard prompts, GRPO: a length penalty for no group, all, or those solved best.",
  run: tokenTraining({ world: () => thinkingLength(), policy: () => thinkingLengthPolicy() }),
  settings: {
    reward: {
      terms: {
        correct: FROM_WORLD,
        gold: FROM_WORLD,
        length: FROM_WORLD,
        hard: FROM_WORLD,
        shortened: { use: "length-sigmoid", of: "length", correct: "correct", strength: 0.6 },
        hardGold: { use: "affine", of: "gold", when: "hard > 0" },
      },
      total: "correct",
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
    everywhere: { reward: { total: "shortened" } },
    "top share": routed({ share: 0.2 }),
    threshold: routed({ by: "threshold", threshold: 0.9 }),
  },
  seeds: 5,
  metrics: ["gold", "length", "term.hardGold"],
  smoke: { updates: 4, prompts: 8 },
  treatment: "top share",
  control: "everywhere",
  claims: [
    {
      says: "With the penalty everywhere accuracy ends at least 0.15 below its own peak (means of 20 updates): it collapses.",
      source: "§Experiment check 1",
      central: true,
      swap: { everywhere: "top share" },
      holds: (s) => s.mean("everywhere", "gold") <= peakOf(s, "everywhere") - 0.15,
    },
    {
      says: "With the best 20 % alone it ends within 0.08 of its peak and at least 0.25 above the penalty everywhere.",
      source: "§Experiment check 2",
      central: true,
      holds: (s) =>
        s.mean("top share", "gold") >= peakOf(s, "top share") - 0.08 &&
        s.mean("top share", "gold") >= s.mean("everywhere", "gold") + 0.25,
    },
    {
      says: "It takes at most 0.6 of the tokens of the plain reward and loses at most 0.10 of accuracy.",
      source: "§Experiment check 3",
      holds: (s) =>
        s.mean("top share", "length") <= 0.6 * s.mean("plain", "length") &&
        s.mean("top share", "gold") >= s.mean("plain", "gold") - 0.1,
    },
    {
      says: "On hard prompts it is twice as often right as with the penalty everywhere, or 0.3 more often.",
      source: "§Experiment check 4",
      holds: (s) => {
        const [routed, everywhere] = [s.mean("top share", "term.hardGold"), s.mean("everywhere", "term.hardGold")];
        return routed >= 2 * everywhere || routed >= everywhere + 0.3;
      },
    },
  ],
  plot: { metric: "gold" },
});

/** The peak of the accuracy of an arm. */
function peakOf(s: Samples, arm: string): number {
  return collapseOf(s.curves(arm, "gold").map(({ values }) => values)).peak;
}

export const recipe: Recipe = defineRecipe({
  paper: "091",
  title: "A length penalty for solved prompts alone",
  mechanism:
    "Groups are ranked by their share of right answers. In the best fifth a right answer loses up to 0.6 of its reward by " +
    "the sigmoid of its length among the right ones, in units of their deviation; in all other groups it keeps it. Where " +
    "every group pays, all-right groups turn tiny differences of length into full advantages, answers shrink, and " +
    "accuracy collapses.",
  pieces: [affine, groupRelative, lengthSigmoid, topShare],
  budgetSeconds: 60,
  studies: { training },
  differences: [
    "A table of hazards on a made-up task of up to 32 tokens instead of a language model; the arm on a tiny one is left out.",
    "The strength of the penalty, 0.6, is the card's reconstruction. A peak is the greatest mean over 20 updates and all seeds.",
    "No minimum accuracy guards a batch in which every group fails.",
  ],
});
