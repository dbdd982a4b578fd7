import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { meanOf } from "@guerdon/lab/statistics";
import { normalAt } from "@guerdon/lab/tensor";
import { type ChoiceSettings, choiceTraining, defineRecipe, defineStudy, type Recipe } from "./harness/index.ts";

const PROMPTS = 512;
const CATEGORIES = 8;
const CHOICES = 6;

/** Gradient of the mean reward of a softmax, squared, and the variance of the reward: both exact. */
function momentsOf(
  key: number,
  policy: number,
): { readonly slope: number; readonly variance: number; readonly gain: number } {
  const logits = Array.from({ length: CHOICES }, (_, k) => 2 * normalAt(key, policy * 16 + k));
  const rewards = logits.map((_, k) => (uniformAt(key, policy * 16 + 8 + k) < 0.4 ? 1 : 0));
  const mean = meanReward(logits, rewards);
  const chances = softmax(logits);
  const gradient = chances.map((chance, k) => chance * ((rewards[k] as number) - mean));
  const step = logits.map((logit, k) => logit + 0.1 * (gradient[k] as number));
  return {
    slope: gradient.reduce((sum, g) => sum + g * g, 0),
    variance: mean * (1 - mean),
    gain: meanReward(step, rewards) - mean,
  };
}

function softmax(logits: readonly number[]): readonly number[] {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function meanReward(logits: readonly number[], rewards: readonly number[]): number {
  return softmax(logits).reduce((sum, chance, k) => sum + chance * (rewards[k] as number), 0);
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [meanOf(x), meanOf(y)];
  const product = (a: readonly number[], ma: number, b: readonly number[], mb: number): number =>
    a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] as number) - mb), 0);
  return product(x, mx, y, my) / Math.sqrt(product(x, mx, x, mx) * product(y, my, y, my));
}

const theorem = defineStudy({
  about:
    "200 random softmax policies over six answers with rewards of 0 or 1: squared gradient, variance and gain, exact.",
  run: ({ against }: { readonly against: "variance" | "noise" }, seed: number) => {
    const key = streamKey(seed, "198 policies");
    const all = Array.from({ length: 200 }, (_, policy) => momentsOf(key, policy));
    const x = all.map(({ variance }, i) => (against === "variance" ? variance : uniformAt(key, 100_000 + i)));
    const order = x.map((_, i) => i).sort((a, b) => (x[a] as number) - (x[b] as number));
    const deciles = Array.from({ length: 10 }, (_, d) =>
      meanOf(order.slice(20 * d, 20 * (d + 1)).map((i) => all[i]?.gain as number)),
    );
    const ranks = deciles.map((gain) => deciles.filter((other) => other < gain).length);
    return {
      "correlation with slope": pearson(
        x,
        all.map(({ slope }) => slope),
      ),
      "rank correlation with gain": pearson(ranks, [...ranks.keys()]),
    };
  },
  settings: { against: "variance" as "variance" | "noise" },
  arms: { variance: {}, noise: { against: "noise" } },
  seeds: 5,
  metrics: ["correlation with slope", "rank correlation with gain"],
  smoke: {},
  treatment: "variance",
  control: "noise",
  claims: [
    {
      says: "The squared gradient goes with the variance of the reward (correlation above 0.7), and so does the gain of a step over deciles (0.9).",
      source: "§Experiment (a)",
      holds: (s) =>
        s.mean("variance", "correlation with slope") > 0.7 && s.mean("variance", "rank correlation with gain") >= 0.9,
    },
  ],
});

interface SamplingSettings extends ChoiceSettings {
  /** Weights of the variance of outcomes and of the difference between responses; neither: all prompts alike. */
  readonly outcome: number;
  readonly difference: number;
  readonly share: number;
}

/** 40 % too easy, 36 % too hard, the rest between. */
function difficulty(key: number, prompt: number): number {
  const [kind, place] = [uniformAt(key, 2 * prompt), uniformAt(key, 2 * prompt + 1)];
  if (kind < 0.4) return 3 + 3 * place;
  return kind < 0.76 ? -7 + 3 * place : -2 + 3 * place;
}

