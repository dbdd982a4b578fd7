import { progressFusion } from "@guerdon/core/combinator";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import {
  fitHopModel,
  type HopModel,
  type HopViews,
  hopViews,
  progressOfHops,
  reachInsertRuns,
} from "@guerdon/lab/dataset";
import { reachWithin, trapChain, valueIteration, withReward } from "@guerdon/lab/solver";
import { correlation, meanOf } from "@guerdon/lab/statistics";
import { createLastMade, defineRecipe, defineStudy, type Recipe, type RunArm } from "./harness/index.ts";

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

/** Progress in [0, 1] of what a model of hops sees of a run; `sum` adds the hops as they are. */
const VIEWS = {
  incremental: ({ hop }: HopViews) => progressOfHops(hop),
  sum: ({ hop }: HopViews) => hop.map((_, t) => hop.slice(0, t + 1).reduce((sum, value) => sum + value, 0)),
  forward: ({ forward }: HopViews) => forward,
  backward: ({ backward }: HopViews) => backward.map((value) => 1 + value),
  fused: (views: HopViews) => fuse(views, "mean"),
  consistency: (views: HopViews) => fuse(views, "consistency"),
} as const;
const singles = ["incremental", "forward", "backward"] as const;

function fuse({ hop, forward, backward }: HopViews, mode: "mean" | "consistency"): readonly number[] {
  const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, hop.length) };
  const signals = [hop, forward, backward].map((view) => fullSignal("step", Float64Array.from(view)));
  return [...progressFusion({ mode }).apply(signals, layout).values];
}

const learnt = createLastMade<HopModel>();

/** Hops learnt from 30 demonstrations; progress of 20 other, long runs in which the part is dropped. */
const readProgress: RunArm<{ view: keyof typeof VIEWS; updates: number }> = async ({ view, updates }, seed) => {
  const shown = reachInsertRuns({ count: 30 }, seed).map(({ seen }) => seen);
  const model = await learnt([seed, updates], () => fitHopModel(shown, { updates }, seed));
  const goal = shown[0]?.at(-1) as readonly number[];
  const read = reachInsertRuns({ count: 20, drops: 0.05, least: 60 }, 5000 + seed).map(({ seen, progress }) => {
    const own = VIEWS[view](hopViews(seen, goal, model));
    const from = Math.floor(0.9 * own.length);
    const errors = own.slice(from).map((value, t) => Math.abs(value - Math.max(0, progress[from + t] as number)));
    return { own, order: correlation(own, progress, "spearman"), endError: meanOf(errors) };
  });
  return {
    order: meanOf(read.map(({ order }) => order)),
    endError: meanOf(read.map(({ endError }) => endError)),
    least: Math.min(...read.flatMap(({ own }) => own)),
    greatest: Math.max(...read.flatMap(({ own }) => own)),
  };
};

const views = defineStudy({
  about:
    "A perceptron learns hops from 30 demonstrations of fetching and inserting; progress of 20 other runs with mishaps.",
  run: readProgress,
  settings: { view: "fused" as keyof typeof VIEWS, updates: 1500 },
  arms: {
    ...Object.fromEntries((Object.keys(VIEWS) as (keyof typeof VIEWS)[]).map((view) => [view, { view }])),
    "fused, unlearnt": { updates: 1 },
  },
  seeds: 5,
  metrics: ["order", "endError", "least", "greatest"],
  smoke: { updates: 2 },
  treatment: "fused",
  control: "fused, unlearnt",
  claims: [
    {
      says: "Fused progress orders the moments of a run as well as each single view, within 0.01 of rank correlation.",
      source: "§Experiment B",
      holds: (s) => singles.every((view) => s.mean("fused", "order") >= s.mean(view, "order") - 0.01),
    },
    {
      says: "At the end of long runs its error is at most 0.9 of that of hops from moment to moment.",
      source: "§Experiment B",
      swap: { fused: "incremental" },
      holds: (s) => s.mean("fused", "endError") <= 0.9 * s.mean("incremental", "endError"),
    },
    {
      says: "Hops from moment to moment keep progress within 0 and 1.",
      source: "§Experiment B",
      swap: { incremental: "sum" },
      holds: (s) => s.mean("incremental", "least") >= 0 && Math.max(...s.values("incremental", "greatest")) <= 1,
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
  pieces: [progressFusion],
  budgetSeconds: 60,
  studies: { trap, views },
  differences: [
    "In the trap progress is given and not learnt; the arm `model's gold` takes success from it too, at the threshold of 0.95.",
    "Progress is learnt from places and grip on a grid, not from images; the order is compared with the true progress, as " +
      "time does not order runs in which the part is dropped.",
    "The speed of learning with learnt progress (experiment C) and the one-shot adaptation are left out.",
    "Mishaps (a drop with 0.05 a step, runs of 60 steps or more) and 1,500 steps of the perceptron were set on seeds 100, 101.",
  ],
  findings:
    "The consistency check, which no claim here is about, orders runs badly (0.44 against 0.99 of the mean of the views) though " +
    "it ends as near: presumably while progress is small, forward and backward views differ much for their mean, so that it hardly moves " +
    "for the first part of a run. The sum of hops leaves 0 … 1 by far (−1.3 … 7), as each is a share of another rest.",
});
