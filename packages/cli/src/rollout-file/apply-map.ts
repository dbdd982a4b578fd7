import type { Json } from "@guerdon/core/signal";
import type { RolloutFields, RowMap } from "./row-map.ts";
import { wrongField } from "./wrong-field.ts";

type Fields = { [key: string]: Json };

/**
 * The rollout fields of a foreign row. Only mapped fields are read.
 *
 * `item` is the whole row, with what is mapped below it on top. A field missing from the row is an error,
 * except below `item` and `meta`, where a program that reads it says so itself.
 *
 * @throws RewardError GUERDON_ROLLOUT when a mapped field is missing
 */
export function applyMap(foreign: Fields, map: RowMap, row: number): RolloutFields {
  const fields: Fields = { item: foreign };
  for (const { target, from } of map) {
    const value = "const" in from ? from.const : lookUp(foreign, from.path);
    if (value !== undefined) place(fields, target, value);
    else if (target.length === 1 || (target[0] !== "item" && target[0] !== "meta")) {
      const got = Object.keys(foreign).length === 0 ? {} : foreign;
      throw wrongField(
        row,
        "",
        `an object with the field \`${(from as { path: string }).path}\``,
        got,
        hintFor(target),
      );
    }
  }
  return fields;
}

function hintFor(target: readonly string[]): string {
  return `The map takes \`${target.join(".")}\` from it. Correct \`--map\`, or leave the row out.`;
}

function lookUp(from: Fields, path: string): Json | undefined {
  if (Object.hasOwn(from, path)) return from[path];
  let at: Json | undefined = from;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Fields)[key];
  }
  return at;
}

/** Sets one path, copying what is on the way so that the row stays as it was. */
function place(fields: Fields, target: readonly string[], value: Json): void {
  let at = fields;
  for (const key of target.slice(0, -1)) {
    const below = at[key];
    const copy: Fields =
      typeof below === "object" && below !== null && !Array.isArray(below) ? { ...(below as Fields) } : {};
    at[key] = copy;
    at = copy;
  }
  at[target.at(-1) as string] = value;
}
