import { isFull } from "../internal/is-full.ts";
import type { Level } from "./level.ts";
import { failed, graver, type Missing } from "./outcome.ts";
import { missingAt, type Signal } from "./signal.ts";

/**
 * Makes a signal of columns computed from other signals of the same length, and takes the columns over.
 *
 * A missing value gets the gravest reason among the inputs that are missing there, or the one a
 * function gives for its index; a value that is not finite becomes a failure of the engine.
 * `values` is set to 0 in both cases.
 *
 * ```ts doctest
 * import { abstained, deriveSignal, outcomeAt, SignalBuilder } from "@guerdon/core/signal";
 * const input = new SignalBuilder("rollout", 1);
 * input.abstain(0, "no tool call");
 * outcomeAt(deriveSignal("rollout", Float64Array.of(3), Uint8Array.of(0), [input.build()]), 0) // => abstained("no tool call")
 * ```
 */
export function deriveSignal(
  level: Level,
  values: Float64Array,
  present: Uint8Array,
  reasons: readonly Signal[] | ((index: number) => Missing),
): Signal {
  if (isComplete(values, present)) return { level, values, present };
  const reasonAt = typeof reasons === "function" ? reasons : (index: number) => gravest(reasons, index);
  const missing = new Map<number, Missing>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (present[i] === 1 && value - value === 0) continue;
    missing.set(i, present[i] === 1 ? failed("engine", `Expected a finite value, got ${value}.`) : reasonAt(i));
    values[i] = 0;
    present[i] = 0;
  }
  return { level, values, present, notes: { missing, evidence: new Map(), costUsd: new Map() } };
}

/** Whether every value is present and finite; several at a time, for this runs over every column there is. */
function isComplete(values: Float64Array, present: Uint8Array): boolean {
  if (!isFull(present)) return false;
  const whole = values.length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += (values[i] as number) - (values[i] as number);
    b += (values[i + 1] as number) - (values[i + 1] as number);
    c += (values[i + 2] as number) - (values[i + 2] as number);
    d += (values[i + 3] as number) - (values[i + 3] as number);
  }
  for (let i = whole; i < values.length; i++) a += (values[i] as number) - (values[i] as number);
  return a + b + c + d === 0;
}

function gravest(inputs: readonly Signal[], index: number): Missing {
  let reason: Missing | undefined;
  for (const input of inputs) {
    if (input.present[index] === 1) continue;
    const own = missingAt(input, index);
    reason = reason === undefined ? own : graver(reason, own);
  }
  return reason ?? failed("engine", "A value is missing although no input is.");
}
