import { RewardError } from "../error/index.ts";

/**
 * One number for each input: the list of an option, or its one number for all.
 *
 * @throws RewardError GUERDON_OPTION when the list has another length
 */
export function perInput(
  option: string,
  value: number | readonly number[],
  count: number,
  each = "inputs",
): readonly number[] {
  if (typeof value === "number") return new Array<number>(count).fill(value);
  if (value.length === count) return value;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`${option}\` to have one number for each of the ${count} ${each}, got ${value.length}.`,
    { details: { expected: count, got: value.length } },
  );
}
