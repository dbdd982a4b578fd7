import { groupRelative } from "@guerdon/core/advantage";
import type { Library, Transform } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { knapsack } from "@guerdon/core/sampler";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import { choiceTraining, defineRecipe, defineStudy, type Recipe, type Used, usedPiece } from "./harness/index.ts";

/** 64 success rates from Beta(0.4, 0.4), by Jöhnk's rejection. */
function drawRates(seed: number): readonly number[] {
  const key = streamKey(seed, "019 rates");
  let at = 0;
  return Array.from({ length: 64 }, () => {
    for (;;) {
      const [x, y] = [uniformAt(key, at++) ** 2.5, uniformAt(key, at++) ** 2.5];
      if (x + y <= 1 && x > 0 && y > 0) return x / (x + y);
    }
  });
}

const mixedChance = (rollouts: number, rate: number): number => 1 - rate ** rollouts - (1 - rate) ** rollouts;

const allocation = defineStudy({
  about: "64 prompts with success rates from Beta(0.4, 0.4) and 512 rollouts: what a split of them is worth, exactly.",
  run: ({ split }: { readonly split: Used | null }, seed: number, library: Library) => {
    const rates = drawRates(seed);
    const signals = [rates, rates.map(() => 1)].map((values) => fullSignal("group", values));
    const layout = flatLayout(rates.map(() => 1));
    const counts =
      split === null ? rates.map(() => 8) : [...(usedPiece(library, split) as Transform).apply(signals, layout).values];
    const worth = rates.map((rate, i) => mixedChance(counts[i] as number, rate));
    return {
      budget: counts.reduce((sum, count) => sum + count, 0),
      value: worth.reduce((sum, chance, i) => sum + chance * (rates[i] as number) * (1 - (rates[i] as number)) ** 2, 0),
      "useful rollouts": worth.reduce((sum, chance, i) => sum + chance * (counts[i] as number), 0) / 512,
      "useful prompts": worth.reduce((sum, chance) => sum + chance, 0) / 64,
    };
  },
  settings: { split: null as Used | null },
  arms: {
    uniform: {},
    greedy: { split: { use: "knapsack", perPrompt: 8 } },
    dynamic: { split: { use: "knapsack", perPrompt: 8, solver: "dynamic" } },
  },
  seeds: 5,
  metrics: ["budget", "value", "useful rollouts", "useful prompts"],
  smoke: {},
  treatment: "greedy",
  control: "uniform",
  claims: [
    {
      says: "One rollout at a time to who gains most is worth as much as the dynamic programme, to 1e-9, with all 512 used.",
      source: "§Experiment (a)",
      holds: (s) =>
        s
          .values("greedy", "value")
          .every((value, i) => Math.abs(value - (s.values("dynamic", "value")[i] as number)) <= 1e-9) &&
        s.values("greedy", "budget").every((budget) => budget === 512),
    },
    {
      says: "The split is worth more than equal shares, and the share of rollouts in mixed groups rises by at least 0.25.",
      source: "§Experiment (a)",
      central: true,
      holds: (s) =>
        s.difference("greedy", "uniform", "value").wins === 5 &&
        s.difference("greedy", "uniform", "useful rollouts").mean >= 0.25,
    },
  ],
});

const waiting = defineStudy({
  about: "Rollouts until both outcomes have been seen, simulated for five success rates, against 1/p + 1/(1 − p) − 1.",
  run: ({ less, draws }: { readonly less: number; readonly draws: number }, seed: number) => {
    const key = streamKey(seed, "019 waiting");
    const errors = [0.05, 0.2, 0.5, 0.7, 0.95].map((rate, r) => {
      let rollouts = 0;
      for (let d = 0, at = 0; d < draws; d++) {
        const first = uniformAt(key + r, at++) < rate;
        rollouts += 2;
        while (uniformAt(key + r, at++) < rate === first) rollouts++;
      }
      return Math.abs((1 / rate + 1 / (1 - rate) - less) / (rollouts / draws) - 1);
    });
    return { error: Math.max(...errors) };
  },
  settings: { less: 1, draws: 20_000 },
  arms: { "as written": {}, "without − 1": { less: 0 } },
  seeds: 3,
  metrics: ["error"],
  smoke: { draws: 100 },
  treatment: "as written",
  control: "without − 1",
  claims: [
    {
      says: "The expected wait is within 3 % of the simulated one for all five rates.",
      source: "§Experiment (b)",
      holds: (s) => s.mean("as written", "error") < 0.03,
    },
  ],
});

