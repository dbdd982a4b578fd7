import type { Layout } from "../../signal/layout.ts";
import { abstained, failed, graver, type Missing } from "../../signal/outcome.ts";
import { missingAt, type Signal, SignalBuilder } from "../../signal/signal.ts";
import type { FunctionSpec } from "../function/function-spec.ts";

/**
 * Reduces the present steps or tokens of each rollout to one value.
 *
 * A rollout without members abstains; one whose members are all missing is missing for the gravest
 * of their reasons.
 *
 * @shape signal [S] or [T] → [R]
 */
export function reduceMembers(signal: Signal, layout: Layout, spec: FunctionSpec, text: string): Signal {
  const offsets = signal.level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const out = new SignalBuilder("rollout", layout.groupOf.length);
  const reducer = spec.reduce?.reducer as NonNullable<FunctionSpec["reduce"]>["reducer"];
  for (let r = 0; r < out.length; r++) {
    const from = offsets[r] as number;
    const to = offsets[r + 1] as number;
    if (!anyPresent(signal.present, from, to)) {
      out.miss(r, from === to ? abstained(`The rollout has no ${signal.level}s.`) : gravest(signal, from, to));
      continue;
    }
    const value = reducer(signal.values, signal.present, from, to);
    if (Number.isFinite(value)) out.set(r, value);
    else out.miss(r, failed("engine", `${text} is not finite over ${to - from} ${signal.level}s`));
  }
  return out.build();
}

function anyPresent(present: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (present[i] === 1) return true;
  return false;
}

function gravest(signal: Signal, from: number, to: number): Missing {
  let reason = missingAt(signal, from);
  for (let i = from + 1; i < to; i++) reason = graver(reason, missingAt(signal, i));
  return reason;
}
