import { streamKey } from "@guerdon/core/random";
import { drawFrom } from "../environment/draw-from.ts";
import type { Draw } from "../environment/vectorise.ts";
import { type Classify, fitClassifier } from "../policy/classifier.ts";
import { beamSearch } from "../search/beam-search.ts";
import type { TaskPath, TaskPaths } from "./task-paths.ts";
import { walk } from "./walk.ts";

export interface SelfImprovementSettings {
  /** Tasks that are shown, that are explored in each round, and that the agent is tried on, as paths of no action. */
  readonly demonstrations: readonly TaskPath[];
  readonly rounds: readonly (readonly TaskPath[])[];
  /** Tasks whose demonstrations the verifier alone is fitted to in round 0, besides. Default: none. */
  readonly labelled?: readonly TaskPath[];
  /** Actions tried at each page, paths kept, and actions of a path at most. Defaults 10, 5, 16. */
  readonly candidates?: number;
  readonly width?: number;
  readonly maxSteps?: number;
  /** Independent attempts with as many steps instead of the beam. Default false. */
  readonly samples?: boolean;
  /** Whether the verifier learns from spoilt paths, from its own mistakes, and in later rounds. Defaults true. */
  readonly corrupts?: boolean;
  readonly minesNegatives?: boolean;
  readonly verifierLearns?: boolean;
}

/** What one round found and learnt. */
export interface ImprovementRound {
  readonly policy: Classify;
  /** Chance that an action on a path is a step to success; for finishing, that the task is done. */
  readonly verifier: Classify;
  /** Tasks explored, of which a path was accepted, and of which that path was a success. */
  readonly tasks: number;
  readonly accepted: number;
  readonly found: number;
  /** Steps taken in the environment. */
  readonly steps: number;
}

interface Data {
  readonly cloned: { rows: Float32Array[]; labels: number[] };
  readonly judged: { rows: Float32Array[]; labels: number[] };
}

/** Continuations from a step that failed; actions of each shown state that are labelled by rule. */
const [CONTINUATIONS, RULED] = [5, 2] as const;

/**
 * An agent and a verifier that improve each other without labels, from a few demonstrations.
 *
 * Round 0 clones the demonstrations and fits the verifier to rule labels of sampled actions, to demonstrations spoilt by
 * truncation, another goal or going on after the end, and to actions it wrongly takes for right. Each later round searches
 * paths for its tasks by beams ranked by the mean chance of their steps, accepts those whose end the verifier believes,
 * labels the steps of the others by whether one of five continuations is believed, and fits both models anew.
 *
 * @returns one entry for round 0 and each later one
 * @paper 039 §Mechanism
 */
export function selfImprovement(
  tasks: TaskPaths,
  settings: SelfImprovementSettings,
  seed: number,
): readonly ImprovementRound[] {
  const { demonstrations, rounds, labelled = [], verifierLearns = true } = settings;
  const data: Data = { cloned: { rows: [], labels: [] }, judged: { rows: [], labels: [] } };
  const draw = drawFrom(streamKey(seed, "self-improvement"));
  const shownOf = (starts: readonly TaskPath[]): readonly TaskPath[] =>
    starts.map((task) => walk(tasks, task, tasks.gold, 99));
  for (const path of shownOf(demonstrations)) clone(tasks, data, path);
  const shown = shownOf([...demonstrations, ...labelled]);
  let policy = fitPolicy(tasks, data, seed);
  label(tasks, settings, data, shown, policy, draw);
  let verifier = fitVerifier(tasks, data, seed);
  if (settings.minesNegatives !== false) {
    mine(tasks, data, shown, verifier);
    verifier = fitVerifier(tasks, data, seed);
  }
  const out: ImprovementRound[] = [{ policy, verifier, tasks: 0, accepted: 0, found: 0, steps: 0 }];
  for (const starts of rounds) {
    const tally = { tasks: starts.length, accepted: 0, found: 0, steps: 0 };
    for (const start of starts) {
      const { paths, steps } = explore(tasks, settings, start, policy, verifier, draw);
      tally.steps += steps;
      const ended = paths.find((path) => tasks.isOver(path) && believed(tasks, verifier, path));
      const best = ended ?? paths[0];
      if (best === undefined) continue;
      if (ended !== undefined) {
        tally.accepted += 1;
        tally.found += Number(tasks.isSuccess(ended));
        clone(tasks, data, ended);
      }
      relabel(tasks, settings, data, best, ended !== undefined, policy, verifier, draw);
    }
    policy = fitPolicy(tasks, data, seed);
    if (verifierLearns) verifier = fitVerifier(tasks, data, seed);
    out.push({ policy, verifier, ...tally });
  }
  return out;
}

/** The path before its action number t. */
function before({ goal, pages, actions }: TaskPath, t: number): TaskPath {
  return { goal, pages: pages.slice(0, t + 1), actions: actions.slice(0, t) };
}

function fitPolicy(tasks: TaskPaths, { cloned }: Data, seed: number): Classify {
  return fitClassifier(cloned, { inputs: tasks.policyInputs, classes: tasks.actions }, seed);
}

function fitVerifier(tasks: TaskPaths, { judged }: Data, seed: number): Classify {
  return fitClassifier(judged, { inputs: tasks.verifierInputs, classes: 2, hidden: 64, steps: 800 }, seed + 1);
}

/** Adds what a path did to what the policy clones, but for actions that moved nothing. */
function clone(tasks: TaskPaths, { cloned }: Data, path: TaskPath): void {
  path.actions.forEach((action, t) => {
    if (action !== tasks.finish && path.pages[t] === path.pages[t + 1]) return;
    cloned.rows.push(tasks.policyRow(before(path, t)));
    cloned.labels.push(action);
  });
}

