import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { type MapEntry, ROLLOUT_FIELDS, type RowMap } from "./row-map.ts";
import { describeValue } from "./wrong-field.ts";

const EXAMPLE = `--map '{"sample.output_text":"solution","item.answer":"gold","group":"id"}'`;
/** Targets that are whole paths; below `item` and `meta` any path is fine. */
const TARGETS: readonly string[] = [
  ...ROLLOUT_FIELDS.filter((field) => field !== "sample"),
  ...["sample.output_text", "sample.output_json", "sample.output_tools", "sample.messages"],
  ...["tokens.ids", "tokens.logprobs", "tokens.stepOf"],
];
const OPEN = ["item.", "meta."];
const SUBJECTS = ["completion", "messages", "sample", "steps", "tokens"];

/**
 * Reads the text of `--map`: an object of rollout path ← row path, or ← `{"const": value}`.
 *
 * @throws RewardError GUERDON_MAP when it is no such object, with the nearest targets for a mistyped one
 */
export function parseMap(text: string): RowMap {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongMap("be an object", describeValue(value), `Write it like ${EXAMPLE}.`);
  }
  const entries = Object.entries(value).map(([target, from]) => entryOf(target, from as Json));
  if (!entries.some(({ target }) => SUBJECTS.includes(target[0] as string))) {
    throw wrongMap(
      "say where the completion is",
      entries.length === 0 ? "an empty map" : `only ${Object.keys(value).map(quoted).join(", ")}`,
      'Add "sample.output_text", "completion", "messages", "steps" or "tokens".',
    );
  }
  return entries.sort((a, b) => a.target.length - b.target.length);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw wrongMap("be JSON", quoted(text), `Write it like ${EXAMPLE}.`, cause);
  }
}

function entryOf(target: string, from: Json): MapEntry {
  const path = target.split(".");
  const open =
    OPEN.some((prefix) => target.startsWith(prefix)) && !path.some((key) => key === "" || key === "__proto__");
  if (!TARGETS.includes(target) && !open) {
    throw wrongMap("name fields of a rollout", quoted(target), hintFor(target));
  }
  if (typeof from === "string" && from !== "") return { target: path, from: { path: from } };
  if (typeof from === "object" && from !== null && Object.keys(from).join() === "const") {
    return { target: path, from: { const: (from as { const: Json }).const } };
  }
  throw wrongMap(
    `give ${quoted(target)} the path of a field or {"const": value}`,
    describeValue(from),
    `A path is a string: {${JSON.stringify(target)}: "some.field"}.`,
  );
}

function hintFor(target: string): string {
  const near = didYouMean(target, TARGETS);
  const swapped = `The rollout's field stands left, the row's field right. Left may stand ${TARGETS.join(", ")}, item.*, meta.*.`;
  return `${near} ${swapped}`.trim();
}

function quoted(text: string): string {
  return `\`${text}\``;
}

function wrongMap(expected: string, got: string, hint: string, cause?: unknown): RewardError {
  return new RewardError("GUERDON_MAP", `Expected \`--map\` to ${expected}, got ${got}.`, {
    hint,
    details: { expected, got },
    ...(cause === undefined ? {} : { cause }),
  });
}
