import type { Json, Layout, Signal } from "../signal/index.ts";
import { type Over, spanOffsets } from "./span-offsets.ts";

/** What a piece remembers for each prompt, or for all values together under one key. */
export type KeyedState<T extends Json> = { readonly [key: string]: T };

/** The one key under which all values go. */
const ALL = "all";

export function remembered<T extends Json>(state: KeyedState<T>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(state, key) ? state[key] : undefined;
}

/** Whether values are remembered for each prompt or all together. */
export type By = "all" | "prompt";

export const overOf = (by: By): Over => (by === "all" ? "batch" : "group");

/** Calls a function for each span of a signal with the key it is remembered by; a group without a name has none. */
export function forEachKey(
  by: By,
  of: Signal,
  layout: Layout,
  visit: (key: string | undefined, from: number, to: number, span: number) => void,
): void {
  const offsets = spanOffsets(overOf(by), of, layout);
  for (let span = 0; span + 1 < offsets.length; span++) {
    const key = by === "all" ? ALL : layout.groupKeys?.[span];
    visit(key, offsets[span] as number, offsets[span + 1] as number, span);
  }
}

/**
 * A state with some keys moved: `move` gives the new value of a key from its old one and a span.
 *
 * Groups with the same key in one batch move it one after the other, in the order of the groups.
 */
export function movedKeys<T extends Json>(
  state: KeyedState<T>,
  by: By,
  of: Signal,
  layout: Layout,
  move: (before: T | undefined, from: number, to: number) => T | undefined,
): { [key: string]: T } {
  const moved = new Map<string, T>();
  forEachKey(by, of, layout, (key, from, to) => {
    if (key === undefined) return;
    const after = move(moved.get(key) ?? remembered(state, key), from, to);
    if (after !== undefined) moved.set(key, after);
  });
  return Object.fromEntries([...Object.entries(state), ...moved]);
}
