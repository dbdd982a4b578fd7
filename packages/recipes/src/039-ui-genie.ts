import { streamKey } from "@guerdon/core/random";
import { appGraph, drawFrom } from "@guerdon/lab/environment";
import {
  type SelfImprovementSettings,
  selfImprovement,
  successShare,
  type TaskPath,
  taskPaths,
  verifierScores,
} from "@guerdon/lab/trainer";
import { defineRecipe, defineStudy, type Recipe, type RunArm } from "./harness/index.ts";

const PAGES = 14;
const graph = appGraph({ pages: PAGES, astray: 2, length: [1, 13] });
const tasks = taskPaths(graph);
const all: readonly TaskPath[] = [...graph.steps.keys()]
  .map((i) => ({ goal: i % PAGES, pages: [Math.floor(i / PAGES)], actions: [] }))
  .filter((task) => tasks.left(task) > 0);
/** Tasks of some lengths: every other one is held out. */
const tasksOf = (fewest: number, most: number, heldOut = false): readonly TaskPath[] =>
  all.filter((task, i) => i % 2 === Number(heldOut) && tasks.left(task) >= fewest && tasks.left(task) <= most);
const [SHORT, MEDIUM, LONG] = [tasksOf(1, 3, true), tasksOf(4, 6, true), tasksOf(7, 13, true)];

interface Improvement
  extends Pick<SelfImprovementSettings, "samples" | "corrupts" | "minesNegatives" | "verifierLearns"> {
  /** Demonstrations of the agent, those that label actions for the verifier alone, and tasks of a round. */
  readonly demonstrations: number;
  readonly labelled: number;
  readonly explored: number;
}

/** Rounds 0 to 3: short demonstrations; tasks of up to 8 steps; of all lengths; long ones. */
const improve: RunArm<Improvement> = ({ demonstrations, labelled, explored, ...arm }, seed) => {
  const draw = drawFrom(streamKey(seed, "039 tasks"));
  const pick = (from: readonly TaskPath[], count: number): readonly TaskPath[] =>
    Array.from({ length: count }, () => from[draw.whole(from.length)] as TaskPath);
  const rounds = selfImprovement(
    tasks,
    {
      ...arm,
      demonstrations: pick(tasksOf(1, 3), demonstrations),
      labelled: pick(
        all.filter((_, i) => i % 2 === 0),
        labelled,
      ),
      rounds: [pick(tasksOf(2, 8), explored), pick(tasksOf(2, 13), explored), pick(tasksOf(5, 13), explored)],
    },
    seed,
  );
  const heldOut = [...SHORT, ...MEDIUM, ...LONG];
  const scores = rounds.map(({ verifier }) => verifierScores(tasks, verifier, heldOut));
  return {
    short: rounds.map(({ policy }) => successShare(tasks, policy, SHORT)),
    medium: rounds.map(({ policy }) => successShare(tasks, policy, MEDIUM)),
    long: rounds.map(({ policy }) => successShare(tasks, policy, LONG)),
    found: rounds.map(({ found }) => found),
    accepted: rounds.map(({ accepted }) => accepted),
    steps: rounds.map(({ steps }) => steps),
    outcomeF1: scores.map(({ outcomeF1 }) => outcomeF1),
    stepPrecision: scores.map(({ stepPrecision }) => stepPrecision),
  };
};

/** Rounds are the updates of a curve: 1 for round 0, 4 for round 3. */
const round = (k: number) => ({ at: k + 1 });

