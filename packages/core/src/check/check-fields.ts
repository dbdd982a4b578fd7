import { didYouMean } from "../error/did-you-mean.ts";
import type { Finding, Program } from "../program/index.ts";
import type { Json } from "../signal/json.ts";
import type { Rollout } from "../signal/rollout.ts";
import { type FieldPath, fieldsOf } from "../template/index.ts";

/** Fields of dataset rows that the program reads and none of these rollouts has. */
export function checkFields(program: Program, rollouts: readonly Rollout[]): readonly Finding[] {
  if (rollouts.length === 0) return [];
  return program.terms.flatMap(({ name, body }) => {
    if (body.kind !== "source") return [];
    return body.fields.flatMap((field) =>
      fieldsOf(field.template)
        .filter((path) => path.namespace === "item" && !rollouts.some(({ item }) => has(item, path.keys)))
        .map((path) => unknownField(path, ["terms", name, field.name], rollouts)),
    );
  });
}

function unknownField({ text, keys }: FieldPath, path: readonly string[], rollouts: readonly Rollout[]): Finding {
  const known = new Set(rollouts.flatMap(({ item }) => pathsOf(item)));
  const list = [...known]
    .slice(0, 12)
    .map((key) => `\`item.${key}\``)
    .join(", ");
  return {
    code: "GUERDON_FIELD_UNKNOWN",
    severity: "error",
    place: { path },
    reason: `Expected \`${text}\` to be in the rows, got none in the first ${rollouts.length}.`,
    fix: `${didYouMean(keys.join("."), known)} The rows have ${list || "no fields"}.`.trim(),
  };
}

function has(value: Json, keys: readonly string[]): boolean {
  let at: Json | undefined = value;
  for (const key of keys) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as { readonly [k: string]: Json })[key];
  }
  return at !== undefined;
}

function pathsOf(value: Json, prefix = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return prefix === "" ? [] : [prefix];
  return Object.entries(value).flatMap(([key, entry]) =>
    pathsOf(entry as Json, prefix === "" ? key : `${prefix}.${key}`),
  );
}
