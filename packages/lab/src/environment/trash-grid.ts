import { type QuestGridOptions, questGrid } from "./quest-grid.ts";
import type { Dynamics } from "./vectorise.ts";

/**
 * Two agents collect litter from the corners and an edge of a 7 × 7 field within 24 steps: +1 each, −0.02 a step.
 *
 * @paper 150 §Experiment
 */
export function trashGrid(options: QuestGridOptions = {}): Dynamics {
  const rewards = { item: 1, step: -0.02 };
  return questGrid(TRASH, { agents: 2, maxSteps: 24, rewards, handle: "touch", ...options });
}

const TRASH = ["T.....T", ".......", ".......", "...S..T", ".......", ".......", "T......"];
