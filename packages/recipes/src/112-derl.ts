import { groupRelative } from "@guerdon/core/advantage";
import { reduce } from "@guerdon/core/credit";
import { formatExpression } from "@guerdon/core/expression";
import { deriveExpression, expressionGrammar, protectExpression } from "@guerdon/core/expression/search";
import type { Library } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { busyCorridor, oneEpisode, vectorise } from "@guerdon/lab/environment";
import { categoricalHead, mlpPolicy } from "@guerdon/lab/policy";
import { categoricalSearch, maximise } from "@guerdon/lab/search";
import { adamw } from "@guerdon/lab/tensor";
import { evaluatedRun, innerTraining, startPolicyGradient } from "@guerdon/lab/trainer";
import { defineRecipe, defineStudy, type Recipe, type RunArm } from "./harness/index.ts";

const HORIZON = 12;
const CELLS = { trained: 7, longer: 9 } as const;
const WEIGHTS = [-1, -0.5, 0, 0.5, 1];
const PRIMITIVES = ["outcome", "early", "middle", "late", "decoy"] as const;
const ALL = PRIMITIVES.length;
const grammar = expressionGrammar({
  signals: PRIMITIVES,
  constants: [0.5, 1],
  functions: ["+", "-", "*"],
  maxDepth: 4,
});
/** The most productions that a formula of the grammar can take. */
const LONGEST = 15;
const SIGNAL = { use: "world-signal" };
const third = (part: number) => ({ use: "reduce", of: `step${part}`, by: "sum" });

const policy = mlpPolicy({ inputs: 9, head: categoricalHead(3), hidden: [], critic: false, start: [0, 0, 3] });

/** A fresh policy that learns by a reward in the corridor; at the end it is judged on other draws, in a corridor of any length. */
const learner =
  (total: string, judged: keyof typeof CELLS, library: Library, { updates, learningRate }: Settings["inner"]) =>
  async (seed: number) =>
    evaluatedRun(
      await startPolicyGradient(
        {
          environment: vectorise(oneEpisode(busyCorridor({ cells: CELLS.trained, maxSteps: HORIZON }), HORIZON), 8),
          policy,
          program: compileProgram(
            {
              reward: "inner",
              terms: {
                success: SIGNAL,
                forward: SIGNAL,
                busy: SIGNAL,
                part: SIGNAL,
                step0: "forward * (part < 1) / 4",
                step1: "forward * (part > 0) * (part < 2) / 4",
                step2: "forward * (part > 1) / 4",
                outcome: { use: "reduce", of: "success", by: "sum" },
                early: third(0),
                middle: third(1),
                late: third(2),
                idle: { use: "reduce", of: "busy", by: "sum" },
                decoy: "idle / 4",
              },
              total,
              advantage: { use: "group-relative" },
            },
            library,
          ),
          optimiser: adamw(),
          objective: { surrogate: "log-prob" },
          steps: HORIZON,
          updates,
          learningRate,
        },
        seed,
      ),
      {
        environment: vectorise(busyCorridor({ cells: CELLS[judged], maxSteps: HORIZON }), 64),
        policy,
        every: updates,
        draws: true,
      },
      seed,
    );

interface Settings {
  readonly reward: "outcome" | "mean" | "weights" | "formulas";
  readonly search: { readonly rounds: number; readonly population: number; readonly learningRate: number };
  readonly inner: { readonly updates: number; readonly learningRate: number };
  readonly tests: number;
}

const weighted = (weights: readonly number[]): string => weights.map((w, k) => `${w} * ${PRIMITIVES[k]}`).join(" + ");
const formula = (row: ArrayLike<number>, at = { next: 0 }): string =>
  formatExpression(
    protectExpression(
      deriveExpression(grammar, (allowed) => (row[at.next++] as number) % allowed.length),
      { range: { min: -10, max: 10 } },
    ),
  );
const SPACES = {
  weights: {
    choices: new Array<number>(ALL).fill(WEIGHTS.length),
    read: (row: ArrayLike<number>) => weighted(Array.from(row, (k) => WEIGHTS[k] as number)),
  },
  formulas: { choices: new Array<number>(LONGEST).fill(10), read: formula },
};