const improvement = defineStudy({
  about:
    "An app of 14 pages whose elements do nothing in 35 %, 25 demonstrations of up to 3 steps, three rounds of 30 explored tasks.",
  run: improve,
  settings: { demonstrations: 25, labelled: 150, explored: 30 },
  arms: {
    full: {},
    samples: { samples: true },
    "frozen verifier": { verifierLearns: false },
    "no corruption": { corrupts: false },
    "no hard negatives": { minesNegatives: false },
  },
  seeds: 5,
  metrics: ["short", "medium", "long", "found", "accepted", "steps", "outcomeF1", "stepPrecision"],
  smoke: { demonstrations: 4, labelled: 8, explored: 2 },
  treatment: "full",
  control: "samples",
  claims: [
    {
      says: "Held-out long tasks are done more often after each round, and 15 points more often after three.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => {
        const done = [0, 1, 2, 3].map((k) => s.median("full", "long", round(k))) as [number, number, number, number];
        const [start, first, second, third] = done;
        return first > start && second > first && third > second && third >= start + 0.15;
      },
    },
    {
      says: "With a verifier that learns on, long tasks are done 5 points more often in the end than with that of round 0.",
      source: "§Experiment check 2",
      swap: { full: "frozen verifier" },
      holds: (s) => s.median("full", "long", round(3)) >= s.median("frozen verifier", "long", round(3)) + 0.05,
    },
    {
      says: "Without corrupted paths the F1 of outcomes is 5 points lower before any round.",
      source: "§Experiment check 3",
      swap: { "no corruption": "full" },
      holds: (s) => s.median("no corruption", "outcomeF1", round(0)) <= s.median("full", "outcomeF1", round(0)) - 0.05,
    },
    {
      says: "Without hard negatives the precision of steps is 3 points lower before any round.",
      source: "§Experiment check 3",
      swap: { "no hard negatives": "full" },
      holds: (s) =>
        s.median("no hard negatives", "stepPrecision", round(0)) <= s.median("full", "stepPrecision", round(0)) - 0.03,
    },
    {
      says: "In the first round beams find successes on 20 % more tasks than independent attempts with as many steps.",
      source: "§Experiment check 4",
      central: true,
      holds: (s) => s.median("full", "found", round(1)) >= 1.2 * s.median("samples", "found", round(1)),
    },
  ],
  plot: { metric: "long", across: "round" },
});

export const recipe: Recipe = defineRecipe({
  paper: "039",
  title: "An agent and a verifier that improve each other",
  mechanism:
    "One verifier scores an action on a path, and the whole task as the action of finishing. Beams of paths ranked by the " +
    "mean score of their steps explore tasks; paths whose end the verifier believes are cloned and their steps are right, " +
    "steps of others are right if one of five continuations is believed. The verifier begins with rule labels, demonstrations " +
    "that were cut short, go on too long or belong to another goal, and the wrong actions it first took for right.",
  pieces: [],
  budgetSeconds: 60,
  studies: { improvement },
  differences: [
    "Agent and verifier are perceptrons on page, goal, last action and, for the verifier, the five pages before, instead of vision models on screens.",
    "14 pages, so that there are tasks of up to 13 steps; 8 actions at most are candidates. Paths do not come back to a page. Beams are ranked by the mean, not the sum, so that paths of several lengths compare.",
    "30 explored tasks a round; both models are fitted anew after each. The verifier of round 0 also learns from 150 demonstrations that the agent does not see, as the paper's does from open data.",
    "Independent attempts are judged by the same verifier. Exploring at random without a filter and a beam ranked by the sum are left out.",
    "Sizes of the verifier and its 150 demonstrations, the lengths of round 1 and the 30 tasks were chosen on other seeds.",
  ],
  findings:
    "Long tasks are done in 0, 13, 69 and 100 % (medians) after rounds 0 to 3, and beams find a success on each of 30 tasks " +
    "in round 1 where as many independent steps find one on 12. That the verifier learns on is worth 6 points in the median " +
    "and nothing in the mean (92.5 % both): that of round 0 is already enough for the beam, since it knows 150 demonstrations. " +
    "Without hard negatives 41 % of the actions it takes for right are, instead of 80 %. Corrupted paths make no " +
    "difference to the F1 of outcomes (0.89 and 0.89): without them it believes more ends, true and false alike, and rule " +
    "labels of sampled actions already show it finishing too early.",
});
