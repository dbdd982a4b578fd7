import type { Dynamics } from "./vectorise.ts";

export interface BusyCorridorOptions {
  /** Cells from the start to the goal, both counted. Default 7. */
  readonly cells?: number;
  /** Cells an observation tells apart; at least `cells`. Default 9. */
  readonly shown?: number;
  /** Steps of an episode. Default 12. */
  readonly maxSteps?: number;
}

/** What an action does; the third one does nothing. */
const [FORWARD, BACK, BUSY] = [0, 1, 2];

/**
 * A corridor to walk to its end, with an action that looks busy and leads nowhere.
 *
 * Actions: forward, back, busy. The observation is the cell, one-hot. The reward is 1 at the goal, where the episode ends.
 * Signals of a step: `success`, `forward` (1 where it went on by a cell), `busy`, and `part`: the third of the episode it is
 * in, 0 … 2.
 *
 * @paper 112 §Experiment (corridor of 7 cells, horizon 12, three actions, a decoy that can be farmed)
 *
 * ```ts doctest
 * import { busyCorridor } from "@guerdon/lab/environment";
 * busyCorridor().signals // => ["success", "forward", "busy", "part"]
 * ```
 */
export function busyCorridor({ cells = 7, shown = 9, maxSteps = 12 }: BusyCorridorOptions = {}): Dynamics {
  // A row: cell, age; then what is measured of the last step.
  const [AGE, SUCCESS, AHEAD, WAS_BUSY, PART] = [1, 2, 3, 4, 5];
  return {
    id: "busy-corridor@1",
    observation: { kind: "discrete", size: Math.max(cells, shown) },
    action: { kind: "discrete", size: 3 },
    stateSize: 6,
    maxSteps,
    signals: ["success", "forward", "busy", "part"],
    start(state, at) {
      state.fill(0, at, at + 6);
    },
    step(state, at, actions, action, _draw, out) {
      const [chosen, cell, age] = [actions[action] as number, state[at] as number, state[at + AGE] as number];
      const next = chosen === FORWARD ? cell + 1 : chosen === BACK ? Math.max(0, cell - 1) : cell;
      const isThere = next === cells - 1;
      state[at] = next;
      state[at + AGE] = age + 1;
      state[at + SUCCESS] = Number(isThere);
      state[at + AHEAD] = Number(next > cell);
      state[at + WAS_BUSY] = Number(chosen === BUSY);
      state[at + PART] = Math.floor((3 * age) / maxSteps);
      out.reward = Number(isThere);
      out.terminated = isThere;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + Math.max(cells, shown));
      out[to + (state[at] as number)] = 1;
    },
    measure(state, at, out) {
      for (const [k, place] of [SUCCESS, AHEAD, WAS_BUSY, PART].entries()) out[k] = state[at + place] as number;
    },
  };
}
