import { groupOffsets, type Layout, type Signal } from "../signal/index.ts";

/** Rewards that mean nothing was solved, and everything. */
export interface DropMarks {
  /** A group whose rewards are all at or below it has failed. */
  readonly low: number;
  /** A group whose rewards are all at or above it is solved. */
  readonly high: number;
}

/** What became of the groups of a batch. */
export interface DropStatistics {
  readonly groups: number;
  readonly kept: number;
  /** Groups that could not be judged. */
  readonly missing: number;
  readonly dropped: number;
  /** Dropped groups all of whose rewards are at or below the low mark, and at or above the high one. */
  readonly allFailed: number;
  readonly allSolved: number;
}

/**
 * Counts the groups that a keep mask drops, and why.
 *
 * @param of - [R] rewards
 * @param keep - [G] what a sampler such as `zeroVarianceDrop` gave
 * @paper 206 §Pieces (drop statistics), 198, 175 (zero-variance share)
 * @kind sampler
 * @alias drop statistics
 * @alias zero-variance share
 * @alias sampleUse
 *
 * ```ts doctest
 * import { dropStatistics, zeroVarianceDrop } from "@guerdon/core/sampler";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [of, layout] = [fullSignal("rollout", [1, 0, 1, 1]), flatLayout([2, 2])];
 * dropStatistics(of, zeroVarianceDrop().apply([of], layout), layout).allSolved // => 1
 * ```
 */
export function dropStatistics(
  of: Signal,
  keep: Signal,
  layout: Layout,
  marks: DropMarks = { low: 0, high: 1 },
): DropStatistics {
  const offsets = groupOffsets(layout);
  const counts = { groups: keep.values.length, kept: 0, missing: 0, dropped: 0, allFailed: 0, allSolved: 0 };
  for (let g = 0; g < keep.values.length; g++) {
    if (keep.present[g] === 0) counts.missing++;
    else if ((keep.values[g] as number) > 0) counts.kept++;
    else {
      counts.dropped++;
      let [failed, solved] = [true, true];
      for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
        if (of.present[i] === 0) continue;
        if ((of.values[i] as number) > marks.low) failed = false;
        if ((of.values[i] as number) < marks.high) solved = false;
      }
      if (failed) counts.allFailed++;
      else if (solved) counts.allSolved++;
    }
  }
  return counts;
}
