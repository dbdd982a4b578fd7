import { streamKey, uniformAt } from "@guerdon/core/random";
import {
  type Canon,
  equivalentRewards,
  regretBetween,
  rewardDistance,
  sparseProcess,
  type TransitionRewards,
} from "@guerdon/lab/solver";
import { correlation } from "@guerdon/lab/statistics";
import { normalAt } from "@guerdon/lab/tensor";
import { defineRecipe, defineStudy, type Recipe, type RunArm, type Samples } from "./harness/index.ts";

const SIZE = { states: 12, actions: 3, discount: 0.9, successors: 2 };
const TRIPLES = SIZE.states * SIZE.actions * SIZE.states;
/** Deviation of a random potential and of a random redistribution, where rewards have 1. */
const SHAPING = { potential: 5, redistribution: 8 };

const drawn = (seed: number, name: string, deviation = 1, length = TRIPLES): TransitionRewards =>
  Float64Array.from({ length }, (_, i) => deviation * normalAt(streamKey(seed, name), i));
const potentialOf = (seed: number, k: number) => drawn(seed, `potential ${k}`, SHAPING.potential, SIZE.states);
const movedOf = (seed: number, k: number) => drawn(seed, `redistribution ${k}`, SHAPING.redistribution);
const mixed = (one: TransitionRewards, other: TransitionRewards, share: number) =>
  one.map((value, i) => (1 - share) * value + share * (other[i] as number));
const range = (length: number) => Array.from({ length }, (_, k) => k);

/** A reward and twelve others between it and an independent one, each changed in what does not matter. */
const interpolate: RunArm<{ canon: Canon; steps: number }> = ({ canon, steps }, seed) => {
  const process = sparseProcess(SIZE, seed);
  const [one, other] = [drawn(seed, "one"), drawn(seed, "other")];
  const chance = (k: number): number => uniformAt(streamKey(seed, "changes"), k);
  const between = range(steps).map((k) =>
    equivalentRewards(process, mixed(one, other, (k + 1) / steps), {
      scale: 0.2 + 4.8 * chance(3 * k),
      ...(chance(3 * k + 1) < 0.5 ? { potential: potentialOf(seed, k) } : {}),
      ...(chance(3 * k + 2) < 0.5 ? { redistribution: movedOf(seed, k) } : {}),
    }),
  );
  const distance = between.map((rewards) => rewardDistance(process, one, rewards, { canon }));
  const regret = between.map((rewards) => regretBetween(process, one, rewards));
  return { distance, regret, bound: regret.map((lost, k) => lost / (distance[k] as number)) };
};

const all = (s: Samples, arm: string, metric: string): readonly number[] =>
  s.curves(arm, metric).flatMap(({ values }) => values);
const agreement = (s: Samples, arm: string): number => correlation(all(s, arm, "distance"), all(s, arm, "regret"));
const arms = Object.fromEntries(
  (["val", "minimal", "val-potential", "epic", "dard", "none"] as const).map((canon) => [canon, { canon }]),
);

const regret = defineStudy({
  about: "40 random processes, each with a reward and twelve others: distance of the two and regret, all exact.",
  run: interpolate,
  settings: { canon: "val" as Canon, steps: 12 },
  arms,
  seeds: 40,
  metrics: ["distance", "regret", "bound"],
  smoke: { steps: 2 },
  treatment: "val",
  control: "epic",
  claims: [
    {
      says: "Value-adjusted levelling goes with regret at a correlation of at least 0.8, at least 0.15 above EPIC and DARD.",
      source: "§Experiment check 3",
      central: true,
      holds: (s) =>
        agreement(s, "val") >= 0.8 &&
        agreement(s, "val") >= agreement(s, "epic") + 0.15 &&
        agreement(s, "val") >= agreement(s, "dard") + 0.15,
    },
    {
      says: "The greatest regret for a distance among these draws grows by at most 20 % when 20 processes become 40.",
      source: "§Experiment check 4",
      holds: (s) => {
        const ratios = all(s, "val", "bound");
        const half = Math.max(...ratios.slice(0, ratios.length / 2));
        return s.mean("val", "bound") > 0 && Math.max(...ratios) <= 1.2 * half;
      },
    },
  ],
});

