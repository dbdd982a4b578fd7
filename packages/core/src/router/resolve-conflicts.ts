import { RewardError } from "../error/index.ts";

/** What agents want. */
export interface Proposals {
  /** What each agent wants, as a whole number; below 0 it wants nothing that others could take. */
  readonly targets: Int32Array;
  /** How sure each agent is: its probability; equal for the first to win, random draws for any. */
  readonly scores: Float64Array;
  /** First agent of each state, and the end of the last; one state when absent. */
  readonly offsets?: Int32Array;
}

/**
 * Lets one agent have what several want: the one with the highest score, of equals the first.
 *
 *   won_i = 1 if no other agent of the state wants target_i with a higher score, or as high before i
 *
 * Who wants nothing wins. Losers stay where they are, pay nothing and gain nothing.
 *
 * @shape targets, scores [A] → [A]
 * @unit id, probability → 1 or 0
 * @throws RewardError GUERDON_SHAPE when lengths differ
 * @paper 006 §Mechanism (the vehicle with the highest probability keeps the client, the others stay)
 * @kind router
 * @alias conflictResolver
 *
 * ```ts doctest
 * import { resolveConflicts } from "@guerdon/core/router";
 * const targets = Int32Array.of(4, 4, 7);
 * [...resolveConflicts({ targets, scores: Float64Array.of(0.3, 0.6, 0.1) })] // => [0, 1, 1]
 * ```
 */
export function resolveConflicts({ targets, scores, offsets }: Proposals): Uint8Array {
  const ends = offsets ?? Int32Array.of(0, targets.length);
  if (scores.length !== targets.length || ends[ends.length - 1] !== targets.length) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected as many scores as targets and offsets that end there, got ${targets.length} targets, ${scores.length} scores and the end ${ends[ends.length - 1]}.`,
      { details: { targets: targets.length, scores: scores.length } },
    );
  }
  const won = new Uint8Array(targets.length).fill(1);
  const holder = new Map<number, number>();
  for (let state = 0; state + 1 < ends.length; state++) {
    holder.clear();
    for (let i = ends[state] as number; i < (ends[state + 1] as number); i++) {
      const target = targets[i] as number;
      if (target < 0) continue;
      const held = holder.get(target);
      const wins = held === undefined || (scores[i] as number) > (scores[held] as number);
      if (!wins) won[i] = 0;
      else {
        if (held !== undefined) won[held] = 0;
        holder.set(target, i);
      }
    }
  }
  return won;
}
