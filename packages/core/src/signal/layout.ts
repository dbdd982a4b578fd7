import type { Level } from "./level.ts";
import type { Rollout } from "./rollout.ts";

/** How rollouts, groups, steps and tokens of a batch lie in columns. */
export interface Layout {
  /** [R] group index of each rollout; groups are contiguous and numbered from 0. */
  readonly groupOf: Int32Array;
  /** [R + 1] steps of rollout r are stepOffsets[r] … stepOffsets[r + 1] − 1. */
  readonly stepOffsets: Int32Array;
  /** [R + 1] tokens of rollout r are tokenOffsets[r] … tokenOffsets[r + 1] − 1. */
  readonly tokenOffsets: Int32Array;
  /** [T] index of the step (in the batch) each token belongs to; -1 for none. */
  readonly stepOfToken?: Int32Array;
  /** [G] name of each group, by which stateful pieces know a prompt again. */
  readonly groupKeys?: readonly string[];
}

/** The groups of one training step. Rollouts are contiguous by group. */
export interface Batch {
  readonly rollouts: readonly Rollout[];
  readonly layout: Layout;
  readonly step: number;
}

/**
 * Number of values a signal of this level has.
 *
 * ```ts doctest
 * import { flatLayout, sizeAt } from "@guerdon/core/signal";
 * sizeAt(flatLayout([2, 3]), "group") // => 2
 * ```
 */
export function sizeAt(layout: Layout, level: Level): number {
  const rollouts = layout.groupOf.length;
  if (level === "batch") return 1;
  if (level === "group") return rollouts === 0 ? 0 : (layout.groupOf[rollouts - 1] as number) + 1;
  if (level === "rollout") return rollouts;
  return (level === "step" ? layout.stepOffsets : layout.tokenOffsets)[rollouts] ?? 0;
}

/** A layout of groups with the given sizes whose rollouts have neither steps nor tokens. */
export function flatLayout(groupSizes: readonly number[]): Layout {
  const rollouts = groupSizes.reduce((sum, size) => sum + size, 0);
  const groupOf = new Int32Array(rollouts);
  let at = 0;
  groupSizes.forEach((size, group) => {
    groupOf.fill(group, at, at + size);
    at += size;
  });
  return { groupOf, stepOffsets: new Int32Array(rollouts + 1), tokenOffsets: new Int32Array(rollouts + 1) };
}

/**
 * [N + 1] where the values of each rollout start at the level of steps or tokens, and of rollouts themselves.
 */
export function rolloutOffsets(layout: Layout, level: "rollout" | "step" | "token"): Int32Array {
  if (level === "step") return layout.stepOffsets;
  if (level === "token") return layout.tokenOffsets;
  return Int32Array.from({ length: layout.groupOf.length + 1 }, (_, r) => r);
}

/**
 * [G + 1] where each group starts; group g is rollouts offsets[g] … offsets[g + 1] − 1.
 *
 * ```ts doctest
 * import { flatLayout, groupOffsets } from "@guerdon/core/signal";
 * [...groupOffsets(flatLayout([2, 3]))] // => [0, 2, 5]
 * ```
 */
export function groupOffsets(layout: Layout): Int32Array {
  const { groupOf } = layout;
  const offsets = new Int32Array(sizeAt(layout, "group") + 1);
  for (let r = 0; r < groupOf.length; r++) offsets[(groupOf[r] as number) + 1] = r + 1;
  return offsets;
}

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
