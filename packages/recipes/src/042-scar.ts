import { groupBy } from "@guerdon/core/advantage";
import { redistribute, reduce, rewardToGo } from "@guerdon/core/credit";
import { type PairwiseTokensOptions, pairwiseTokens, pairwiseTokensPolicy } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type Samples, tokenTraining } from "./harness/index.ts";

const EARLY = { to: 50 };

/** What each token earns. */
const paid = (rewards: string) => ({ reward: { terms: { rewards } } });

const training = defineStudy({
  about:
    "Answers of 12 tokens of 8 kinds, scored as a whole: their own worth and that of neighbours; a softmax for each place, 16 answers an update.",
  run: tokenTraining<PairwiseTokensOptions>({ world: pairwiseTokens, policy: () => pairwiseTokensPolicy() }),
  settings: {
    reward: {
      terms: {
        outcome: FROM_WORLD,
        shares: { use: "world-signal", level: "token" },
        last: { use: "redistribute", of: "outcome", by: "last", level: "token" },
        even: { use: "redistribute", of: "outcome", by: "uniform", level: "token" },
        rewards: "shares",
        sum: { use: "reduce", of: "rewards", from: "token", by: "sum" },
        gap: "abs(sum - outcome)",
      },
      total: "outcome",
      credit: { use: "reward-to-go", of: "rewards", level: "token" },
      advantage: { use: "group-by", level: "token", by: "index", among: "batch" },
    },
    world: { permutations: 4 },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 1,
    updates: 150,
    prompts: 1,
    perPrompt: 16,
  },
  arms: {
    sparse: paid("last"),
    uniform: paid("even"),
    half: paid("0.5 * shares + 0.5 * last"),
    shapley: {},
    "leave one out": { world: { credit: "leave-one-out" } },
  },
  seeds: 5,
  metrics: ["outcome", "term.gap"],
  smoke: { updates: 2 },
  treatment: "shapley",
  control: "sparse",
  claims: [
    {
      says: "Over the first 50 updates Shapley values earn at least 1.2 times what the sparse reward does in every seed, and at the end both are within 3 %.",
      source: "§Experiment A",
      central: true,
      holds: (s) => {
        const [own, sparse] = [s.mean("shapley", "outcome"), s.mean("sparse", "outcome")];
        return isAheadEarly(s) && Math.abs(own - sparse) <= 0.03 * sparse;
      },
    },
    {
      says: "The values of an answer's tokens add up to its outcome to 1e-6, in every update.",
      source: "§Experiment A, efficiency",
      swap: { shapley: "leave one out" },
      holds: (s) => {
        s.mean("shapley", "term.gap");
        return Math.max(...s.curves("shapley", "term.gap").flatMap(({ values }) => values)) < 1e-6;
      },
    },
    {
      says: "Split evenly the score teaches what it does at the end, to 1e-9 in every update: places are compared with themselves.",
      source: "§Pitfalls",
      swap: { uniform: "shapley" },
      holds: (s) => {
        s.difference("uniform", "sparse", "outcome");
        const sparse = s.curves("sparse", "outcome");
        return s
          .curves("uniform", "outcome")
          .every(({ values }, seed) =>
            values.every((own, k) => Math.abs(own - (sparse[seed]?.values[k] as number)) <= 1e-9),
          );
      },
    },
  ],
  plot: { metric: "outcome" },
});

function isAheadEarly(s: Samples): boolean {
  s.difference("shapley", "sparse", "outcome", EARLY);
  const sparse = s.values("sparse", "outcome", EARLY);
  return s.values("shapley", "outcome", EARLY).every((own, seed) => own >= 1.2 * (sparse[seed] as number));
}

export const recipe: Recipe = defineRecipe({
  paper: "042",
  title: "Shapley values hand one score out to the tokens",
  mechanism:
    "The tokens of an answer are players, and what some of them are worth without the others is asked of the reward model " +
    "itself. Shapley values are means, over random orders, of what each token adds; they add up to the score. As rewards of " +
    "the tokens (mixed by α with the score at the end) they change when it is paid and not how much, so that the best " +
    "answers stay the best, while a token's return holds less of what others did.",
  pieces: [groupBy, reduce, redistribute, rewardToGo],
  budgetSeconds: 30,
  studies: { training },
  differences: [
    "SCAR alone, on a world that scores blanks: tokens are players themselves, no spans and no Owen values, no language model and no KL term. G4RL is left out.",
    "Returns to the end are normalised over the batch at each place, which makes the even split the same as the sparse reward.",
  ],
});
