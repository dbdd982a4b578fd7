import type { FieldSpec } from "../piece/piece.ts";
import type { Json } from "../signal/json.ts";
import { failed, type Missing } from "../signal/outcome.ts";
import type { Rollout } from "../signal/rollout.ts";
import type { FieldPath, SampleField, Template } from "./parse-template.ts";
import { type FieldValue, sampleField } from "./sample-field.ts";

/** Fields of the sample that the policy does not write. */
const GIVEN: readonly (string | undefined)[] = ["prompt", "meta", "id", "group"] satisfies readonly SampleField[];

/** One field of a source as a column, with the reason for each row that has none. */
export interface FieldColumn {
  readonly values: readonly (Json | undefined)[];
  readonly missing: ReadonlyMap<number, Missing>;
}

/**
 * Reads template columns of one batch; every distinct field is read once, whatever the number of terms.
 *
 * @param rollouts - the rows, in batch order
 */
export class TemplateColumns {
  readonly #rollouts: readonly Rollout[];
  readonly #columns: Map<string, FieldColumn> = new Map();

  constructor(rollouts: readonly Rollout[]) {
    this.#rollouts = rollouts;
  }

  /** The column of a template, each value in the type the field asks for. */
  column(template: Template, spec: FieldSpec): FieldColumn {
    const key = `${spec.type}:${spec.optional === true}:${JSON.stringify(template)}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const column = this.#read(template, spec);
    this.#columns.set(key, column);
    return column;
  }

  #read(template: Template, spec: FieldSpec): FieldColumn {
    const values: (Json | undefined)[] = new Array(this.#rollouts.length);
    const missing = new Map<number, Missing>();
    for (let r = 0; r < values.length; r++) {
      const field = resolve(template, this.#rollouts[r] as Rollout);
      if ("value" in field) values[r] = spec.type === "text" ? asText(field.value) : field.value;
      else if (spec.optional !== true) missing.set(r, field.missing);
    }
    return { values, missing };
  }
}

function resolve(template: Template, rollout: Rollout): FieldValue {
  if (template.kind === "constant") return template;
  if (template.kind === "field") return resolvePath(template.path, rollout);
  if (template.kind === "text") {
    return gather(
      template.parts.map((part) => (typeof part === "string" ? { value: part } : resolvePath(part, rollout))),
      (values) => values.map(asText).join(""),
    );
  }
  if (template.kind === "list")
    return gather(
      template.entries.map((entry) => resolve(entry, rollout)),
      (values) => values,
    );
  return gather(
    template.entries.map(([, entry]) => resolve(entry, rollout)),
    (values) => Object.fromEntries(template.entries.map(([key], i) => [key, values[i] as Json])),
  );
}

function gather(fields: readonly FieldValue[], join: (values: readonly Json[]) => Json): FieldValue {
  const broken = fields.find((field) => "missing" in field);
  return broken ?? { value: join(fields.map((field) => (field as { value: Json }).value)) };
}

function resolvePath(path: FieldPath, rollout: Rollout): FieldValue {
  const [first, ...rest] = path.keys;
  if (path.namespace === "item") return descend({ value: rollout.item }, path.keys, path, rollout);
  return descend(sampleField(rollout, first as SampleField), rest, path, rollout);
}

function descend(from: FieldValue, keys: readonly string[], path: FieldPath, rollout: Rollout): FieldValue {
  if ("missing" in from) return from;
  let value: Json | undefined = from.value;
  for (const key of keys) {
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as { readonly [k: string]: Json })[key]
        : undefined;
  }
  if (value !== undefined) return { value };
  const blame = path.namespace === "item" || GIVEN.includes(path.keys[0]) ? "task" : "candidate";
  return { missing: failed(blame, `Expected rollout \`${rollout.id}\` to have \`${path.text}\`, got nothing there.`) };
}

/** A string as it is, numbers and booleans as JSON writes them, null as nothing, the rest as JSON. */
function asText(value: Json): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}
