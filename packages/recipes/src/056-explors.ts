import { chainWorld, gridWorld } from "@guerdon/lab/environment";
import { type ExplorationShapingSettings, startExplorationShaping } from "@guerdon/lab/meta";
import { informativeness, informativeReward, optimalActions, valueIteration, withReward } from "@guerdon/lab/solver";
import { correlation } from "@guerdon/lab/statistics";
import { startProcessQLearning } from "@guerdon/lab/trainer";
import { defineRecipe, defineStudy, type Recipe, type RunArm } from "./harness/index.ts";

interface Exploring extends Omit<ExplorationShapingSettings, "world" | "goal"> {
  readonly distractor: number;
}

const explore: RunArm<Exploring> = async ({ distractor, ...settings }, seed) => {
  const world = chainWorld({ distractor });
  return startExplorationShaping({ world, goal: world.goal, ...settings }, seed);
};

const WHOLE = { from: 0 };
const bonus = { scale: 1, max: 1 };
const selfReward = { rate: 0.01, limit: 0.05 };

const chain = defineStudy({
  about:
    "31 states, the goal 20 to the right of the start, 40 steps, 20,000 episodes; REINFORCE in a table, with and without a distractor of 0.1 ten to the left.",
  run: explore,
  settings: {
    distractor: 0,
    rate: 0.1,
    criticRate: 0.01,
    policy: { every: 2, last: 5 },
    shaping: { every: 5, last: 10 },
    episodes: 400,
    updates: 50,
  },
  arms: {
    original: {},
    "bonus alone": { bonus },
    "self-reward alone": { selfReward },
    both: { bonus, selfReward },
    "self-reward, distracted": { selfReward, distractor: 0.1 },
    "both, distracted": { bonus, selfReward, distractor: 0.1 },
  },
  seeds: 5,
  metrics: ["success", "return", "shaping"],
  smoke: { episodes: 4, updates: 2 },
  treatment: "both",
  control: "bonus alone",
  claims: [
    {
      says: "Over all of training both together succeed at least three times as often as the bonus alone, and the original reward at most in 2 %.",
      source: "§Experiment A",
      central: true,
      holds: (s) =>
        s.mean("both", "success", WHOLE) >= 3 * s.mean("bonus alone", "success", WHOLE) &&
        s.mean("original", "success", WHOLE) <= 0.02,
    },
    {
      says: "With the distractor the self-reward alone succeeds in at most 5 %, both together in at least 60 % at the end, in three of four seeds or more.",
      source: "§Experiment A",
      swap: { "both, distracted": "self-reward, distracted" },
      holds: (s) =>
        s.mean("self-reward, distracted", "success", WHOLE) <= 0.05 &&
        s.values("both, distracted", "success").filter((success) => success >= 0.6).length >= 0.75 * 5,
    },
  ],
  plot: { metric: "success" },
});

const rooms = gridWorld(["S..#...", ".......", "...#...", "#.###.#", "...#...", ".......", "...#..G"], {
  discount: 0.95,
  maxSteps: 200,
});
const task = rooms.process;
const stateOf = ([y, x]: readonly [number, number]): number => rooms.stateAt[y]?.[x] as number;
const DOORS = (
  [
    [1, 3],
    [5, 3],
    [3, 1],
    [3, 5],
  ] as const
).map(stateOf);
/** Beside the goal, and those that let a reward tell most: found one after the other by the same programme. */
const FOUND = (
  [
    [5, 6],
    [6, 5],
    [1, 1],
    [1, 5],
    [5, 1],
  ] as const
).map(stateOf);

/** [S·A] by a designer who knows what is best. */
const DESIGNS = {
  original: () => task.reward,
  potential: () => {
    const { values } = valueIteration(task);
    const of = (state: number): number => values[state] as number;
    return withReward(task, (state, _, next, paid) => paid + task.discount * of(next) - of(state)).reward;
  },
  "door bonus": () => withReward(task, (_, __, next, paid) => paid + (DOORS.includes(next) ? 0.2 : 0)).reward,
  "three states": (horizons: readonly number[]) => informativeReward(task, { active: FOUND.slice(0, 3), horizons }),
  "five states": (horizons: readonly number[]) => informativeReward(task, { active: FOUND, horizons }),
  everywhere: (horizons: readonly number[]) =>
    informativeReward(task, { active: Array.from({ length: task.states }, (_, state) => state), horizons }),
} as const;