const learning = defineStudy({
  about: "256 prompts with logits from U(−5, 1), 32 of them an update, 8 rollouts each on average, 240 updates.",
  run: choiceTraining((_, seed) => {
    const key = streamKey(seed, "019 logits");
    return {
      prompts: 256,
      heads: [2],
      initial: (_head, choice, prompt) => (choice === 1 ? 6 * uniformAt(key, prompt) - 5 : 0),
      names: ["success"],
      measure: ({ choices: [choice = 0] }) => [choice],
      exact: (_prompt, [chances = []]) => ({ rate: chances[1] as number }),
    };
  }),
  settings: {
    advantage: { use: "group-relative", clip: 5 },
    mix: { by: "fixed" as const, weights: [1] },
    learningRate: 0.09,
    updates: 240,
    perPrompt: 8,
    batch: 32,
    divideBy: 8 as number | "group",
  },
  arms: {
    "uniform 8": {},
    "uniform 16": { perPrompt: 16, divideBy: 16 },
    knapsack: { split: { use: "knapsack", perPrompt: 8 } },
    "uniform 8, mean of groups": { divideBy: "group" },
    "knapsack, mean of groups": { divideBy: "group", split: { use: "knapsack", perPrompt: 8 } },
  },
  seeds: 5,
  metrics: ["rate", "mixedShare", "largest"],
  smoke: { updates: 3 },
  treatment: "knapsack",
  control: "uniform 8",
  claims: [
    {
      says: "The share of rollouts in mixed groups is at least 20 % higher than with equal shares.",
      source: "§Experiment (c)",
      holds: (s) =>
        s.mean("knapsack", "mixedShare", { from: 1 }) >= 1.2 * s.mean("uniform 8", "mixedShare", { from: 1 }),
    },
    {
      says: "The final rate of success is at least 0.03 above that of equal shares, and not below twice the rollouts in equal shares.",
      source: "§Experiment (c)",
      central: true,
      holds: (s) =>
        s.difference("knapsack", "uniform 8", "rate").mean >= 0.03 &&
        s.mean("knapsack", "rate") >= s.mean("uniform 16", "rate"),
    },
    {
      says: "Where each group counts its mean the split gains less than 0.03: the gain comes from larger groups weighing more.",
      source: "§Experiment (d)",
      swap: {
        "knapsack, mean of groups": "knapsack",
        "uniform 8, mean of groups": "uniform 8",
      },
      holds: (s) => s.difference("knapsack, mean of groups", "uniform 8, mean of groups", "rate").mean < 0.03,
    },
  ],
  plot: { metric: "rate" },
});

export const recipe: Recipe = defineRecipe({
  paper: "019",
  title: "Rollouts go where groups will be mixed",
  mechanism:
    "A prompt that always succeeds or always fails gives no gradient. The value of N rollouts to a prompt of success rate p " +
    "is the chance of a mixed group times p(1 − p)², about what one step gains; a fixed budget is split over the prompts so " +
    "that the sum is largest, each with at least two. Rates are those of the last 16 rewards of a prompt; one with fewer " +
    "than 8 gets the mean share. The value is concave in N, so that handing out one at a time is optimal.",
  pieces: [groupRelative, knapsack],
  budgetSeconds: 60,
  studies: { allocation, waiting, learning },
  differences: [
    "Bernoulli prompts with two logits each instead of a language model on mathematics.",
    "With 16 rollouts to each prompt the sum is divided by 16, so that the step is the same and the compute is twice.",
    "The step size is set so that equal shares of 8 end near the 0.44 of the card's pilot.",
  ],
});
