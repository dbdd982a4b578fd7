import type { Json } from "../signal/json.ts";
import type { Layout } from "../signal/layout.ts";
import type { Signal } from "../signal/signal.ts";

/** When a piece is asked: the training step, and what it remembers of the steps before. */
export interface Moment {
  /** Training step, from 0. */
  readonly step: number;
  /** State of an adaptive piece; absent before its first step. */
  readonly state?: Json | undefined;
}

/**
 * What an adaptive piece remembers from one training step to the next, as JSON.
 *
 * Scoring reads the state and never moves it; the state moves once per training step.
 */
export interface Adaptive {
  /** State before the first training step. */
  init(): Json;
  /**
   * State after a training step, from what the piece read in it. Pure: the arguments are not
   * changed, and the same ones give the same state. An advantage gets the total (or the terms of
   * `over`) and then its other inputs.
   */
  step(state: Json, inputs: readonly Signal[], layout: Layout, step: number): Json;
}

/** Before the first training step. */
export const START: Moment = { step: 0 };

/**
 * What an adaptive piece remembers at a moment: its state, or the one it starts with.
 *
 * The caller names the type; states are written by the piece alone, so it knows.
 */
export function stateOf<S extends Json>(adaptive: Pick<Adaptive, "init">, moment: Moment | undefined): S {
  return (moment?.state ?? adaptive.init()) as S;
}
