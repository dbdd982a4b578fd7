import { chainWorld } from "@guerdon/lab/environment";
import { type ExplorationShapingSettings, startExplorationShaping } from "@guerdon/lab/meta";
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

export const recipe: Recipe = defineRecipe({
  paper: "056",
  title: "An agent shapes its own reward, and explores by it",
  mechanism:
    "Without a teacher the agent learns a reward φ(s, a) that it adds to the original one: by the meta-gradient of one step " +
    "of its policy, φ grows where the original return was above the critic's. A bonus 1/√(1 + N) for entering states that " +
    "were seldom left carries it to returns that φ can learn from. Alone the bonus fades slowly, and φ has nothing to start " +
    "with where the reward is rare, or is caught by the first reward that is near.",
  pieces: [],
  budgetSeconds: 40,
  studies: { chain },
  findings:
    "With the distractor the self-reward alone never leaves it, as the pilot saw; with the bonus two of five seeds come to " +
    "the goal at the end (0.83 and 0.65), the others stay at the distractor (below 0.01). The pilot had all four at 0.58 … " +
    "0.95. It is decided early: φ is clipped at 0.05, which ten steps to the left earn half of what the distractor does, " +
    "and where it points there before the bonus has led to the goal, its pull stays larger than the fading bonus. Seeds " +
    "100 … 105 gave three of six; other discounts (0.95 … 0.999), faster critics, a distractor that does not end the " +
    "episode, and slips that stay in place gave no more.",
  differences: [
    "ExploRS on the chain alone: rooms, the key and the line of the thesis are left out, and so are SORS and LIRPG.",
    "The policy's step is the mean over all steps of the episodes it learns from, and the discount 0.99: set on seeds 100 … 105, on which the original reward and the bonus alone are then what the pilot saw (0.00 and 0.11).",
    "The distractor ends the episode as the goal does.",
  ],
});