function judge(tasks: TaskPaths, { judged }: Data, path: TaskPath, action: number, isRight: boolean): void {
  judged.rows.push(tasks.verifierRow(path, action));
  judged.labels.push(Number(isRight));
}

/** The labels of round 0: demonstrated and sampled actions by rule, then demonstrations that are spoilt. */
function label(
  tasks: TaskPaths,
  { corrupts = true }: SelfImprovementSettings,
  data: Data,
  shown: readonly TaskPath[],
  policy: Classify,
  draw: Draw,
): void {
  shown.forEach((path, d) => {
    path.actions.forEach((action, t) => {
      const here = before(path, t);
      judge(tasks, data, here, action, true);
      for (let k = 0; k < RULED; k++) {
        const sampled = sampleOf(policy(tasks.policyRow(here)), draw);
        judge(tasks, data, here, sampled, sampled === tasks.gold(here));
      }
      if (!corrupts) return;
      // Finished too early; at the end of a path to another goal; going on where it was done.
      if (action !== tasks.finish) judge(tasks, data, here, tasks.finish, false);
      else {
        const other = shown[(d + 1) % shown.length] as TaskPath;
        if (other.goal !== here.goal) judge(tasks, data, { ...here, goal: other.goal }, tasks.finish, false);
        judge(tasks, data, here, draw.whole(tasks.finish), false);
      }
    });
  });
}

/** Adds actions beside the demonstrated ones that the verifier takes for right. */
function mine(tasks: TaskPaths, data: Data, shown: readonly TaskPath[], verifier: Classify): void {
  for (const path of shown) {
    path.actions.forEach((_, t) => {
      const here = before(path, t);
      for (let action = 0; action < tasks.actions; action++) {
        if (action === tasks.gold(here) || chanceOf(tasks, verifier, here, action) <= 0.5) continue;
        judge(tasks, data, here, action, false);
      }
    });
  }
}

/** Paths of a task, the best first, and the steps they took. */
function explore(
  tasks: TaskPaths,
  { candidates = 10, width = 5, maxSteps = 16, samples = false }: SelfImprovementSettings,
  start: TaskPath,
  policy: Classify,
  verifier: Classify,
  draw: Draw,
): { readonly paths: readonly TaskPath[]; readonly steps: number } {
  let steps = 0;
  const pathOf = (actions: readonly number[]): TaskPath =>
    actions.reduce((path, action) => tasks.go(path, action), start);
  const beams = beamSearch<number>(
    (actions) => {
      const path = pathOf(actions);
      if (tasks.isOver(path)) return [];
      const chances = [...policy(tasks.policyRow(path))];
      const tried = chances.map((_, a) => a).sort((a, b) => (chances[b] as number) - (chances[a] as number));
      return tried.slice(0, candidates).flatMap((token) => {
        steps += 1;
        const next = tasks.go(path, token);
        const hasMoved = tasks.isOver(next) || !path.pages.includes(next.pages.at(-1) as number);
        return hasMoved ? [{ token, score: chanceOf(tasks, verifier, path, token) }] : [];
      });
    },
    { width, maxTokens: maxSteps, rank: ({ score, tokens }) => score / Math.max(1, tokens.length) },
  );
  if (!samples) return { paths: beams.map(({ tokens }) => pathOf(tokens)), steps };
  const paths: TaskPath[] = [];
  for (let left = steps; left > 0; ) {
    const path = walk(tasks, start, (at) => sampleOf(policy(tasks.policyRow(at)), draw), Math.min(left, maxSteps));
    left -= path.actions.length;
    paths.push(path);
  }
  return { paths: paths.sort((a, b) => meanChance(tasks, verifier, b) - meanChance(tasks, verifier, a)), steps };
}

/** Labels the steps of a path: all right where it is accepted, else by whether a continuation is believed. */
function relabel(
  tasks: TaskPaths,
  { maxSteps = 16 }: SelfImprovementSettings,
  data: Data,
  path: TaskPath,
  isAccepted: boolean,
  policy: Classify,
  verifier: Classify,
  draw: Draw,
): void {
  path.actions.forEach((action, t) => {
    const after = before(path, t + 1);
    const choose = (at: TaskPath): number => sampleOf(policy(tasks.policyRow(at)), draw);
    const leads = (): boolean => {
      const end = walk(tasks, after, choose, maxSteps);
      return tasks.isOver(end) && believed(tasks, verifier, end);
    };
    const isRight = isAccepted || (!tasks.isOver(after) && Array.from({ length: CONTINUATIONS }, leads).includes(true));
    judge(tasks, data, before(path, t), action, isRight);
  });
}

function chanceOf(tasks: TaskPaths, verifier: Classify, path: TaskPath, action: number): number {
  return verifier(tasks.verifierRow(path, action))[1] as number;
}

function believed(tasks: TaskPaths, verifier: Classify, path: TaskPath): boolean {
  const last = path.actions.length - 1;
  return chanceOf(tasks, verifier, before(path, last), path.actions[last] as number) > 0.5;
}

function meanChance(tasks: TaskPaths, verifier: Classify, path: TaskPath): number {
  const sum = path.actions.reduce((total, action, t) => total + chanceOf(tasks, verifier, before(path, t), action), 0);
  return sum / Math.max(1, path.actions.length);
}

function sampleOf(chances: Float64Array, draw: Draw): number {
  let left = draw.uniform();
  const found = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  return found < 0 ? chances.length - 1 : found;
}
