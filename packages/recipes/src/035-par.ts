import { groupRelative } from "@guerdon/core/advantage";
import { affine, relative, runningNormalise, squash } from "@guerdon/core/shaper";
import { type Collapse, collapseOf } from "@guerdon/lab/statistics";
import { type TokenHackOptions, tokenHack, tokenHackPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type Samples, tokenTraining } from "./harness/index.ts";

const shaped = (shape: object) => ({ reward: { terms: { shaped: shape } } });
const normalised = (method: string) => shaped({ use: "running-normalise", of: "proxy", method });
const references = Array.from({ length: 10 }, (_, m) => `reference${m + 1}`);
const ten = { references: 10 };
const shapes = ["vanilla", "mean-std", "centred"] as const;

const training = defineStudy({
  about: "Answers of 16 tokens; the proxy pays for every hack, the truth punishes more than two; REINFORCE.",
  run: tokenTraining({ world: (options: TokenHackOptions) => tokenHack(options), policy: () => tokenHackPolicy() }),
  settings: {
    world: {},
    reward: {
      terms: {
        proxy: FROM_WORLD,
        divergence: FROM_WORLD,
        reference1: FROM_WORLD,
        shaped: { use: "affine", of: "proxy" },
      },
      total: "shaped - 0.02 * divergence",
      advantage: { use: "group-relative", baseline: "batch-mean", scale: "batch-std" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 1,
    updates: 600,
    prompts: 64,
    perPrompt: 1,
  },
  arms: {
    vanilla: {},
    "mean-std": normalised("mean-std"),
    "min-max": normalised("min-max"),
    clip: normalised("clip"),
    lsc: {
      world: ten,
      reward: {
        terms: {
          reference: FROM_WORLD,
          referenceSpread: FROM_WORLD,
          // 0.85-quantile of a normal distribution fitted to the references: 035 §Mechanism
          quantile: "reference + 1.0364334 * (referenceSpread + 0.00001)",
          shaped: { use: "relative", curve: "log-sigmoid", of: "proxy", references: ["quantile"] },
        },
      },
    },
    sigmoid: shaped({ use: "squash", curve: "sigmoid", of: "proxy" }),
    centred: shaped({ use: "relative", curve: "identity", of: "proxy", references: ["reference1"] }),
    par: shaped({ use: "relative", of: "proxy", references: ["reference1"] }),
    "par-10": {
      world: ten,
      reward: {
        terms: {
          ...Object.fromEntries(references.map((name) => [name, FROM_WORLD])),
          shaped: { use: "relative", of: "proxy", references },
        },
      },
    },
  },
  seeds: 5,
  metrics: ["win", "gold", "proxy", "hack", "divergence"],
  smoke: { updates: 3, prompts: 16 },
  treatment: "par",
  control: "vanilla",
  claims: [
    {
      says: "The sigmoid of the centred reward ends at a win rate of at least 0.85, within 0.06 of its peak (means of 20 updates).",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => s.mean("par", "win") >= 0.85 && fallOf(s, "par").fall <= 0.06,
    },
    {
      says: "The raw reward, the running standardised one and the centred one peak at 0.95 or more and end at 0.4 or less.",
      source: "§Experiment check 2",
      central: true,
      swap: Object.fromEntries(shapes.map((arm) => [arm, "par"])),
      holds: (s) => shapes.every((arm) => s.mean(arm, "win") <= 0.4 && fallOf(s, arm).peak >= 0.95),
    },
    {
      says: "Centring adds at least 0.03 to the win rate of the sigmoid.",
      source: "§Experiment check 3",
      swap: { par: "sigmoid" },
      holds: (s) => s.mean("par", "win") >= s.mean("sigmoid", "win") + 0.03,
    },
    {
      says: "One reference is as good as ten, within 0.05.",
      source: "§Experiment check 4",
      holds: (s) => Math.abs(s.mean("par", "win") - s.mean("par-10", "win")) <= 0.05,
    },
  ],
  plot: { metric: "win" },
});

/** The peak of the win rate, and how far below it a run ends. */
function fallOf(s: Samples, arm: string): Collapse {
  return collapseOf(s.curves(arm, "win").map(({ values }) => values));
}

export const recipe: Recipe = defineRecipe({
  paper: "035",
  title: "The chance of beating a reference answer, as the reward",
  mechanism:
    "The score of a reward model is compared with that of an answer of the first policy to the same prompt, and the " +
    "difference goes through a sigmoid: the model's own probability that the answer is the better one. It is bounded, " +
    "grows fast where answers are like the reference and saturates beyond, so that there is little left to gain by " +
    "hacking the model. The divergence from the first policy is charged after shaping.",
  pieces: [affine, groupRelative, relative, runningNormalise, squash],
  budgetSeconds: 90,
  studies: { training },
  differences: [
    "A softmax for each of 16 places on a made-up proxy instead of language models with a learnt reward model.",
    "REINFORCE with advantages whitened over the batch instead of PPO with a critic.",
    "A peak is the greatest mean over 20 updates and all seeds, so that the noise of one batch is none.",
    "The length guard, the fitted polynomial, tanh, arctan and the baselines on the side of the reward model are left out.",
  ],
});
