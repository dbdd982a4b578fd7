import { type Layout, memberOffsets, type Signal } from "../signal/index.ts";

/** What members are compared with: those of their group, or of the whole batch. */
export type Over = "group" | "batch";

/** [S + 1] where the members of each group start in a signal, or of the one batch. */
export function spanOffsets(over: Over, of: Signal, layout: Layout): Int32Array {
  return over === "batch" ? Int32Array.of(0, of.values.length) : memberOffsets(layout, of.level);
}

/** Calls a function for each span that has a member. */
export function forEachSpan(offsets: Int32Array, visit: (from: number, to: number) => void): void {
  for (let span = 0; span + 1 < offsets.length; span++) {
    const [from, to] = [offsets[span] as number, offsets[span + 1] as number];
    if (from < to) visit(from, to);
  }
}
