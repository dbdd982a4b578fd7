import { RewardError } from "../error/index.ts";
import type { AdvantageInput } from "../piece/index.ts";
import { type Layout, sizeAt } from "../signal/index.ts";

/**
 * [R] how many tokens each rollout counts for: those given, else those of the layout.
 *
 * @throws RewardError GUERDON_SHAPE when neither knows of any token
 */
export function tokenCounts(input: AdvantageInput, layout: Layout): Float64Array {
  const rollouts = layout.groupOf.length;
  if (input.tokenCounts?.length === rollouts) return input.tokenCounts;
  if (input.tokenCounts === undefined && (rollouts === 0 || sizeAt(layout, "token") > 0)) {
    const { tokenOffsets } = layout;
    return Float64Array.from(layout.groupOf, (_, r) => (tokenOffsets[r + 1] as number) - (tokenOffsets[r] as number));
  }
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`tokenCounts\` to have shape [R] = [${rollouts}], got ${input.tokenCounts?.length ?? "none"}.`,
    {
      hint: "Send the tokens of the rollouts, or normalise with `batch: rollout`.",
      details: { symbol: "R", expected: rollouts },
    },
  );
}
