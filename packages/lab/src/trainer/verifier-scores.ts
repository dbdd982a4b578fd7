import type { Classify } from "../policy/classifier.ts";
import type { TaskPath, TaskPaths } from "./task-paths.ts";
import { walk } from "./walk.ts";

/**
 * Share of tasks that a policy does by its likeliest actions.
 *
 * @param starts - paths of no action
 */
export function successShare(tasks: TaskPaths, policy: Classify, starts: readonly TaskPath[], maxSteps = 20): number {
  const likeliest = (path: TaskPath): number => {
    const chances = policy(tasks.policyRow(path));
    return chances.indexOf(Math.max(...chances));
  };
  const done = starts.filter((start) => tasks.isSuccess(walk(tasks, start, likeliest, maxSteps)));
  return done.length / starts.length;
}

/** How well a verifier tells right from wrong. */
export interface VerifierScores {
  /** F1 of finishing: at the end of the shortest way, and half way. */
  readonly outcomeF1: number;
  /** Share of the actions it takes for right on the shortest way that lead nearer; 1 where it takes none for right. */
  readonly stepPrecision: number;
}

/**
 * Scores a verifier by what is known of tasks: chances above ½ are taken for right.
 *
 *   F1 = 2 TP / (2 TP + FP + FN)
 *
 * @paper 039 §Pieces (verifierF1)
 */
export function verifierScores(tasks: TaskPaths, verifier: Classify, starts: readonly TaskPath[]): VerifierScores {
  const takes = (path: TaskPath, action: number): boolean =>
    (verifier(tasks.verifierRow(path, action))[1] as number) > 0.5;
  let [truePositives, falsePositives, falseNegatives, right, taken] = [0, 0, 0, 0, 0];
  for (const start of starts) {
    const far = tasks.left(start);
    let path = start;
    for (let t = 0; t <= far; t++) {
      const gold = tasks.gold(path);
      for (let action = 0; action < tasks.actions; action++) {
        if (!takes(path, action)) continue;
        taken += 1;
        right += Number(tasks.left(tasks.go(path, action)) < tasks.left(path) || action === gold);
      }
      const isBelieved = takes(path, tasks.finish);
      if (t === far) {
        truePositives += Number(isBelieved);
        falseNegatives += Number(!isBelieved);
      } else if (t === Math.floor(far / 2)) falsePositives += Number(isBelieved);
      path = tasks.go(path, gold);
    }
  }
  const wrong = falsePositives + falseNegatives;
  return {
    outcomeF1: truePositives === 0 ? 0 : (2 * truePositives) / (2 * truePositives + wrong),
    stepPrecision: taken === 0 ? 1 : right / taken,
  };
}
