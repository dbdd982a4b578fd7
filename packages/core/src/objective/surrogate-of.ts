import { exp } from "../internal/exp.ts";
import type { PolicyLossOptions, Reshape } from "./policy-options.ts";

/** A surrogate made ready for a loop: numbers only. */
export interface Surrogate {
  readonly kind: PolicyLossOptions["surrogate"];
  readonly low: number;
  readonly high: number;
  readonly dual: number;
}

/** Where `surrogateInto` writes: the loss, its slope and whether a clip took effect (1) or the dual one (2). */
export const CELL = { loss: 0, slope: 1, cut: 2 } as const;

export function surrogateOf({ surrogate, clipLow, clipHigh, dualClip }: PolicyLossOptions): Surrogate {
  return {
    kind: surrogate,
    low: clipLow === null ? 0 : 1 - clipLow,
    high: clipHigh === null ? Number.POSITIVE_INFINITY : 1 + clipHigh,
    dual: dualClip ?? Number.POSITIVE_INFINITY,
  };
}

/** Whether the slope is one of the log-ratio (and reaches every token of it) rather than of log π of the token. */
export function isOfRatio({ kind }: Surrogate): boolean {
  return kind === "clipped-ratio" || kind === "ratio";
}

/** The loss of one token, and its slope by the log-ratio or by log π. */
export function surrogateInto(
  cell: Float64Array,
  { kind, low, high, dual }: Surrogate,
  ratio: number,
  advantage: number,
  logProb: number,
): void {
  cell[CELL.cut] = 0;
  if (advantage === 0) {
    cell[CELL.loss] = 0;
    cell[CELL.slope] = 0;
    return;
  }
  if (kind === "clipped-ratio") {
    const open = ratio * advantage;
    const closed = Math.min(Math.max(ratio, low), high) * advantage;
    const cut = closed < open;
    const bounded = !cut && advantage < 0 && dual < ratio;
    cell[CELL.loss] = bounded ? -dual * advantage : cut ? -closed : -open;
    cell[CELL.slope] = bounded || cut ? 0 : -open;
    cell[CELL.cut] = bounded ? 2 : cut ? 1 : 0;
    return;
  }
  let weight = 1;
  if (kind === "ratio") weight = ratio;
  else if (kind === "clipped-weight") {
    weight = Math.min(Math.max(ratio, low), high);
    cell[CELL.cut] = weight === ratio ? 0 : 1;
  }
  cell[CELL.slope] = -weight * advantage;
  cell[CELL.loss] = kind === "ratio" ? -weight * advantage : -weight * advantage * logProb;
}

/** The loss −A·f(p) of a token that another policy wrote, and its slope by log p. */
export function reshapedInto(
  cell: Float64Array,
  { form, gamma, power }: Reshape,
  advantage: number,
  logProb: number,
): void {
  const p = exp(logProb);
  let [value, slope] = [p, p];
  if (form === "log") [value, slope] = [logProb, 1];
  else if (form === "saturating") [value, slope] = [p / (p + gamma), (gamma * p) / (p + gamma) / (p + gamma)];
  else if (form !== "probability") {
    const exponent = form === "sqrt" ? 0.5 : power;
    value = exp(exponent * logProb);
    slope = exponent * value;
  }
  cell[CELL.cut] = 0;
  cell[CELL.loss] = -advantage * value;
  cell[CELL.slope] = -advantage * slope;
}
