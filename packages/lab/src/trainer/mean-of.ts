import type { Signal } from "@guerdon/core/signal";
import type { Metrics } from "../experiment/run.ts";

/** Mean of the values that are present; 0 of none. */
export function meanOf({ values, present }: Pick<Signal, "values" | "present">): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (present[i] !== 1) continue;
    sum += values[i] as number;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Mean of each of some signals, by name. */
export function meansOf(signals: Iterable<readonly [string, Signal]>, prefix = ""): Metrics {
  return Object.fromEntries([...signals].map(([name, signal]) => [`${prefix}${name}`, meanOf(signal)]));
}
