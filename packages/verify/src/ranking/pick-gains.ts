import type { RankGainOptions } from "./rank-gain.ts";

/**
 * What each pick of an episode is worth, by the rule of `rankGain`.
 *
 * @param picks - [T] item numbers from 0 in the order they were picked
 * @param relevance - [N] an item above 0 is relevant
 * @paper 178 §Mechanism
 *
 * ```ts doctest
 * import { pickGains } from "@guerdon/verify/ranking";
 * pickGains([1, 0, 2], [1, 0, 0], { scale: 3, missPenalty: "until-first-hit", distance: false, invalid: -6 })[0] // => -1
 * ```
 */
export function pickGains(
  picks: readonly number[],
  relevance: readonly number[],
  { scale, missPenalty, distance, invalid }: Omit<RankGainOptions, "limitItems">,
): readonly number[] {
  const gains = new Array<number>(picks.length).fill(0);
  const taken = new Set<number>();
  let hits = 0;
  let first = 0;
  for (let at = 0; at < picks.length; at++) {
    const pick = picks[at] as number;
    const value = relevance[pick];
    if (value === undefined || taken.has(pick)) {
      gains[at] = invalid;
      return gains;
    }
    taken.add(pick);
    const discount = Math.log2(at + 2);
    if (value > 0) {
      if (hits++ === 0) first = at;
      const gap = distance && hits > 1 ? (at - first) / (hits - 1) : 1;
      gains[at] = scale / (discount * gap);
    } else if (missPenalty === "always" || (missPenalty === "until-first-hit" && hits === 0)) gains[at] = -discount;
  }
  return gains;
}