/** The same reward twice, changed in what does not matter: the greatest distance, and what redistribution alone does. */
const change: RunArm<{ canon: Canon; draws: number }> = ({ canon, draws }, seed) => {
  const process = sparseProcess(SIZE, seed);
  const one = drawn(seed, "one");
  const distanceTo = (by: object): number =>
    rewardDistance(process, one, equivalentRewards(process, one, by), { canon });
  const same = range(draws).map((k) => {
    const scale = 0.2 + 4.8 * uniformAt(streamKey(seed, "scales"), k);
    return distanceTo({ scale, potential: potentialOf(seed, k), redistribution: movedOf(seed, k) });
  });
  const moved = range(draws).map((k) => distanceTo({ redistribution: movedOf(seed, k) }));
  return { same: Math.max(...same), moved: Math.min(...moved) };
};

const invariance = defineStudy({
  about: "40 × 25 rewards against themselves scaled, shaped and paid out at other successors.",
  run: change,
  settings: { canon: "val" as Canon, draws: 25 },
  arms,
  seeds: 40,
  metrics: ["same", "moved"],
  smoke: { draws: 1 },
  treatment: "val",
  control: "epic",
  claims: [
    {
      says: "No scale, shaping and redistribution takes a reward further than 1e-8 from itself under value-adjusted levelling.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => Math.max(...s.values("val", "same")) <= 1e-8 && s.mean("val", "same") <= 1e-8,
    },
    {
      says: "Redistribution alone takes every reward more than 0.05 from itself under EPIC.",
      source: "§Experiment check 1",
      swap: { epic: "val" },
      holds: (s) => Math.min(...s.values("epic", "moved")) > 0.05 && s.mean("epic", "moved") > 0.05,
    },
  ],
});

/** How far a measure of three random rewards is from symmetry, and from the triangle inequality. */
const measureTriples: RunArm<{ measure: Canon | "regret"; draws: number }> = ({ measure, draws }, seed) => {
  const process = sparseProcess(SIZE, seed);
  const between = (one: TransitionRewards, other: TransitionRewards): number =>
    measure === "regret" ? regretBetween(process, one, other) : rewardDistance(process, one, other, { canon: measure });
  const excesses = range(draws).map((k) => {
    const [one, other] = [drawn(seed, `one ${k}`), drawn(seed, `other ${k}`)];
    const middle = mixed(one, other, 0.5);
    const through = between(one, middle) + between(middle, other);
    return { asymmetry: Math.abs(between(one, other) - between(other, one)), excess: between(one, other) - through };
  });
  return {
    asymmetry: Math.max(...excesses.map(({ asymmetry }) => asymmetry)),
    excess: Math.max(...excesses.map(({ excess }) => excess)),
  };
};

const axioms = defineStudy({
  about: "Two random rewards and their mean: is the way by the mean no shorter than the straight one?",
  run: measureTriples,
  settings: { measure: "val" as Canon | "regret", draws: 10 },
  arms: { val: {}, minimal: { measure: "minimal" }, regret: { measure: "regret" } },
  seeds: 20,
  metrics: ["asymmetry", "excess"],
  smoke: { draws: 1 },
  treatment: "val",
  control: "regret",
  claims: [
    {
      says: "The distance is symmetric and obeys the triangle inequality on all triples; regret itself does not.",
      source: "§Experiment check 2",
      holds: (s) =>
        Math.max(...s.values("val", "asymmetry")) <= 1e-12 && Math.max(...s.values("val", "excess")) <= 1e-12,
    },
  ],
});

const FACTORS = [1, 10, 100, 1000];

