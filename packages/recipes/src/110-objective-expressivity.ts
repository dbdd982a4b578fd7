import { groupRelative } from "@guerdon/core/advantage";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { linearPreference, type StatedPreference } from "@guerdon/lab/solver";
import { choicePolicy, choiceWorld } from "@guerdon/lab/world";
import { defineRecipe, defineStudy, FROM_WORLD, type Recipe, type RunArm, tokenTraining } from "./harness/index.ts";

/** Chances of the second action in each state, which are visited once one after the other. */
type StationaryPolicy = readonly number[];

/** What a formalism can add up with weights: of which the order of policies is made. */
const FORMALISMS = {
  markov: (policy: StationaryPolicy) => policy.flatMap((p) => [1 - p, p]),
  trajectory: (policy: StationaryPolicy) =>
    policy.reduce<readonly number[]>((lottery, p) => lottery.flatMap((chance) => [chance * (1 - p), chance * p]), [1]),
  outer: (policy: StationaryPolicy) => {
    const occupancy = FORMALISMS.markov(policy);
    return [...occupancy, ...occupancy.flatMap((a) => occupancy.map((b) => a * b))];
  },
  regularised: (policy: StationaryPolicy) => [
    ...FORMALISMS.markov(policy),
    policy.reduce((sum, p) => sum + entropyOf(p) + entropyOf(1 - p), 0),
  ],
} as const;
const entropyOf = (p: number): number => (p === 0 ? 0 : -p * Math.log(p));

const GRID = [0, 0.25, 0.5, 0.75, 1];
const ONE_STATE = GRID.map((p) => [p]);
const TWO_STATES = GRID.flatMap((p) => GRID.map((q) => [p, q]));

/** Policies of each task and how good they are. */
const TASKS: {
  readonly [task: string]: { readonly policies: readonly StationaryPolicy[]; worth(policy: StationaryPolicy): number };
} = {
  more: { policies: ONE_STATE, worth: ([p = 0]) => p },
  xor: { policies: TWO_STATES, worth: ([p = 0, q = 0]) => p * (1 - q) + q * (1 - p) },
  target: { policies: ONE_STATE, worth: ([p = 0]) => -((p - 0.25) ** 2) },
  randomise: { policies: ONE_STATE, worth: ([p = 0]) => p * (1 - p) },
};
const tasks = Object.keys(TASKS);

/** 1 where an order of policies by their worth can be had from the features of a formalism. */
function isExpressible(
  formalism: keyof typeof FORMALISMS,
  policies: readonly StationaryPolicy[],
  worth: (policy: StationaryPolicy) => number,
): number {
  const worths = policies.map(worth);
  const order = worths.map((_, i) => i).sort((a, b) => (worths[b] as number) - (worths[a] as number));
  const preferences = order.slice(1).map((worse, k): StatedPreference => {
    const better = order[k] as number;
    return { better, worse, equal: (worths[better] as number) - (worths[worse] as number) < 1e-9 };
  });
  return linearPreference(policies.map(FORMALISMS[formalism]), preferences).isExpressible ? 1 : 0;
}

const statesAll: RunArm<{ formalism: keyof typeof FORMALISMS }> = ({ formalism }) =>
  Object.fromEntries(
    Object.entries(TASKS).map(([task, { policies, worth }]) => [task, isExpressible(formalism, policies, worth)]),
  );

const expected = {
  markov: [1, 0, 0, 0],
  trajectory: [1, 1, 0, 0],
  outer: [1, 1, 1, 1],
  regularised: [1, 0, 1, 1],
} as const;

const matrix = defineStudy({
  about: "Four orders of policies in environments of one or two states: which formalism states each, decided exactly.",
  run: statesAll,
  settings: { formalism: "markov" as keyof typeof FORMALISMS },
  arms: Object.fromEntries(
    Object.keys(FORMALISMS).map((formalism) => [formalism, { formalism: formalism as keyof typeof FORMALISMS }]),
  ),
  seeds: 1,
  metrics: tasks,
  smoke: {},
  treatment: "trajectory",
  control: "markov",
  claims: [
    {
      says: "Each formalism states just the tasks that it should: all state more; XOR all but Markov and regularised; target and randomise outer and regularised alone.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        Object.entries(expected)
          .map(([arm, row]) => row.map((value, k) => s.mean(arm, tasks[k] as string) === value).every(Boolean))
          .every(Boolean),
    },
  ],
});

