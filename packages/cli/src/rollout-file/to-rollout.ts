import type { Json, Message, Rollout } from "@guerdon/core/signal";
import { applyMap } from "./apply-map.ts";
import { promptGroup } from "./prompt-group.ts";
import type { RolloutFields, RowMap } from "./row-map.ts";
import { toMessages } from "./to-messages.ts";
import { toSteps } from "./to-steps.ts";
import { toTokens } from "./to-tokens.ts";
import { wrongField } from "./wrong-field.ts";

/** Where a row stands and how it is to be read. */
export interface RowPlace {
  /** Line number, from 1; also the id of a rollout that has none. */
  readonly row: number;
  /** How foreign rows become rollouts; without it the row must be a rollout already. */
  readonly map?: RowMap;
}

/**
 * Reads one JSON value as a rollout.
 *
 * Without `item` the whole row is the item. Without `group` rollouts of the same non-empty prompt share a
 * group; one without prompt is a group of its own.
 *
 * @throws RewardError GUERDON_ROLLOUT when a field is missing or has the wrong form
 */
export function toRollout(json: unknown, { row, map }: RowPlace): Rollout {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw wrongField(
      row,
      "",
      "an object",
      json,
      Array.isArray(json) ? "Write one row a line: `jq -c '.[]' FILE`." : undefined,
    );
  }
  const own = json as { [key: string]: Json };
  const fields: RolloutFields = map === undefined ? own : applyMap(own, map, row);
  const { prompt, completion } = toMessages(fields, row);
  if (completion === undefined && !isGiven(fields.steps) && !isGiven(fields.tokens)) throw noCompletion(own, row);
  const id = nameOf(fields.id, "id", row) ?? String(row);
  const steps = isGiven(fields.steps) ? toSteps(fields.steps, row) : undefined;
  return {
    id,
    group: nameOf(fields.group, "group", row) ?? promptGroup(prompt) ?? id,
    item: fields.item ?? own,
    prompt,
    completion: completion ?? ([] as readonly Message[]),
    ...(steps === undefined ? {} : { steps }),
    ...(isGiven(fields.tokens) ? { tokens: toTokens(fields.tokens, steps?.length ?? 0, row) } : {}),
    ...(fields.meta === undefined ? {} : { meta: fields.meta }),
  };
}

function isGiven(value: Json | undefined): value is Json {
  return value !== undefined && value !== null;
}

function nameOf(value: Json | undefined, field: string, row: number): string | undefined {
  if (!isGiven(value)) return undefined;
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number") return String(value);
  throw wrongField(row, field, "a non-empty string or a number", value);
}

function noCompletion(own: { [key: string]: Json }, row: number): Error {
  return wrongField(
    row,
    "",
    "an object with `completion`, `messages`, `sample`, `steps` or `tokens`",
    own,
    `Say which field is the completion: --map '{"sample.output_text":"${Object.keys(own)[0] ?? "FIELD"}"}'.`,
  );
}
