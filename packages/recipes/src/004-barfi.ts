import { gridWorld } from "@guerdon/lab/environment";
import { startBlendRun } from "@guerdon/lab/meta";
import { withReward } from "@guerdon/lab/solver";
import { defineRecipe, defineStudy, type Recipe, type RunArm, type Samples } from "./harness/index.ts";

const DISCOUNT = 0.95;
const { process, start, stateAt } = gridWorld(["S....", ".....", ".....", ".....", "....G"], { discount: DISCOUNT });
const cells = stateAt.flatMap((row, y) => row.map((_, x) => ({ y, x })));
/** Steps of a state to a cell. */
const stepsTo = (state: number, y: number, x: number): number => {
  const cell = cells[state] as { readonly y: number; readonly x: number };
  return Math.abs(cell.y - y) + Math.abs(cell.x - x);
};
const toGoal = (state: number): number => stepsTo(state, 4, 4);

/** Rewards of a designer, for a step from one state to the next. */
const DESIGNS = {
  /** 0.05 for each step nearer to the goal. */
  good: (state: number, next: number) => 0.05 * (toGoal(state) - toGoal(next)),
  /** 0.1 for each step that ends within one of a corner that is wrong. */
  bad: (state: number, next: number) => (toGoal(state) > 0 && stepsTo(next, 0, 4) <= 1 ? 0.1 : 0),
  /** The potential that the good one is the difference of. */
  potential: (state: number, next: number) => 0.05 * (toGoal(state) - DISCOUNT * toGoal(next)),
};

interface Blend {
  readonly method: "implicit" | "unrolled" | "fixed";
  readonly designs: readonly (keyof typeof DESIGNS)[];
  /** At the start. */
  readonly weights: readonly number[];
  readonly learnerDiscount: number;
  readonly firstSteps: number;
  readonly steps: number;
  readonly updates: number;
}

const blend: RunArm<Blend> = async ({ designs, ...settings }, seed) =>
  startBlendRun(
    {
      ...settings,
      process,
      start,
      auxiliaries: designs.map((name) => withReward(process, (state, _, next) => DESIGNS[name](state, next)).reward),
      rate: 5,
      decay: 2e-3,
      weightStep: 0.2,
      // As far-sighted as the steps between two of the weights.
      solver: { method: "neumann", rate: 5, products: settings.steps },
    },
    seed,
  );

const grid = defineStudy({
  about:
    "A 5 × 5 grid with +1 at the far corner; the policy climbs r + r_aux, weights are learnt for what it earns of r (exact gradients).",
  run: blend,
  settings: {
    method: "implicit" as Blend["method"],
    designs: ["bad"] as Blend["designs"],
    weights: [1, 1],
    learnerDiscount: DISCOUNT,
    firstSteps: 150,
    steps: 30,
    updates: 60,
  },
  arms: {
    "task alone": { method: "fixed", weights: [1, 0] },
    "bad, summed": { method: "fixed" },
    "bad, learnt": {},
    "good, summed": { method: "fixed", designs: ["good"] },
    "good, learnt": { designs: ["good"] },
    potential: { method: "fixed", designs: ["potential"] },
    "short-sighted, summed": { method: "fixed", designs: ["good"], learnerDiscount: 0.5 },
    "short-sighted, learnt": { designs: ["good"], learnerDiscount: 0.5 },
  },
  seeds: 5,
  metrics: ["task", "weight.1"],
  smoke: { firstSteps: 2, steps: 2, updates: 2 },
  treatment: "bad, learnt",
  control: "bad, summed",
  claims: [
    {
      says: "With the bad reward the sum earns at most 0.1 of the task; learnt weights at least 0.95 of what the task alone does in every seed, and the bad reward's weight ends at 0 or below.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) =>
        s.mean("bad, summed", "task") <= 0.1 &&
        isAtLeast(s, "bad, learnt", 0.95, "task alone") &&
        s.values("bad, learnt", "weight.1").every((weight) => weight <= 0),
    },
    {
      says: "With the good reward learnt weights earn at least what the sum does, the sum what the task alone does, after as many steps; its weight stays above 0.",
      source: "§Experiment check 2",
      swap: { "good, learnt": "bad, learnt" },
      holds: (s) =>
        isAtLeast(s, "good, learnt", 1, "good, summed") &&
        isAtLeast(s, "good, summed", 1, "task alone") &&
        s.values("good, learnt", "weight.1").every((weight) => weight > 0),
    },
    {
      says: "Shaping by the good reward's potential is the task alone to 1e-6 at every update, and at least 5 % below learnt weights.",
      source: "§Experiment check 3",
      swap: { potential: "good, summed" },
      holds: (s) =>
        largestGap(s, "potential", "task alone") <= 1e-6 &&
        s.mean("potential", "task") <= 0.95 * s.mean("good, learnt", "task"),
    },
    {
      says: "A learner with a discount of 0.5 reaches at least 0.8 of its value at 0.95 with learnt weights, at most 0.4 with the sum.",
      source: "§Experiment check 4",
      central: true,
      swap: { "short-sighted, learnt": "short-sighted, summed" },
      holds: (s) =>
        s.mean("short-sighted, learnt", "task") >= 0.8 * s.mean("good, learnt", "task") &&
        s.mean("short-sighted, summed", "task") <= 0.4 * s.mean("good, learnt", "task"),
    },
  ],
  plot: { metric: "task" },
});

/** Whether an arm earns that share of another, in every seed. */
function isAtLeast(s: Samples, arm: string, share: number, other: string): boolean {
  s.difference(arm, other, "task");
  const others = s.values(other, "task");
  return s.values(arm, "task").every((task, seed) => task >= share * (others[seed] as number));
}

/** How far two arms are apart at any update of any seed. */
function largestGap(s: Samples, arm: string, other: string): number {
  s.difference(arm, other, "task");
  const others = s.curves(other, "task");
  return Math.max(
    ...s
      .curves(arm, "task")
      .flatMap(({ values }, seed) => values.map((task, k) => Math.abs(task - (others[seed]?.values[k] as number)))),
  );
}

export const recipe: Recipe = defineRecipe({
  paper: "004",
  title: "How much a designer's reward counts is learnt from the task",
  mechanism:
    "The policy climbs a weighted sum of the task's reward and a designer's. An outer step moves the weights by what the " +
    "policy that came out earns of the task alone, with the task's own discount: the implicit gradient through the " +
    "policy's optimum, −(∂J/∂θ)ᵀ·H⁻¹·∂²/∂θ∂φ, by a truncated Neumann series. A misleading reward loses its weight, a helpful " +
    "one keeps it, and a learner that looks too short ahead is mended by larger weights.",
  pieces: [],
  budgetSeconds: 60,
  studies: { grid },
  differences: [
    "A 5 × 5 grid with a softmax table and exact gradients, instead of sampled ones in four worlds; two scalar weights, no added bias and no learnt discount.",
    "The Neumann series is as long as the steps between two steps of the weights, at the policy's rate.",
    "Weights for each state and the sampled variant with 32 episodes are left out.",
  ],
});
