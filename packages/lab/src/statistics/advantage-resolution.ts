import type { Advantage } from "@guerdon/core/piece";
import { flatLayout, fullSignal } from "@guerdon/core/signal";

/** Advantages that differ by less are the same. */
const DIGITS = 6;

/**
 * Counts how many outcomes of a group an advantage tells apart.
 *
 * All multisets of G rollouts with n rewards of 0 or 1 each are tried; the result is the number of different sorted
 * vectors of advantages. The advantage reads the sum of the rewards as the total, and each reward as a term of `over`.
 *
 * @shape n rewards, G rollouts → one number, at most C(2ⁿ + G − 1, G)
 * @paper 088 §Experiment (a)
 *
 * ```ts doctest
 * import { groupRelative } from "@guerdon/core/advantage";
 * import { advantageResolution } from "@guerdon/lab/statistics";
 * advantageResolution(groupRelative({ eps: 0 }), { rewards: 2, rollouts: 4 }) // => 7
 * ```
 */
export function advantageResolution(
  advantage: Pick<Advantage, "advantages">,
  { rewards, rollouts }: { readonly rewards: number; readonly rollouts: number },
): number {
  const layout = flatLayout([rollouts]);
  const found = new Set<string>();
  for (const members of multisets(2 ** rewards, rollouts)) {
    const over = Array.from({ length: rewards }, (_, k) =>
      fullSignal(
        "rollout",
        members.map((member) => (member >> k) & 1),
      ),
    );
    const total = fullSignal(
      "rollout",
      members.map((_, r) => over.reduce((sum, { values }) => sum + (values[r] as number), 0)),
    );
    const { values } = advantage.advantages({ total, over }, layout);
    found.add(
      [...values]
        .sort((a, b) => a - b)
        .map((value) => (value === 0 ? 0 : value).toFixed(DIGITS))
        .map((text) => (Number(text) === 0 ? "0" : text))
        .join(" "),
    );
  }
  return found.size;
}

/** Rising lists of `size` numbers below `kinds`. */
function* multisets(kinds: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else {
    for (let first = from; first < kinds; first++) {
      for (const rest of multisets(kinds, size - 1, first)) yield [first, ...rest];
    }
  }
}
