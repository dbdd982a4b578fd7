import type { TaskPath, TaskPaths } from "./task-paths.ts";

/** Walks on from a path by what is chosen, until it is over or has so many actions. */
export function walk(tasks: TaskPaths, from: TaskPath, choose: (path: TaskPath) => number, maxSteps: number): TaskPath {
  let path = from;
  while (!tasks.isOver(path) && path.actions.length < maxSteps) path = tasks.go(path, choose(path));
  return path;
}
