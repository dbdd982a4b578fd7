import { hierarchical } from "@guerdon/core/advantage";
import { affine, cosineBudget } from "@guerdon/core/shaper";
import { thinkingLength, thinkingLengthPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, tokenTraining } from "./harness/index.ts";

const ROLLOUTS = 16;
const NATURAL = 4;

/** Which budget each of 16 rollouts is asked to keep, and 4 that are asked nothing and not learnt from. */
const asked = ({ strata }: { readonly strata: number }) => ({
  tags: strata,
  memberTags: Array.from({ length: ROLLOUTS + NATURAL }, (_, j) =>
    j < ROLLOUTS ? Math.floor((j * strata) / ROLLOUTS) : -1,
  ),
});

const budgets = (...values: readonly number[]) => ({
  world: { strata: values.length },
  policy: { strata: values.length },
  reward: {
    terms: {
      budget: values.slice(1).reduce((rest, value, k) => `where(tag >= ${k + 1}, ${value}, ${rest})`, `${values[0]}`),
    },
  },
});
const training = defineStudy({
  about: "Hazard policy on easy and hard prompts; 16 rollouts of each, split over announced budgets of tokens.",
  run: tokenTraining({
    world: (options: { readonly strata: number }) => thinkingLength({ memberTags: asked(options).memberTags }),
    policy: (options: { readonly strata: number }) => thinkingLengthPolicy(asked(options)),
  }),
  settings: {
    world: { strata: 1 },
    policy: { strata: 1 },
    reward: {
      terms: {
        correct: FROM_WORLD,
        gold: FROM_WORLD,
        length: FROM_WORLD,
        hard: FROM_WORLD,
        tag: FROM_WORLD,
        budget: "12",
        best: { use: "cosine-budget", context: 32, of: 0, budget: "budget", correct: 1 },
        paid: { use: "cosine-budget", context: 32, of: "length", budget: "budget", correct: "correct" },
        learnt: { use: "affine", of: "paid", when: "tag >= 0" },
        accuracy: { use: "affine", of: "gold", when: "tag < 0" },
        hardAccuracy: { use: "affine", of: "gold", when: "tag < 0 and hard > 0" },
        easyLength: { use: "affine", of: "length", when: "tag < 0 and hard < 1" },
        hardLength: { use: "affine", of: "length", when: "tag < 0 and hard > 0" },
      },
      total: "learnt",
      advantage: { use: "hierarchical", stratum: "tag", target: "best" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, clipHigh: 0.28 },
    learningRate: 3,
    updates: 400,
    prompts: 24,
    perPrompt: ROLLOUTS + NATURAL,
  },
  arms: {
    single: {},
    two: budgets(4, 20),
    four: budgets(4, 8, 16, 20),
    eight: budgets(4, 6, 8, 10, 14, 16, 18, 20),
    "four, no intra": {
      ...budgets(4, 8, 16, 20),
      reward: { ...budgets(4, 8, 16, 20).reward, advantage: { intraWeight: 0 } },
    },
  },
  seeds: 5,
  metrics: ["term.accuracy", "term.hardAccuracy", "term.easyLength", "term.hardLength"],
  smoke: { updates: 3, prompts: 6 },
  treatment: "four",
  control: "single",
  claims: [
    {
      says: "Asked nothing, accuracy rises from one budget to two to four, by at least 0.10 in all.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => {
        const [one, two, four] = ["single", "two", "four"].map((arm) => s.mean(arm, "term.accuracy")) as [
          number,
          number,
          number,
        ];
        return four >= two && two >= one && four - one >= 0.1;
      },
    },
    {
      says: "With four budgets hard prompts get at least twice the tokens of easy ones, with one at most 1.2 times.",
      source: "§Experiment check 2",
      central: true,
      holds: (s) => {
        const ratio = (arm: string) => s.mean(arm, "term.hardLength") / s.mean(arm, "term.easyLength");
        return ratio("four") >= 2 && ratio("single") <= 1.2;
      },
    },
    {
      says: "On hard prompts four budgets are at least 0.2 more accurate than one.",
      source: "§Experiment check 4",
      holds: (s) => s.mean("four", "term.hardAccuracy") >= s.mean("single", "term.hardAccuracy") + 0.2,
    },
    {
      says: "Eight budgets are no more than 0.01 better than four.",
      source: "§Experiment check 5",
      swap: { four: "single" },
      holds: (s) => s.mean("eight", "term.accuracy") <= s.mean("four", "term.accuracy") + 0.01,
    },
  ],
  plot: { metric: "term.accuracy" },
});

export const recipe: Recipe = defineRecipe({
  paper: "137",
  title: "Rollouts of one prompt under several budgets",
  mechanism:
    "The rollouts of a prompt are split over budgets of tokens that they are told. A right answer earns a cosine that is " +
    "flat within its budget and falls beyond it, so small budgets pay short answers best and large ones long answers. " +
    "Each answer is compared with the whole group, and each budget's mean with the best it can earn. Asked without a " +
    "budget, the policy has learnt how long a problem deserves.",
  pieces: [affine, cosineBudget, hierarchical],
  budgetSeconds: 120,
  studies: { training },
  differences: [
    "A table of hazards on a made-up task of up to 32 tokens; the budget adds logits of its own instead of a sentence.",
    "Four more rollouts of each prompt are asked nothing and not learnt from: they measure the policy as it is used.",
    "A right answer far beyond its budget may earn less than 0, as the formula says; groups without variance are kept.",
    "The spread of lengths within a group (check 3) is left out.",
  ],
});
