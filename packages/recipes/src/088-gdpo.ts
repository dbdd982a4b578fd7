import { decoupled, groupRelative } from "@guerdon/core/advantage";
import type { Advantage } from "@guerdon/core/piece";
import type { AdvantageOptions } from "@guerdon/core/program";
import { advantageResolution } from "@guerdon/lab/statistics";
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import {
  defineRecipe,
  defineStudy,
  FROM_WORLD,
  type Recipe,
  type RunArm,
  tokenTraining,
  type Used,
} from "./harness/index.ts";

const sizes = ["2 × 4", "2 × 6", "3 × 4", "3 × 6"] as const;

const countDistinct: RunArm<{ advantage: Used }> = ({ advantage: { use, ...options } }, _, library) => {
  const piece = library.find(use).factory(options) as Advantage;
  return Object.fromEntries(
    sizes.map((size) => {
      const [rewards, rollouts] = size.split(" × ").map(Number) as [number, number];
      return [size, advantageResolution(piece, { rewards, rollouts })];
    }),
  );
};

const resolution = defineStudy({
  about: "All groups of 4 or 6 rollouts with 2 or 3 rewards of 0 or 1: how many are told apart.",
  run: countDistinct,
  settings: { advantage: { use: "group-relative", eps: 0 } },
  arms: {
    grpo: {},
    "no-std": { advantage: { scale: "none" } },
    gdpo: { advantage: { use: "decoupled", batch: "off" } },
  },
  seeds: 1,
  metrics: [...sizes],
  smoke: {},
  treatment: "gdpo",
  control: "grpo",
  claims: [
    {
      says: "Normalising each reward first tells at least twice as many groups apart as GRPO; a sum without deviation lies between.",
      source: "§Experiment (a)",
      holds: (s) =>
        sizes.every((size) => {
          const [gdpo, plain, grpo] = ["gdpo", "no-std", "grpo"].map((arm) => s.mean(arm, size)) as [
            number,
            number,
            number,
          ];
          return gdpo >= plain && plain >= grpo && gdpo >= 2 * grpo;
        }),
    },
  ],
});

const two = { prompts: 16, heads: [8, 2] };

const training = defineStudy({
  about: "16 prompts, a head of 8 answers worth −3 … 3 and a head of format that starts on the wrong side.",
  run: tokenTraining({
    world: () =>
      choiceWorld({
        ...two,
        names: ["correct", "format"],
        measure: ({ choices: [answer, format], ofPrompt }) => {
          const right = Math.floor(8 * ofPrompt(8));
          return [answer === right ? 3 : 6 * ofPrompt(answer as number) - 3, format as number];
        },
      }),
    policy: () => choicePolicy({ ...two, initial: [[], [2, 0]] }),
  }),
  settings: {
    reward: {
      terms: { correct: FROM_WORLD, format: FROM_WORLD },
      total: "correct + format",
      advantage: { use: "group-relative" } as AdvantageOptions,
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 2.4,
    updates: 150,
    prompts: 16,
    perPrompt: 4,
  },
  arms: {
    grpo: {},
    gdpo: { reward: { advantage: { use: "decoupled", over: ["correct", "format"] } } },
  },
  seeds: 5,
  metrics: ["correct", "format"],
  smoke: { updates: 3 },
  treatment: "gdpo",
  control: "grpo",
  claims: [
    {
      says: "At update 50 the median rate of right formats is at least 0.15 above that of GRPO, and the final correctness at most 2 % lower.",
      source: "§Experiment (b)",
      central: true,
      holds: (s) =>
        s.median("gdpo", "format", { at: 50 }) >= s.median("grpo", "format", { at: 50 }) + 0.15 &&
        s.mean("gdpo", "correct") >= 0.98 * s.mean("grpo", "correct"),
    },
  ],
  plot: { metric: "format" },
});

const lengths = { prompts: 16, heads: [40, 2] };
const weighted = (weight: number, over: string) => ({
  reward: { advantage: { over: ["correct", over], weights: [1, weight] } },
});

const priority = defineStudy({
  about:
    "16 prompts, 40 answers of which 2 are right; a right answer is accepted with chance 0.9 when long, 0.35 when short.",
  run: tokenTraining({
    world: () =>
      choiceWorld({
        ...lengths,
        names: ["correct", "short"],
        measure: ({ choices: [answer, short], ofResponse }) => {
          const accepted = (answer as number) < 2 && ofResponse(0) < (short === 1 ? 0.35 : 0.9);
          return [accepted ? 1 : 0, short as number];
        },
      }),
    policy: () => choicePolicy({ ...lengths, shared: [false, true] }),
  }),
  settings: {
    reward: {
      terms: { correct: FROM_WORLD, short: FROM_WORLD, earned: "correct * short" },
      total: "correct + short",
      advantage: { use: "decoupled", over: ["correct", "short"], weights: [1, 1] },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 2.4,
    updates: 300,
    prompts: 16,
    perPrompt: 8,
  },
  arms: {
    "weight 1": weighted(1, "short"),
    "weight 0.5": weighted(0.5, "short"),
    "weight 0.25": weighted(0.25, "short"),
    "conditioned 1": weighted(1, "earned"),
    "conditioned 0.5": weighted(0.5, "earned"),
    "conditioned 0.25": weighted(0.25, "earned"),
  },
  seeds: 5,
  metrics: ["correct", "short"],
  smoke: { updates: 3 },
  treatment: "conditioned 1",
  control: "weight 1",
  claims: [
    {
      says: "Halving the weight of the easy reward moves accuracy by at most 0.05, making it conditional on being right adds at least 0.3.",
      source: "§Experiment (c)",
      central: true,
      holds: (s) =>
        Math.abs(s.mean("weight 0.5", "correct") - s.mean("weight 1", "correct")) <= 0.05 &&
        s.difference("conditioned 1", "weight 1", "correct").mean >= 0.3,
    },
  ],
  plot: { metric: "correct" },
});

export const recipe: Recipe = defineRecipe({
  paper: "088",
  title: "Rewards normalised one by one, then added",
  mechanism:
    "A group-normalised sum of rewards gives different mixtures of rewards the same advantage. Here each reward is first " +
    "brought to mean 0 and deviation 1 within its group, then they are added with weights, then the sum is normalised " +
    "over the batch. A reward that is easy to earn is made conditional on the hard one rather than weighted down.",
  pieces: [decoupled, groupRelative],
  budgetSeconds: 60,
  studies: { resolution, training, priority },
  differences: [
    "Softmax tables on made-up prompts instead of language models on tools, mathematics and code.",
    "The start of the format head (a chance of 0.12 of being right) is chosen here; the paper has no such task.",
  ],
});
