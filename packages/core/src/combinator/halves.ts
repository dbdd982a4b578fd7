import { RewardError } from "../error/index.ts";

/**
 * Splits a list that holds K entries and then K that belong to them.
 *
 * @param second - what the second half holds
 * @throws RewardError GUERDON_SHAPE when the list is empty or cannot be split
 */
export function halves<T>(list: readonly T[], second: string): readonly [readonly T[], readonly T[]] {
  if (list.length > 0 && list.length % 2 === 0) {
    return [list.slice(0, list.length / 2), list.slice(list.length / 2)];
  }
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`of\` to list as many ${second} as values before them, got ${list.length} entries.`,
    {
      hint: `Write the values first, then their ${second} in the same order.`,
      details: { got: list.length },
    },
  );
}
