import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";

/** The arguments of an instruction, as the data sets write them (`kwargs`). */
export type Arguments = { readonly [name: string]: Json };

/** Tells the language of a text by its ISO 639-1 code; undefined where the text has no letters to tell it by. */
export type Detect = (text: string) => string | undefined;

/**
 * Says whether a text follows one instruction.
 *
 * @throws RewardError GUERDON_OPTION when the arguments are not those of the instruction
 */
export type Checker = (text: string, args: Arguments, detect: Detect) => boolean;

/** Checkers by the name of their instruction. */
export type Checkers = { readonly [id: string]: Checker };

/** A text among the arguments. */
export function textOf(args: Arguments, name: string): string {
  const value = args[name];
  if (typeof value === "string") return value;
  throw wrongArgument(name, "a text", value);
}

/** A number among the arguments. */
export function numberOf(args: Arguments, name: string): number {
  const value = args[name];
  if (typeof value === "number") return value;
  throw wrongArgument(name, "a number", value);
}

/** A list of texts among the arguments. */
export function textsOf(args: Arguments, name: string): readonly string[] {
  const value = args[name];
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
  throw wrongArgument(name, "a list of texts", value);
}

// The words of each data set for its two relations.
const RELATIONS: { readonly [relation: string]: (count: number, bound: number) => boolean } = {
  "less than": (count, bound) => count < bound,
  "at least": (count, bound) => count >= bound,
  "moins de": (count, bound) => count < bound,
  "au moins": (count, bound) => count >= bound,
  未満: (count, bound) => count < bound,
  以上: (count, bound) => count >= bound,
  "al menos": (count, bound) => count >= bound,
  "como máximo": (count, bound) => count <= bound,
};

/** Compares a count with the bound and relation named among the arguments. */
export function holds(args: Arguments, count: number, bound: string, relation = "relation"): boolean {
  const word = textOf(args, relation);
  const compare = Object.hasOwn(RELATIONS, word) ? RELATIONS[word] : undefined;
  if (compare === undefined) throw wrongArgument(relation, `one of ${Object.keys(RELATIONS).join(", ")}`, word);
  return compare(count, numberOf(args, bound));
}

/** The error for an argument of the wrong type. */
export function wrongArgument(name: string, expected: string, got: Json | undefined): RewardError {
  const shown = got === undefined ? "nothing" : JSON.stringify(got).slice(0, 60);
  return new RewardError("GUERDON_OPTION", `Expected \`${name}\` to be ${expected}, got ${shown}.`, {
    hint: "Give each instruction the arguments its data set documents.",
    details: { option: name },
  });
}
