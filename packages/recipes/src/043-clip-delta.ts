import { groupBy } from "@guerdon/core/advantage";
import { reduce, rewardToGo } from "@guerdon/core/credit";
import { difference } from "@guerdon/core/shaper";
import { chainOfSteps, oneEpisode } from "@guerdon/lab/environment";
import { categoricalHead, tabularPolicy } from "@guerdon/lab/policy";
import { defineRecipe, defineStudy, environmentTraining, type Recipe } from "./harness/index.ts";

const STEPS = 20;
const SIGNAL = { use: "world-signal" };
const CLIPPED = "active * min(score - 0.85, 0) * (score != 0)";
const delta = (of: string) => ({ use: "difference", direction: "backward", edge: "zero", of, outside: 0 });
const dense = (terms: object) => ({ reward: { terms } });

const training = defineStudy({
  about:
    "A chain of four steps; a process reward likes steps that repeat, and an answer is right unless a step slipped.",
  run: environmentTraining({
    environment: () => oneEpisode(chainOfSteps({ maxSteps: STEPS }), STEPS),
    policy: () => tabularPolicy({ states: 5, head: categoricalHead(3), critic: false }),
  }),
  settings: {
    reward: {
      terms: {
        success: SIGNAL,
        score: SIGNAL,
        active: SIGNAL,
        solved: SIGNAL,
        age: SIGNAL,
        clipped: CLIPPED,
        dense: "0 * score",
        paid: "success + 0.3 * dense",
        toGo: { use: "reward-to-go", of: "paid", end: 0 },
        place: "8 * age + solved",
        right: { use: "reduce", of: "success", by: "sum" },
        length: { use: "reduce", of: "active", by: "sum" },
        scores: { use: "reduce", of: "score", by: "sum" },
      },
      total: "right",
      credit: "toGo",
      advantage: {
        use: "group-by",
        level: "step",
        by: "key",
        among: "batch",
        scale: "none",
        credit: "credit",
        key: "place",
      },
    },
    copies: 128,
    steps: STEPS,
    updates: 300,
    learningRate: 20,
    objective: { surrogate: "log-prob" as const },
  },
  arms: {
    success: {},
    raw: dense({ dense: "score" }),
    clip: dense({ dense: "clipped" }),
    delta: dense({ dense: delta("score") }),
    "clip, delta": dense({ dense: delta("clipped") }),
  },
  seeds: 5,
  metrics: ["term.right", "term.length", "term.scores"],
  smoke: { updates: 3, copies: 16 },
  treatment: "clip, delta",
  control: "raw",
  claims: [
    {
      says: "With the raw scores accuracy ends at no more than half of that of success alone, with three times the steps and three times the score.",
      source: "§Experiment check 1",
      central: true,
      swap: { raw: "clip, delta" },
      holds: (s) =>
        s.mean("raw", "term.right") <= 0.5 * s.mean("success", "term.right") &&
        s.mean("raw", "term.length") >= 3 * s.mean("success", "term.length") &&
        s.mean("raw", "term.scores") >= 3 * s.mean("success", "term.scores"),
    },
    {
      says: "Clipped, then differenced, they cost at most 0.02 of accuracy and 1.3 times the steps.",
      source: "§Experiment check 2",
      central: true,
      holds: (s) =>
        s.mean("clip, delta", "term.right") >= s.mean("success", "term.right") - 0.02 &&
        s.mean("clip, delta", "term.length") <= 1.3 * s.mean("success", "term.length"),
    },
  ],
  plot: { metric: "term.right" },
});

export const recipe: Recipe = defineRecipe({
  paper: "043",
  title: "Process rewards that cannot be collected step by step",
  mechanism:
    "A process reward added at every step pays for steps, so the policy repeats what looks right and never answers. " +
    "Clipping takes a threshold away and keeps what is below 0, so that no step earns anything; the difference to the " +
    "next step's score makes what is still to come equal to the step's own score, however many steps follow.",
  pieces: [difference, groupBy, reduce, rewardToGo],
  budgetSeconds: 60,
  studies: { training },
  differences: [
    "A made-up chain of steps and a process reward by formula instead of language models on mathematics.",
    "REINFORCE with the mean of the batch at the same step and progress as the baseline, instead of PPO with a critic.",
    "The probe that repeats steps (check 3) and the run with a learnt process reward are left out.",
  ],
});
