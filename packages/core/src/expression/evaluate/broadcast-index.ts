import { type Layout, sizeAt } from "../../signal/layout.ts";
import { LEVELS, type Level } from "../../signal/level.ts";

/**
 * For each value at the finer level, the index of the coarser value it belongs to; -1 for none.
 *
 * @shape [sizeAt(layout, to)]
 *
 * ```ts doctest
 * import { broadcastIndex } from "@guerdon/core/expression";
 * import { flatLayout } from "@guerdon/core/signal";
 * [...broadcastIndex(flatLayout([1, 2]), "group", "rollout")] // => [0, 1, 1]
 * ```
 */
export function broadcastIndex(layout: Layout, from: Level, to: Level): Int32Array {
  if (from === "batch") return new Int32Array(sizeAt(layout, to));
  let index = ownIndex(sizeAt(layout, from));
  if (from === "step") return to === "token" ? stepOfToken(layout) : index;
  if (from === "group" && to !== "group") index = layout.groupOf;
  if (LEVELS.indexOf(to) <= LEVELS.indexOf("rollout")) return index;
  return spread(index, to === "step" ? layout.stepOffsets : layout.tokenOffsets);
}

function ownIndex(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i);
}

function stepOfToken(layout: Layout): Int32Array {
  return layout.stepOfToken ?? new Int32Array(sizeAt(layout, "token")).fill(-1);
}

function spread(ofRollout: Int32Array, offsets: Int32Array): Int32Array {
  const rollouts = ofRollout.length;
  const index = new Int32Array(offsets[rollouts] as number);
  for (let r = 0; r < rollouts; r++) index.fill(ofRollout[r] as number, offsets[r] as number, offsets[r + 1] as number);
  return index;
}
