import { streamKey } from "@guerdon/core/random";
import { fitPrefixValues, guidedChances, prefixValues, type StringTree, spell } from "@guerdon/lab/search";
import { normalAt } from "@guerdon/lab/tensor";
import { defineRecipe, defineStudy, type Recipe } from "./harness/index.ts";

const SYMBOLS = 6;

/** A random bigram model, and a random reward: the mean of scores of symbols and of pairs. */
function randomTree(seed: number, length: number, which: "first" | "second"): StringTree {
  const [model, scores] = [streamKey(seed, "122 model"), streamKey(seed, `122 ${which} reward`)];
  const rows = Array.from({ length: SYMBOLS + 1 }, (_, last) => {
    const weights = Array.from({ length: SYMBOLS }, (_, a) => Math.exp(normalAt(model, last * SYMBOLS + a)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  });
  const score = Array.from({ length: SYMBOLS + SYMBOLS ** 2 }, (_, i) => normalAt(scores, i));
  return {
    symbols: SYMBOLS,
    length,
    base: (last) => rows[last + 1] as number[],
    reward: (string) => {
      let [single, pairs] = [0, 0];
      string.forEach((a, m) => {
        single += score[a] as number;
        if (m > 0) pairs += score[SYMBOLS + (string[m - 1] as number) * SYMBOLS + a] as number;
      });
      return single / length + pairs / (length - 1);
    },
  };
}

interface GuidedSettings {
  readonly values: "exact" | "learnt";
  readonly first: number;
  readonly second: number;
  readonly candidates: number;
  /** Symbols of a string. */
  readonly length: number;
}

function measure({ values, first, second, candidates, length }: GuidedSettings, seed: number) {
  const trees = [randomTree(seed, length, "first"), randomTree(seed, length, "second")] as const;
  const strengths = [first, second];
  const guides = trees.flatMap((tree, k) =>
    strengths[k] === 0
      ? []
      : [
          {
            values: values === "exact" ? prefixValues(tree) : fitPrefixValues(tree, 4000, seed),
            strength: strengths[k] as number,
          },
        ],
  );
  const base = guidedChances(trees[0], [], SYMBOLS);
  const chances = guides.length === 0 ? base : guidedChances(trees[0], guides, candidates);
  const rewards = trees.map((tree) => rewardsOf(tree));
  const meanOf = (own: Float64Array): number =>
    own.reduce((sum, reward, i) => sum + reward * (chances[i] as number), 0);
  const [own, other] = rewards as [Float64Array, Float64Array];
  return {
    reward: meanOf(own),
    "second reward": meanOf(other),
    most: own.reduce((most, reward) => Math.max(most, reward)),
    "best of 16": bestOf(16, own, base),
    "best of 128": bestOf(128, own, base),
    divergence: chances.reduce(
      (sum, chance, i) => sum + (chance > 0 ? chance * Math.log(chance / (base[i] as number)) : 0),
      0,
    ),
  };
}

function rewardsOf(tree: StringTree): Float64Array {
  const string = new Uint8Array(tree.length);
  return Float64Array.from({ length: SYMBOLS ** tree.length }, (_, i) => {
    spell(string, i, SYMBOLS);
    return tree.reward(string);
  });
}

/** Exact mean of the best of n strings of the base policy: Σ r·(F(r)ⁿ − F(r−)ⁿ). */
function bestOf(n: number, rewards: Float64Array, chances: Float64Array): number {
  const order = Array.from(rewards.keys()).sort((a, b) => (rewards[a] as number) - (rewards[b] as number));
  let [mean, below] = [0, 0];
  for (const i of order) {
    const upTo = Math.min(1, below + (chances[i] as number));
    mean += (rewards[i] as number) * (upTo ** n - below ** n);
    below = upTo;
  }
  return mean;
}

const shared = {
  run: measure,
  settings: { values: "exact", first: 20, second: 0, candidates: SYMBOLS, length: 6 } as GuidedSettings,
  seeds: 5,
  metrics: ["reward", "second reward", "most", "best of 16", "best of 128", "divergence"],
  smoke: { length: 3 },
};

const guided = defineStudy({
  ...shared,
  about:
    "A random bigram model over 6 symbols writes strings of 6; all 46,656 are counted, so that every mean is exact.",
  arms: {
    base: { first: 0 },
    "strength 1": { first: 1 },
    "strength 5": { first: 5 },
    "strength 20": {},
    "20, learnt": { values: "learnt" },
    "20, 2 candidates": { candidates: 2 },
    "20, 4 candidates": { candidates: 4 },
  },
  treatment: "strength 20",
  control: "base",
  claims: [
    {
      says: "With exact values the mean reward rises with the strength: 0, 1, 5, 20, in every seed.",
      source: "§Experiment (a)",
      central: true,
      holds: (s) => {
        const rows = ["base", "strength 1", "strength 5", "strength 20"].map((arm) => s.values(arm, "reward"));
        return rows.every((row, k) => k === 0 || row.every((value, seed) => value > (rows[k - 1]?.[seed] as number)));
      },
    },
    {
      says: "Values learnt from 4,000 strings give at least 85 % of the gain of exact ones, and not less than the best of 16.",
      source: "§Experiment (b)",
      central: true,
      swap: { "20, learnt": "base" },
      holds: (s) => {
        const [learnt, exact, base] = ["20, learnt", "strength 20", "base"].map((arm) => s.mean(arm, "reward")) as [
          number,
          number,
          number,
        ];
        return learnt - base >= 0.85 * (exact - base) && learnt >= s.mean("base", "best of 16");
      },
    },
    {
      says: "It is above the best of 128 less a tenth of the range from the base to the greatest reward.",
      source: "§Experiment (b)",
      swap: { "20, learnt": "base" },
      holds: (s) =>
        s.mean("20, learnt", "reward") >=
        s.mean("base", "best of 128") - 0.1 * (s.mean("base", "most") - s.mean("base", "reward")),
    },
    {
      says: "More candidates never lower the mean reward: 2, 4, 6.",
      source: "§Experiment (d)",
      holds: (s) =>
        s.mean("20, 2 candidates", "reward") <= s.mean("20, 4 candidates", "reward") &&
        s.mean("20, 4 candidates", "reward") <= s.mean("strength 20", "reward"),
    },
  ],
});

const STRENGTHS = [0, 5, 10];
const pair = (first: number, second: number): string => `${first} and ${second}`;

const composed = defineStudy({
  ...shared,
  about: "Two rewards with values of their own, steered by any two strengths without learning anew.",
  arms: Object.fromEntries(
    STRENGTHS.flatMap((first) => STRENGTHS.map((second) => [pair(first, second), { first, second }])),
  ),
  treatment: "10 and 10",
  control: "0 and 0",
  claims: [
    {
      says: "Each mean reward is higher at its own strength of 10 than at 0, whatever the other strength, in every seed.",
      source: "§Experiment (c)",
      swap: Object.fromEntries(
        STRENGTHS.flatMap((other) => [
          [pair(10, other), pair(0, other)],
          [pair(other, 10), pair(other, 0)],
        ]),
      ),
      holds: (s) =>
        STRENGTHS.every(
          (other) =>
            s.difference(pair(10, other), pair(0, other), "reward").wins === 5 &&
            s.difference(pair(other, 10), pair(other, 0), "second reward").wins === 5,
        ),
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "122",
  title: "Steering a frozen model by the value of where each symbol leads",
  mechanism:
    "The value of a prefix is the mean reward of what the frozen model makes of it. While writing, the logit of each of the " +
    "k likeliest next symbols is raised by a strength times the value of the prefix with that symbol, less the mean over " +
    "the candidates; all others keep theirs. Since writing is deterministic this is the policy ∝ π₀·exp(β·Q), one step of " +
    "improvement under a KL penalty. Values of several rewards add up, each with a strength chosen at run time.",
  pieces: [],
  budgetSeconds: 60,
  studies: { guided, composed },
  differences: [
    "A bigram model over six symbols instead of a language model; values are exact, or a linear fit instead of a network.",
    "PPO on the same strings, which the paper compares with, is not run here; best-of-n is exact.",
  ],
});