interface Designed {
  readonly reward: keyof typeof DESIGNS;
  readonly horizons: readonly number[];
  readonly updates: number;
}
const design: RunArm<Designed> = async ({ reward, horizons, updates }, seed) => {
  const designed = (await DESIGNS[reward](horizons)) as Float64Array;
  const process = withReward(task, (state, action) => designed[state * task.actions + action] as number);
  const best = optimalActions(task, 1e-6);
  const facts = {
    tells: Math.round(1e9 * informativeness(designed, task, horizons)) / 1e9,
    moved: optimalActions(process, 1e-6).filter((is, pair) => is !== best[pair]).length,
  };
  const settings = { world: { ...rooms, process }, task, exploration: 0.1, rate: 0.5, episodes: 1, updates };
  const run = startProcessQLearning(settings, seed);
  return {
    ...run,
    get updates() {
      return run.updates;
    },
    update: async () => ({ ...(await run.update()), ...facts }),
  };
};

const kept = ["original", "potential", "three states", "five states", "everywhere"] as const;

const designs = defineStudy({
  about:
    "Four rooms of 7 × 7 cells; rewards by a linear programme that keeps what is best, against the task's and V* as a potential (Q-learning, ε 0.1, α 0.5).",
  run: design,
  settings: { reward: "original" as keyof typeof DESIGNS, horizons: [1, 4, 8, 16, 32], updates: 200 },
  arms: Object.fromEntries(Object.keys(DESIGNS).map((reward) => [reward, { reward: reward as keyof typeof DESIGNS }])),
  seeds: 5,
  metrics: ["late", "share", "tells", "moved"],
  smoke: { horizons: [1], updates: 2 },
  treatment: "five states",
  control: "door bonus",
  claims: [
    {
      says: "No designed reward moves a best action, and neither does the potential.",
      source: "§Experiment B",
      holds: (s) => kept.map((arm) => s.mean(arm, "moved")).every((moved) => moved === 0),
    },
    {
      says: "With a reward in five states alone 90 % of the best return is had after at most half of the original's episodes.",
      source: "§Experiment B",
      holds: (s) => s.mean("five states", "late") <= 0.5 * s.mean("original", "late"),
    },
    {
      says: "The more a reward tells within a few steps the sooner it is learnt: rank correlation at least 0.8.",
      source: "§Experiment B",
      swap: Object.fromEntries(kept.map((arm) => [arm, "original"])),
      holds: (s) => {
        const [tells, late] = [kept.map((arm) => s.mean(arm, "tells")), kept.map((arm) => -s.mean(arm, "late"))];
        return correlation(tells, late, "spearman") >= 0.8;
      },
    },
  ],
  plot: { metric: "share" },
});

export const recipe: Recipe = defineRecipe({
  paper: "056",
  title: "An agent shapes its own reward, or is given one that tells",
  mechanism:
    "Without a teacher the agent learns a reward φ(s, a) that it adds to the original one: by the meta-gradient of one step " +
    "of its policy, φ grows where the original return was above the critic's. A bonus 1/√(1 + N) for entering states that " +
    "were seldom left carries it to returns that φ can learn from. Alone the bonus fades slowly, and φ has nothing to start " +
    "with where the reward is rare, or is caught by the first reward that is near. With a teacher who knows what is best, a " +
    "linear programme finds the reward that shows it within a few steps and leaves it the best.",
  pieces: [],
  budgetSeconds: 60,
  studies: { chain, designs },
  findings:
    "With the distractor the self-reward alone never leaves it, as the pilot saw; with the bonus two of five seeds come to " +
    "the goal at the end (0.83 and 0.65), the others stay below 0.01. The pilot had all four at 0.58 … 0.95. It seems to be " +
    "decided early: φ may be ±0.05, so that ten steps to the left earn five times the distractor, and where φ points there " +
    "before the bonus has led to the goal, its pull outlasts the bonus. Seeds 100 … 105 gave three of six; other discounts " +
    "(0.95 … 0.999), faster critics, a distractor that does not end the episode, and slips that stay in place gave no more. " +
    "EXPRD in five states is learnt after 18.6 episodes for 22.8 of the original, not after half as many: rewards of at most " +
    "1 in three more states make up a sixth of what the original lacks (−0.0129 for −0.0153), everywhere all of it, and then " +
    "1.8 episodes are enough. Rewards of up to 10 tell more (−0.0123), but their programme has many optima and the one that is " +
    "found holds Q-learning up (doors as states, seeds 100 … 109).",
  differences: [
    "ExploRS on the chain alone, EXPRD on four rooms; the line and the key, SORS, LIRPG and ExpAdaRD are left out.",
    "EXPRD's active states were searched for greedily once and are given; those beside the goal always count, rewards are at most 1 in size. Actions as good as the best are kept so by equations, instead of constraints for every best policy.",
    "The policy's step is the mean over all steps of the episodes it learns from, and the discount 0.99: set on seeds 100 … 105, on which the original reward and the bonus alone are then what the pilot saw (0.00 and 0.11).",
    "The distractor ends the episode as the goal does.",
  ],
});
