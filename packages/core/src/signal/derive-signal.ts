import { allFinite } from "../internal/all-finite.ts";
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
  if (isFull(present) && allFinite(values)) return { level, values, present };
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

function gravest(inputs: readonly Signal[], index: number): Missing {
  let reason: Missing | undefined;
  for (const input of inputs) {
    if (input.present[index] === 1) continue;
    const own = missingAt(input, index);
    reason = reason === undefined ? own : graver(reason, own);
  }
  return reason ?? failed("engine", "A value is missing although no input is.");
}
