import { type QuestGridOptions, questGrid } from "./quest-grid.ts";
import type { Dynamics } from "./vectorise.ts";

/**
 * Goals in the corners of a 9 × 9 field, to be visited in the order of their numbers from the centre within 60 steps;
 * one move of ten is random, and 1 is paid at the end alone.
 *
 * @paper 120 §Experiment (a)
 */
export function orderedGoals({ goals = 3, ...options }: QuestGridOptions & { readonly goals?: 3 | 4 } = {}): Dynamics {
  const middle = ["........."];
  const map = ["1.......2", ...middle, ...middle, ...middle, "....S....", ...middle, ...middle, ...middle];
  return questGrid([...map, goals === 4 ? "4.......3" : "........3"], {
    maxSteps: 60,
    slip: 0.1,
    handle: "touch",
    ...options,
  });
}