const derl: RunArm<Settings> = async ({ reward, search: { rounds, ...search }, inner, tests }, seed, library) => {
  const judge = (total: string, judged: keyof typeof CELLS, from: number, seeds: number) =>
    innerTraining({
      start: learner(total, judged, library, inner),
      seeds: Array.from({ length: seeds }, (_, k) => 1000 * seed + from + k),
      metric: "evaluated.success",
    });
  const tested = async (total: string, decoy: number, means: readonly number[] = [0, 0]) => ({
    success: await judge(total, "trained", 500, tests),
    longer: await judge(total, "longer", 500, tests),
    decoy,
    first: ((means[0] as number) + (means[1] as number)) / 2,
    last: ((means.at(-1) as number) + (means.at(-2) as number)) / 2,
  });
  if (reward === "outcome") return tested("outcome", 0);
  if (reward === "mean") return tested(weighted(PRIMITIVES.map(() => 1 / ALL)), 1 / ALL);
  const { choices, read } = SPACES[reward];
  const { best, means } = await maximise(categoricalSearch({ ...search, choices, seed }), rounds, (row, { round }) =>
    judge(read(row), "trained", round, 1),
  );
  return tested(read(best), reward === "weights" ? (WEIGHTS[best.at(-1) as number] as number) : 0, means);
};

const search = defineStudy({
  about:
    "A corridor of 7 cells, 12 steps, and a policy that begins busy: 25 updates of 8 episodes for each of 64 rewards, then 8 trainings anew.",
  run: derl,
  settings: {
    reward: "weights" as Settings["reward"],
    search: { rounds: 8, population: 8, learningRate: 2 },
    inner: { updates: 25, learningRate: 0.1 },
    tests: 8,
  },
  arms: {
    "outcome only": { reward: "outcome" as const },
    "mean of primitives": { reward: "mean" as const },
    derl: {},
    "random search": { search: { learningRate: 0 } },
    "derl, formulas": { reward: "formulas" as const },
    "random, formulas": { reward: "formulas" as const, search: { learningRate: 0 } },
  },
  seeds: 4,
  metrics: ["success", "longer", "decoy", "first", "last"],
  smoke: { search: { rounds: 2, population: 2 }, inner: { updates: 2 }, tests: 1 },
  treatment: "derl",
  control: "mean of primitives",
  claims: [
    {
      says: "The best reward found, trained anew, succeeds at least 0.5 more often than the outcome alone and than the mean of the primitives.",
      source: "§Experiment",
      central: true,
      holds: (s) =>
        s.mean("derl", "success") >= s.mean("outcome only", "success") + 0.5 &&
        s.mean("derl", "success") >= s.mean("mean of primitives", "success") + 0.5,
    },
    {
      says: "The best reward pays nothing for the decoy, in every seed.",
      source: "§Experiment",
      central: true,
      holds: (s) => s.values("derl", "decoy").every((weight) => weight <= 0),
    },
    {
      says: "Validation in the last two rounds is at least 0.15 above the first two, in at least 3 of 4 seeds.",
      source: "§Experiment",
      swap: { derl: "random search" },
      holds: (s) =>
        s.values("derl", "last").filter((last, seed) => last >= (s.values("derl", "first")[seed] as number) + 0.15)
          .length >= 3,
    },
    {
      says: "It succeeds no less than random search over as many trainings, but for 0.05.",
      source: "§Experiment",
      holds: (s) => s.mean("derl", "success") >= s.mean("random search", "success") - 0.05,
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "112",
  title: "A search over rewards that is rewarded by what they teach",
  mechanism:
    "A reward is put together from a few primitives: the outcome, progress in each third, a decoy. A fresh policy is trained " +
    "with it, and its success on validation is the reward of the composition; a second policy that writes compositions is " +
    "updated by the gradient of a group of them, the mean of the group as baseline. All of a group meet the same inner seeds.",
  pieces: [groupRelative, reduce],
  budgetSeconds: 60,
  studies: { search },
  differences: [
    "Weights of five primitives, or formulas by a grammar, drawn from tables of chances instead of a language model.",
    "A corridor of 7 cells instead of ALFWorld, ScienceWorld and mathematics; one inner training for each composition.",
    "Steps of both policies were set on seed 100; policies are judged by drawn actions.",
    "The population variant, whose inner training goes on from the best policy so far, is left out.",
  ],
  findings:
    "The pilot of the card reproduces: outcome alone and mean of primitives 0, DERL 0.95 (pilot 0.87), validation from 0.12 in the " +
    "first two rounds to 0.47 in the last. The longer corridor is easier here (0.83, pilot 0.27), since the policy has a bias " +
    "that all cells share. Random search over as many trainings is nearly as good, 0.93: the best of 64 is found early by luck, " +
    "and learning shows in the mean of the rounds alone (0.08 at its end). Formulas, a much larger space, widen the gap a " +
    "little: 0.91 against 0.85, 0.72 against 0.63 in the longer corridor, 0.82 against 0.27 in the last rounds' validation.",
});
