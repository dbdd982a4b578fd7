import { isFull } from "../internal/is-full.ts";
import { graver, type Layout, type Missing, missingAt, rolloutOffsets, type Signal, sizeAt } from "../signal/index.ts";

/** Values put side by side by what they belong to. */
export interface GatheredMembers {
  /** The values that are present. */
  readonly values: Float64Array;
  /** [N + 1] where the values of each rollout or step start. */
  readonly offsets: Int32Array;
  /** Why a value of a rollout or step is missing: the gravest reason, where there is one. */
  readonly reasons: ReadonlyMap<number, Missing>;
}

/**
 * Gathers the values of steps or tokens by rollout, or of tokens by step.
 *
 * @param copied - whether `values` is the caller's to change
 */
export function gatherMembers(of: Signal, layout: Layout, to: "rollout" | "step", copied: boolean): GatheredMembers {
  const level = of.level as "step" | "token";
  if (to === "rollout" && isFull(of.present)) {
    return {
      values: copied ? of.values.slice() : of.values,
      offsets: rolloutOffsets(layout, level),
      reasons: new Map(),
    };
  }
  const owner =
    to === "step" ? (layout.stepOfToken ?? new Int32Array(of.values.length).fill(-1)) : owners(layout, level);
  const offsets = new Int32Array(sizeAt(layout, to) + 1);
  const reasons = new Map<number, Missing>();
  for (let i = 0; i < owner.length; i++) {
    const at = owner[i] as number;
    if (at < 0) continue;
    if (of.present[i] === 1) offsets[at + 1] = (offsets[at + 1] as number) + 1;
    else {
      const before = reasons.get(at);
      reasons.set(at, before === undefined ? missingAt(of, i) : graver(before, missingAt(of, i)));
    }
  }
  for (let at = 1; at < offsets.length; at++) offsets[at] = (offsets[at] as number) + (offsets[at - 1] as number);
  return { values: sorted(of, owner, offsets), offsets, reasons };
}

/** The present values in the order of their owners. */
function sorted(of: Signal, owner: Int32Array, offsets: Int32Array): Float64Array {
  const next = offsets.slice();
  const values = new Float64Array(offsets[offsets.length - 1] as number);
  for (let i = 0; i < owner.length; i++) {
    const at = owner[i] as number;
    if (at < 0 || of.present[i] === 0) continue;
    const place = next[at] as number;
    values[place] = of.values[i] as number;
    next[at] = place + 1;
  }
  return values;
}

function owners(layout: Layout, level: "step" | "token"): Int32Array {
  const offsets = rolloutOffsets(layout, level);
  const owner = new Int32Array(offsets[offsets.length - 1] as number);
  for (let r = 0; r + 1 < offsets.length; r++) owner.fill(r, offsets[r] as number, offsets[r + 1] as number);
  return owner;
}
