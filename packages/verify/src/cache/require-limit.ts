import { RewardError } from "@guerdon/core/error";

/** Throws unless an option is a whole number of at least `least`. */
export function requireLimit(option: string, got: number, least: number): void {
  if (Number.isSafeInteger(got) && got >= least) return;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`${option}\` to be a whole number >= ${least}, got ${String(got)}.`,
    { details: { option, least, got: String(got) } },
  );
}