const training = defineStudy({
  about:
    "512 prompts, most of them too easy or too hard, in 8 categories that share a skill; 32 an update, 8 rollouts each.",
  run: choiceTraining(({ outcome, difference, share }: SamplingSettings, seed: number) => {
    const key = streamKey(seed, "198 difficulty");
    return {
      prompts: PROMPTS,
      heads: [2],
      rows: [Array.from({ length: PROMPTS }, (_, p) => p), Array.from({ length: PROMPTS }, (_, p) => p % CATEGORIES)],
      initial: (_, choice, prompt) => (choice === 1 ? difficulty(key, prompt) : 0),
      names: ["success"],
      measure: ({ choices: [choice = 0] }) => [choice],
      exact: (_, [chances = []]) => ({ accuracy: chances[1] as number }),
      ...(outcome + difference === 0
        ? {}
        : {
            preference: {
              refresh: 28,
              rollouts: 16,
              share,
              // Of two outcomes the mean distance between responses is 2p(1 − p)·16/15.
              weigh: (rates: Float64Array) =>
                rates.map((rate) => rate * (1 - rate) * (outcome + (difference * 2 * 16) / 15)),
            },
          }),
    };
  }),
  settings: {
    outcome: 0,
    difference: 0,
    share: 0.5,
    advantage: { use: "group-relative" },
    mix: { by: "fixed" as const, weights: [1] },
    learningRate: 0.022,
    updates: 150,
    perPrompt: 8,
    batch: 32,
    divideBy: 8,
  },
  arms: {
    uniform: {},
    "by variance": { outcome: 0.8, difference: 0.2 },
    "outcomes alone": { outcome: 1 },
    "all by variance": { outcome: 0.8, difference: 0.2, share: 1 },
  },
  seeds: 5,
  metrics: ["accuracy", "gradientNorm", "mixed", "unvisited"],
  smoke: { updates: 3 },
  treatment: "by variance",
  control: "uniform",
  claims: [
    {
      says: "Half of each batch by variance gives gradients at least 1.25 times as long, and at least 8 points fewer groups without variance.",
      source: "§Experiment (b)",
      holds: (s) =>
        s.mean("by variance", "gradientNorm", { from: 1 }) >= 1.25 * s.mean("uniform", "gradientNorm", { from: 1 }) &&
        s.difference("by variance", "uniform", "mixed", { from: 1 }).mean >= 0.08,
    },
    {
      says: "The final accuracy is at least 0.05 above that of drawing evenly, in at least 4 of 5 seeds.",
      source: "§Experiment (b)",
      central: true,
      holds: (s) => {
        const even = s.values("uniform", "accuracy");
        return (
          s.values("by variance", "accuracy").filter((value, i) => value >= (even[i] as number) + 0.05).length >= 4
        );
      },
    },
    {
      says: "With half of the batch drawn evenly fewer than a tenth as many prompts are never visited as with none.",
      source: "§Experiment (c)",
      swap: { "by variance": "all by variance" },
      holds: (s) =>
        s.mean("by variance", "unvisited", { at: 150 }) < 0.1 * s.mean("all by variance", "unvisited", { at: 150 }),
    },
  ],
  plot: { metric: "accuracy" },
});

export const recipe: Recipe = defineRecipe({
  paper: "198",
  title: "Prompts whose outcomes vary teach most",
  mechanism:
    "The length of a policy gradient is bounded by the variance of the reward, so that prompts always or never solved teach " +
    "nothing. Now and then all prompts are asked a few times; a prompt's weight is the variance of its outcomes plus the " +
    "difference between its responses. Half of each batch is drawn by weight, the other half evenly, so that no prompt is " +
    "forgotten. Learning itself is group-relative as ever.",
  pieces: [groupRelative],
  budgetSeconds: 60,
  studies: { theorem, training },
  differences: [
    "Two-outcome prompts with logits of their own and a skill shared by a category, instead of language models.",
    "The step size is set so that drawing evenly ends near the 0.69 of the card's pilot.",
    "Of two outcomes the difference between responses says no more than their variance.",
    "The even half is drawn anew at every update, not taken from a permutation: coverage is compared, not complete.",
  ],
});
