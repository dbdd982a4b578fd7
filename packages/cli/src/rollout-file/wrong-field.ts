import { RewardError } from "@guerdon/core/error";

const STRING_LENGTH = 40;
const NAMES_SHOWN = 6;

/** The error of a row whose field has the wrong form: Expected `field` of row 7 to be …, got …. */
export function wrongField(row: number, field: string, expected: string, got: unknown, hint?: string): RewardError {
  const seen = describeValue(got);
  const where = field === "" ? `row ${row}` : `\`${field}\` of row ${row}`;
  return new RewardError("GUERDON_ROLLOUT", `Expected ${where} to be ${expected}, got ${seen}.`, {
    ...(hint === undefined ? {} : { hint }),
    details: { row, field, expected, got: seen },
  });
}

/** A JSON value in a few words: `number 3`, `a list of 2`, `an object with the fields …`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return describeFields(value);
  if (typeof value !== "string") return `${typeof value} ${String(value)}`;
  return `string ${JSON.stringify(value.length > STRING_LENGTH ? `${value.slice(0, STRING_LENGTH)}…` : value)}`;
}

function describeFields(value: object): string {
  const names = Object.keys(value);
  if (names.length === 0) return "an empty object";
  const shown = names.slice(0, NAMES_SHOWN).map((name) => `\`${name}\``);
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  return `an object with the ${names.length === 1 ? "field" : "fields"} ${shown.join(", ")}${more}`;
}
