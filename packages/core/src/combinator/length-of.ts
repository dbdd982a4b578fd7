import { RewardError } from "../error/index.ts";
import type { Signal } from "../signal/index.ts";

/**
 * The length all inputs share.
 *
 * @throws RewardError GUERDON_SHAPE when there is no input or two lengths differ
 */
export function lengthOf(inputs: readonly Signal[]): number {
  const length = inputs[0]?.values.length;
  if (length === undefined) {
    throw new RewardError("GUERDON_SHAPE", "Expected `of` to list at least one term, got none.", {
      hint: "Name the terms to combine: `of: [format, correct]`.",
    });
  }
  const odd = inputs.findIndex((input) => input.values.length !== length);
  if (odd === -1) return length;
  const got = (inputs[odd] as Signal).values.length;
  throw new RewardError("GUERDON_SHAPE", `Expected all inputs to have ${length} values, got ${got} in input ${odd}.`, {
    hint: "Broadcast the inputs to one level of one batch first.",
    details: { expected: length, got, input: odd },
  });
}
