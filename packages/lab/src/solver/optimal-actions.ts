import type { DecisionProcess } from "./decision-process.ts";
import { valueIteration } from "./value-iteration.ts";

/**
 * [S·A] 1 for each action that is as good as the best of its state, by exact values.
 *
 * Two rewards have the same optimal policies where these are the same: shaping by a potential leaves them, a bonus may not.
 *
 * @param tolerance - how far below the best a value still counts as the best; above the error of the values
 *
 * ```ts doctest
 * import { decisionProcess, optimalActions } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 3, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: (_, a) => Math.min(a, 1) });
 * [...optimalActions(loop)] // => [0, 1, 1]
 * ```
 */
export function optimalActions(process: DecisionProcess, tolerance = 1e-7): Uint8Array {
  const { actions } = process;
  const { actionValues } = valueIteration(process, { tolerance: tolerance / 100 });
  return Uint8Array.from(actionValues, (value, pair) => {
    const row = pair - (pair % actions);
    return Number(value >= Math.max(...actionValues.subarray(row, row + actions)) - tolerance);
  });
}