/** Two opposite rewards that both pay K times the same for what cannot happen. */
const hide: RunArm<{ canon: Canon }> = ({ canon }, seed) => {
  const process = sparseProcess(SIZE, seed);
  const possible = new Set(
    range(TRIPLES / SIZE.states).flatMap((pair) =>
      [0, 1].map((k) => pair * SIZE.states + (process.next[2 * pair + k] as number)),
    ),
  );
  const impossible = drawn(seed, "impossible").map((value, i) => (possible.has(i) ? 0 : value));
  const reward = drawn(seed, "one").map((value, i) => (possible.has(i) ? value : 0));
  return {
    ratio: FACTORS.map((factor) => {
      const [one, other] = [1, -1].map((sign) =>
        reward.map((value, i) => sign * value + factor * (impossible[i] as number)),
      );
      const [a, b] = [one, other] as [TransitionRewards, TransitionRewards];
      return regretBetween(process, a, b) / rewardDistance(process, a, b, { canon });
    }),
  };
};

/** The greatest ratio of regret and distance, in half of the sample and in all of it. */
function bounds(s: Samples, arm: string): { readonly half: number; readonly whole: number } {
  const curves = s.curves(arm, "ratio").map(({ values }) => values);
  const half = Math.max(...curves.slice(0, curves.length / 2).flatMap((values) => values.slice(0, values.length / 2)));
  return { half, whole: Math.max(...curves.flat()) };
}

const soundness = defineStudy({
  about: "Opposite rewards with K = 1 … 1000 times the same noise on impossible transitions: regret over distance.",
  run: hide,
  settings: { canon: "val" as Canon },
  arms,
  seeds: 20,
  metrics: ["ratio"],
  smoke: {},
  treatment: "val",
  control: "epic",
  claims: [
    {
      says: "In this family the greatest regret for a distance grows by at most 20 % when it doubles, in processes and in K.",
      source: "§Experiment check 4",
      central: true,
      holds: (s) => s.mean("val", "ratio") > 0 && bounds(s, "val").whole <= 1.2 * bounds(s, "val").half,
    },
    {
      says: "For EPIC it grows at least three times.",
      source: "§Experiment check 4",
      swap: { epic: "val" },
      holds: (s) => s.mean("epic", "ratio") > 0 && bounds(s, "epic").whole >= 3 * bounds(s, "epic").half,
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "027",
  title: "How far two rewards are from each other, so that it bounds regret",
  mechanism:
    "Of each reward what does not matter is taken away: shaping by a potential and where among its successors an action " +
    "is paid. What is left, the advantage of every action over a fixed policy of full support, is brought to length 1, and " +
    "the distance of the two is that of these. It bounds from both sides what is lost by doing the best for one reward " +
    "where the other counts. EPIC and DARD leave redistribution in; EPIC also compares what is paid for the impossible.",
  pieces: [],
  budgetSeconds: 60,
  studies: { regret, invariance, axioms, soundness },
  differences: [
    "Random processes with 12 states solved exactly; the Reacher task and the estimate from samples (check 5) are left out.",
    "The card leaves the size of shaping open: deviations 5 of potentials and 8 of redistributions bring EPIC and raw " +
      "rewards near the pilot of the card (0.54 and 0.45) on seeds 100 … 119; value-adjusted levelling does not depend on them.",
    "EPIC and DARD are compared by the length of the difference, twice the Pearson distance for EPIC.",
  ],
  findings:
    "Correlations with regret over 480 pairs: 0.85 with value-adjusted levelling and with the shortest representative, 0.51 " +
    "with potentials alone, 0.50 with EPIC and DARD, 0.39 with raw rewards; the pilot of the card has 0.885, 0.69, 0.54, 0.54 " +
    "and 0.45. The greatest regret for a distance among random pairs is 0.40 in 20 processes and 0.62 in 40, a growth of 53 % " +
    "and not of 20 %: the bound of the paper is one for each environment, and the greatest of 240 or 480 pairs hangs on the " +
    "one process in which a small change moves the best policy most. It stays below 0.65 for every canonical form here, EPIC " +
    "too: only rewards made to hide behind the impossible tell the forms apart, and there EPIC's ratio grows without bound.",
});
