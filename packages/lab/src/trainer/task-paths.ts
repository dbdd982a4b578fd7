import type { AppGraph } from "../environment/app-graph.ts";

/** Where a task was begun, what was done, and the pages that were seen: one more than there are actions. */
export interface TaskPath {
  readonly goal: number;
  readonly pages: readonly number[];
  readonly actions: readonly number[];
}

/** Pages of the past that a verifier sees. */
const HISTORY = 5;

/** Tasks of an app as paths that are walked: tap one of E elements, or finish. */
export interface TaskPaths {
  /** E + 1 */
  readonly actions: number;
  readonly finish: number;
  /** Numbers of the row of a policy, and of a verifier. */
  readonly policyInputs: number;
  readonly verifierInputs: number;
  /** Steps of the shortest way to the goal. */
  left(path: TaskPath): number;
  /** The action that leads nearer, the first of those there are; finishing on the goal page. */
  gold(path: TaskPath): number;
  go(path: TaskPath, action: number): TaskPath;
  isOver(path: TaskPath): boolean;
  isSuccess(path: TaskPath): boolean;
  /** Page, goal and last action, one-hot each. */
  policyRow(path: TaskPath): Float32Array;
  /** The same, the action that is judged, and the pages seen before. */
  verifierRow(path: TaskPath, action: number): Float32Array;
}

/**
 * The tasks of an app graph, walked outside of any environment, as a search needs them.
 *
 * @paper 039 §Mechanism (history of 5 screens), §Experiment
 */
export function taskPaths({ leads, steps }: Pick<AppGraph, "leads" | "steps">): TaskPaths {
  const pages = Math.round(Math.sqrt(steps.length));
  const finish = leads.length / pages;
  const [actions, width] = [finish + 1, 2 * pages + finish + 1];
  const pageOf = ({ pages: seen }: TaskPath): number => seen.at(-1) as number;
  const next = (page: number, action: number): number =>
    action === finish ? page : (leads[page * finish + action] as number);
  const leftFrom = (page: number, goal: number): number => steps[page * pages + goal] as number;
  const isOver = ({ actions: done }: TaskPath): boolean => done.at(-1) === finish;
  const write = (path: TaskPath, size: number): Float32Array => {
    const out = new Float32Array(size);
    out[pageOf(path)] = 1;
    out[pages + path.goal] = 1;
    const last = path.actions.at(-1);
    if (last !== undefined) out[2 * pages + last] = 1;
    return out;
  };
  return {
    actions,
    finish,
    policyInputs: width,
    verifierInputs: width + actions + HISTORY * pages,
    left: (path) => leftFrom(pageOf(path), path.goal),
    gold: (path) => {
      const page = pageOf(path);
      const wanted = leftFrom(page, path.goal) - 1;
      if (wanted < 0) return finish;
      return Array.from({ length: finish }, (_, e) => e).find(
        (e) => leftFrom(next(page, e), path.goal) === wanted,
      ) as number;
    },
    go: (path, action) => ({
      goal: path.goal,
      pages: [...path.pages, next(pageOf(path), action)],
      actions: [...path.actions, action],
    }),
    isOver,
    isSuccess: (path) => isOver(path) && pageOf(path) === path.goal,
    policyRow: (path) => write(path, width),
    verifierRow: (path, action) => {
      const out = write(path, width + actions + HISTORY * pages);
      out[width + action] = 1;
      path.pages
        .slice(0, -1)
        .slice(-HISTORY)
        .reverse()
        .forEach((page, k) => {
          out[width + actions + k * pages + page] = 1;
        });
      return out;
    },
  };
}
