import type { Signal } from "../signal/index.ts";

/** The first thing said to be wrong about any item. */
export function firstBreach<T>(
  items: readonly T[],
  breachOf: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const breach = breachOf(item, index);
    if (breach !== undefined) return breach;
  }
  return undefined;
}

/** The same over the indices of a signal. */
export function firstBreachAt(signal: Signal, breachAt: (index: number) => string | undefined): string | undefined {
  return firstBreach([...signal.values.keys()], breachAt);
}
