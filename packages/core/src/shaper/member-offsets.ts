import { groupOffsets, type Layout, type Level } from "../signal/index.ts";

/**
 * [G + 1] where the values of each group start at a level; the whole batch is one group at level batch.
 *
 * ```ts
 * memberOffsets(flatLayout([2, 3]), "rollout") // [0, 2, 5]
 * ```
 */
export function memberOffsets(layout: Layout, level: Level): Int32Array {
  if (level === "batch") return Int32Array.of(0, 1);
  const offsets = groupOffsets(layout);
  if (level === "rollout") return offsets;
  if (level === "group") return offsets.map((_, group) => group);
  const finer = level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  return offsets.map((rollout) => finer[rollout] as number);
}
