/** The five places a value can live, coarse to fine. A turn is a step. */
export type Level = "batch" | "group" | "rollout" | "step" | "token";

/** All levels, coarse to fine: a signal broadcasts to the right, never to the left. */
export const LEVELS: readonly Level[] = ["batch", "group", "rollout", "step", "token"];

/**
 * Tells whether a signal at level `from` can be read at level `to` without losing anything.
 *
 * ```ts doctest
 * import { broadcasts } from "@guerdon/core/signal";
 * [broadcasts("group", "token"), broadcasts("step", "rollout")] // => [true, false]
 * ```
 */
export function broadcasts(from: Level, to: Level): boolean {
  return LEVELS.indexOf(from) <= LEVELS.indexOf(to);
}
