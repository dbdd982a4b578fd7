import { expOver } from "../internal/exp.ts";
import { log1pOfUnit } from "../internal/softplus.ts";
import { type PairLink, pairLinkInto } from "./pair-link.ts";

export interface PairSlopes extends PairLink {
  /** Chance that a label is wrong: s = 1 − labelSmoothing. */
  readonly labelSmoothing: number;
  /** The smoothed loss itself, or the one whose mean over wrong labels is the clean loss. */
  readonly smoothing: "conservative" | "robust";
}

interface PairColumns {
  readonly chosen: Float64Array;
  readonly targets?: Float64Array;
  readonly weights?: Float64Array;
}

/**
 * Turns the margins of a slice of pairs into the slopes of their losses, and gives the sum of the losses.
 *
 * Both have the weight of the pair by the number of pairs in them. `spare` is written too. The plain logistic link goes
 * in short passes, as two calls of transcendental functions inside one loop cost more than the calls.
 */
export function pairSlopesInto(
  slopes: Float64Array,
  spare: Float64Array,
  columns: PairColumns,
  settings: PairSlopes,
  start: number,
  end: number,
): number {
  const { chosen, weights, targets } = columns;
  const each = 1 / chosen.length;
  const s = 1 - settings.labelSmoothing;
  if (settings.link === "logistic" && settings.logEps === 0 && targets === undefined && s === 1) {
    return logisticInto(slopes, spare, weights, each, start, end);
  }
  let loss = 0;
  for (let i = start; i < end; i++) {
    const weight = weights === undefined ? each : each * (weights[i] as number);
    smoothedInto(settings, slopes[i] as number, targets === undefined ? s : (targets[i] as number));
    loss += weight * (cell[0] as number);
    slopes[i] = weight * (cell[1] as number);
  }
  return loss;
}

function logisticInto(
  slopes: Float64Array,
  spare: Float64Array,
  weights: Float64Array | undefined,
  each: number,
  start: number,
  end: number,
): number {
  let loss = 0;
  for (let i = start; i < end; i++) spare[i] = -Math.abs(slopes[i] as number);
  expOver(spare, start, end);
  for (let i = start; i < end; i++) {
    loss += (weights === undefined ? each : each * (weights[i] as number)) * log1pOfUnit(spare[i] as number);
  }
  for (let i = start; i < end; i++) {
    const weight = weights === undefined ? each : each * (weights[i] as number);
    const m = slopes[i] as number;
    const e = spare[i] as number;
    loss -= weight * (0.5 * m - 0.5 * Math.abs(m));
    upper[0] = e;
    slopes[i] = 0 - (weight * (upper[+(m < 0)] as number)) / (1 + e);
  }
  return loss;
}

/** e^−|m| and 1: a table, as the sign of a margin follows no pattern that a branch could be guessed by. */
const upper = Float64Array.of(0, 1);

const cell = new Float64Array(2);

/** Writes s·g(m) + (1 − s)·g(−m), or its robust form, and the slope. */
function smoothedInto(settings: PairSlopes, m: number, s: number): void {
  if (s === 1) {
    pairLinkInto(cell, settings, m);
    return;
  }
  pairLinkInto(cell, settings, -m);
  const robust = settings.smoothing === "robust";
  const scale = robust ? 1 / (2 * s - 1) : 1;
  const back = (robust ? s - 1 : 1 - s) * scale;
  const value = back * (cell[0] as number);
  const slope = -back * (cell[1] as number);
  pairLinkInto(cell, settings, m);
  cell[0] = s * scale * (cell[0] as number) + value;
  cell[1] = s * scale * (cell[1] as number) + slope;
}
