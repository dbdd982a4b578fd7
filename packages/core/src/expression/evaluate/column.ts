import { abstained, failed, isFillable, type Missing } from "../../signal/outcome.ts";
import { missingAt, type Signal } from "../../signal/signal.ts";
import { ABSTAINED, FAILED_BY_CANDIDATE, PRESENT, UNFILLABLE } from "../function/function-spec.ts";

/** A signal that a program reads, at the level of the program or broadcast to it. */
export interface Column {
  readonly signal: Signal;
  /** Where each value comes from; absent at the program's own level. */
  readonly index?: Int32Array;
  /** The text of the expression that it is the value of. */
  readonly text: string;
}

/** The value at one index, or why it is missing. */
export function valueAt({ signal, index, text }: Column, at: number): number | Missing {
  const source = index === undefined ? at : (index[at] as number);
  if (source < 0) return abstained("The token belongs to no step.");
  if (signal.present[source] !== 1) return missingAt(signal, source);
  const value = signal.values[source] as number;
  return Number.isFinite(value) ? value : failed("engine", `Expected \`${text}\` to be finite, got ${value}.`);
}

/** How present the value at one index is. */
export function stateAt({ signal, index }: Column, at: number): number {
  const source = index === undefined ? at : (index[at] as number);
  if (source < 0) return ABSTAINED;
  return signal.present[source] === 1 ? PRESENT : stateOf(missingAt(signal, source));
}

function stateOf(missing: Missing): number {
  if (missing.kind === "abstained") return ABSTAINED;
  return isFillable(missing) ? FAILED_BY_CANDIDATE : UNFILLABLE;
}
