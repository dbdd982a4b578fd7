import { type Layout, outcomeAt, type Signal } from "@guerdon/core/signal";
import { publicMissing } from "../protocol/index.ts";

type WireOutcome = { readonly kind: "scored"; readonly value: number } | ReturnType<typeof publicMissing>;

/** What a signal says of one rollout: an outcome, or a value for each of its steps or tokens. */
export function outcomeOrValues(signal: Signal, layout: Layout, rollout: number): WireOutcome | (number | null)[] {
  if (isFine(signal)) return valuesOf(signal, layout, rollout);
  const outcome = outcomeAt(signal, coarsePlace(signal, layout, rollout));
  return outcome.kind === "scored" ? { kind: "scored", value: outcome.value } : publicMissing(outcome);
}

/** The same as bare numbers, null where there is none. */
export function valueOrValues(signal: Signal, layout: Layout, rollout: number): number | null | (number | null)[] {
  if (isFine(signal)) return valuesOf(signal, layout, rollout);
  const at = coarsePlace(signal, layout, rollout);
  return signal.present[at] === 1 ? (signal.values[at] as number) : null;
}

/** Values of the steps or tokens of a rollout; of its own where the signal is no finer. */
export function valuesOf(signal: Signal, layout: Layout, rollout: number): (number | null)[] {
  const { level, values, present } = signal;
  const offsets = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const from = isFine(signal) ? (offsets[rollout] as number) : coarsePlace(signal, layout, rollout);
  const to = isFine(signal) ? (offsets[rollout + 1] as number) : from + 1;
  const list: (number | null)[] = [];
  for (let i = from; i < to; i++) list.push(present[i] === 1 ? (values[i] as number) : null);
  return list;
}

function isFine({ level }: Signal): boolean {
  return level === "step" || level === "token";
}

/** Where the value of a rollout lies in a signal that is no finer. */
export function coarsePlace({ level }: Signal, layout: Layout, rollout: number): number {
  if (level === "batch") return 0;
  return level === "group" ? (layout.groupOf[rollout] as number) : rollout;
}