/** Ten random policies ordered by a hidden reward, with or without what the two actions are worth together. */
const orderOfHidden: RunArm<{ together: number }> = ({ together }, seed) => {
  const key = streamKey(seed, "hidden reward");
  const policies = Array.from({ length: 10 }, (_, i) => [uniformAt(key, 2 * i), uniformAt(key, 2 * i + 1)]);
  const [first, second, both] = [100, 101, 102].map((at) => uniformAt(key, at) - 0.5) as [number, number, number];
  const worth = ([p = 0, q = 0]: StationaryPolicy) => first * p + second * q + 20 * together * both * p * q;
  return { expressible: isExpressible("markov", policies, worth) };
};

const hidden = defineStudy({
  about: "Ten random policies in two states, ordered by a hidden reward: is the order found to be a Markov reward's?",
  run: orderOfHidden,
  settings: { together: 0 },
  arms: { markov: {}, joint: { together: 1 } },
  seeds: 40,
  metrics: ["expressible"],
  smoke: {},
  treatment: "markov",
  control: "joint",
  claims: [
    {
      says: "Every order that a hidden Markov reward gave is found to be one.",
      source: "§Experiment check 4",
      holds: (s) => s.mean("markov", "expressible") === 1,
    },
  ],
});

const pair = { prompts: 1, heads: [2, 2] };

const learning = defineStudy({
  about: "Two choices that should differ, learnt from the best Markov reward by least squares (none), or with memory.",
  run: tokenTraining({
    world: () =>
      choiceWorld({
        ...pair,
        names: ["first", "second", "differ"],
        measure: ({ choices: [first = 0, second = 0] }) => [first, second, first === second ? 0 : 1],
      }),
    policy: () => choicePolicy(pair),
  }),
  settings: {
    reward: {
      terms: { first: FROM_WORLD, second: FROM_WORLD, differ: FROM_WORLD },
      total: "differ",
      advantage: { use: "group-relative", scale: "none" },
    },
    objective: { aggregation: "seq-mean-token-sum" as const, surrogate: "log-prob" as const },
    learningRate: 2,
    updates: 200,
    prompts: 1,
    perPrompt: 64,
  },
  arms: { memory: {}, markov: { reward: { total: "0.5 + 0 * first + 0 * second" } } },
  seeds: 5,
  metrics: ["differ"],
  smoke: { updates: 3 },
  treatment: "memory",
  control: "markov",
  claims: [
    {
      says: "With a reward that remembers the first choice at least 95 % differ; with the best Markov reward at most 55 %.",
      source: "§Experiment check 3",
      holds: (s) => s.mean("memory", "differ") >= 0.95 && s.mean("markov", "differ") <= 0.55,
    },
  ],
  plot: { metric: "differ" },
});

export const recipe: Recipe = defineRecipe({
  paper: "110",
  title: "Orders of policies that no Markov reward states",
  mechanism:
    "A formalism states an order of policies if some reward of its kind gives it. For expected Markov rewards that is a sum " +
    "over occupancies, for functions of trajectories one over lotteries, for functions of several returns one over products " +
    "of occupancies, for regularised rewards one over occupancies and the entropy. Whether weights exist is decided by the " +
    "shortest mix of the preferences' differences: weights if it is longer than 0, else a certificate that there are none.",
  pieces: [groupRelative],
  budgetSeconds: 20,
  studies: { matrix, hidden, learning },
  differences: [
    "Four of the seventeen formalisms and three of the six separating tasks; risk, recurrence and counting are left out.",
    "Functions of several returns are taken to the second order. Policies are a grid with steps of 0.25, mixtures included.",
    "40 hidden rewards instead of 200; equivalences (check 2) are left out.",
    "The Markov learner has the reward of least squares for XOR, which is the same for all choices.",
  ],
});
