import { reachWithin, trapChain, valueIteration, withReward } from "@guerdon/lab/solver";
import { defineRecipe, defineStudy, type Recipe, type RunArm } from "./harness/index.ts";

const STEPS = 120;
const THRESHOLD = 0.95;

/** What a step earns: of the truth, and of the progress before and after. */
const REWARDS = {
  sparse: (gold: number) => gold,
  naive: (_: number, before: number, after: number) => after - before,
  "gold + naive": (gold: number, before: number, after: number) => gold + after - before,
  pbrs: (gold: number, before: number, after: number, discount: number) => gold + discount * after - before,
  "model's gold": (_: number, before: number, after: number, discount: number) =>
    (after >= THRESHOLD ? 1 : 0) + discount * after - before,
} as const;

/** Solves the chain for a reward: does the best policy succeed, and is it the one of the truth? */
const solve: RunArm<{ reward: keyof typeof REWARDS; trapProgress: number; finish: number }> = (settings) => {
  const { reward, ...options } = settings;
  const { process, progress, goal, trap } = trapChain(options);
  const rewarded = withReward(process, (state, _, next, gold) =>
    REWARDS[reward](gold, progress[state] as number, progress[next] as number, process.discount),
  );
  const [truth, own] = [process, rewarded].map((each) => valueIteration(each, { tolerance: 1e-12 }));
  const { policy, actionValues } = own as NonNullable<typeof own>;
  const best = truth as NonNullable<typeof truth>;
  const shifts = actionValues.map(
    (value, i) => value - (best.actionValues[i] as number) + (progress[Math.floor(i / process.actions)] as number),
  );
  const isOpen = (i: number): boolean => i < goal * process.actions;
  return {
    success: reachWithin(process, policy, [goal], STEPS)[0] as number,
    trapped: reachWithin(process, policy, [trap], STEPS)[0] as number,
    changed: policy.filter((share, i) => isOpen(i) && share === 1 && best.policy[i] !== 1).length,
    shift: Math.max(...shifts.map(Math.abs)),
  };
};

const trap = defineStudy({
  about:
    "Ten states of progress, a last step that fails with 0.45, and a dead end that looks 0.97 done: solved exactly.",
  run: solve,
  settings: { reward: "sparse" as keyof typeof REWARDS, trapProgress: 0.97, finish: 0.55 },
  arms: Object.fromEntries((Object.keys(REWARDS) as (keyof typeof REWARDS)[]).map((reward) => [reward, { reward }])),
  seeds: 1,
  metrics: ["success", "trapped", "changed", "shift"],
  smoke: {},
  treatment: "pbrs",
  control: "naive",
  claims: [
    {
      says: "Paid the difference of progress, the best policy succeeds within 120 steps in at most 5 % of the episodes.",
      source: "§Experiment A",
      central: true,
      swap: { naive: "pbrs" },
      holds: (s) => s.mean("naive", "success") <= 0.05,
    },
    {
      says: "Shaped by progress as a potential, it is the policy of the sparse reward in every state and succeeds in at least 99 %.",
      source: "§Experiment A",
      central: true,
      holds: (s) => s.mean("pbrs", "changed") === 0 && s.mean("pbrs", "success") >= 0.99,
    },
    {
      says: "The values of its actions are those of the sparse reward less the progress of the state, to 1e-8.",
      source: "§Mechanism",
      swap: { pbrs: "gold + naive" },
      holds: (s) => s.mean("pbrs", "shift") <= 1e-8,
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "015",
  title: "Progress as a potential does not trap the policy",
  mechanism:
    "A model says how far a task has come, from pairs of observations. Paid as it is, the change of progress makes a policy " +
    "stay where progress looks high and nothing can be lost: with discounting it earns the discounted sum of progress. As a " +
    "potential, γ times the progress after less that before, all it adds telescopes to the progress at the start, whatever " +
    "the policy does; the best policy remains that of the sparse reward.",
  pieces: [],
  budgetSeconds: 10,
  studies: { trap },
  differences: [
    "The trap alone, on an exact process; the learnt model of progress, its three views and the speed of learning " +
      "(experiments B and C) are left out.",
    "Progress is given and not learnt; the arm `model's gold` takes success from it too, at the threshold of 0.95.",
  ],
});
