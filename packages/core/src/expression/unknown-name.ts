import { didYouMean } from "../error/did-you-mean.ts";
import { RewardError } from "../error/reward-error.ts";
import type { NameNode } from "./expression.ts";
import { formatName } from "./format-expression.ts";

/** The error for a name that is none of the known ones. */
export function unknownName({ name, at, end }: NameNode, known: Iterable<string>): RewardError {
  const names = [...known];
  const near = didYouMean(name, names);
  const quoted = names.find((other) => near.includes(`\`${other}\``) && formatName(other) !== other);
  const reminder = quoted === undefined ? "" : " Names with other characters stand in backticks.";
  return new RewardError("GUERDON_NAME_UNKNOWN", `Expected the name of a term at column ${at + 1}, got \`${name}\`.`, {
    hint: near === "" ? `There ${names.length === 0 ? "are no terms" : `are ${names.join(", ")}`}.` : near + reminder,
    details: { at, end, got: name },
  });
}
