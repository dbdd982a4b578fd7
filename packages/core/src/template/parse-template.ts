import { didYouMean } from "../error/did-you-mean.ts";
import { RewardError } from "../error/reward-error.ts";
import type { Json } from "../signal/json.ts";

/** Fields of the sample a template may name. */
export const SAMPLE_FIELDS = [
  "output_text",
  "output_json",
  "output_tools",
  "messages",
  "prompt",
  "tokens",
  "logprobs",
  "steps",
  "meta",
  "id",
  "group",
] as const;

/** One key of a path: `["any text"]`, `[0]` or `name`. */
const KEY = /\[\s*(["'])(.*?)\1\s*\]|[^.[\]]+/gu;

export type SampleField = (typeof SAMPLE_FIELDS)[number];

/** One `{{ item.a.0 }}` or `{{ sample.output_text }}`: a namespace and the way down from there. */
export interface FieldPath {
  readonly namespace: "item" | "sample";
  readonly keys: readonly string[];
  readonly text: string;
}

/** A template as a tree: constants, fields, texts with fields inside, lists and maps of templates. */
export type Template =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "field"; readonly path: FieldPath }
  | { readonly kind: "text"; readonly parts: readonly (string | FieldPath)[] }
  | { readonly kind: "list"; readonly entries: readonly Template[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, Template])[] };

/**
 * Parses what a program writes for a field. A text that is one placeholder keeps the type of the
 * value it names; a placeholder inside a longer text is written into it.
 *
 * @throws RewardError GUERDON_TEMPLATE
 *
 * ```ts doctest
 * import { parseTemplate } from "@guerdon/core/template";
 * parseTemplate("{{ item.answer }}").kind // => "field"
 * ```
 */
export function parseTemplate(value: Json): Template {
  if (typeof value === "string") return parseText(value);
  if (Array.isArray(value)) return folded(value, { kind: "list", entries: value.map(parseTemplate) });
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => [key, parseTemplate(entry)] as const);
    return folded(value, { kind: "map", entries });
  }
  return { kind: "constant", value };
}

/** All fields a template reads. */
export function fieldsOf(template: Template): readonly FieldPath[] {
  if (template.kind === "field") return [template.path];
  if (template.kind === "text") return template.parts.filter((part) => typeof part !== "string");
  if (template.kind === "list") return template.entries.flatMap(fieldsOf);
  return template.kind === "map" ? template.entries.flatMap(([, entry]) => fieldsOf(entry)) : [];
}

function folded(value: Json, template: Template): Template {
  return fieldsOf(template).length === 0 ? { kind: "constant", value } : template;
}

function parseText(text: string): Template {
  const parts: (string | FieldPath)[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    if (open < 0) break;
    const close = text.indexOf("}}", open);
    if (close < 0) throw bad(text, "`{{` to be closed by `}}`", "Close it, or write the text without `{{`.");
    if (open > at) parts.push(text.slice(at, open));
    parts.push(parsePath(text.slice(open + 2, close).trim(), text));
    at = close + 2;
  }
  if (parts.length === 0) return { kind: "constant", value: text };
  if (at < text.length) parts.push(text.slice(at));
  const [only] = parts;
  return parts.length === 1 && typeof only !== "string"
    ? { kind: "field", path: only as FieldPath }
    : { kind: "text", parts };
}

function parsePath(path: string, whole: string): FieldPath {
  const keys = Array.from(path.matchAll(KEY), ([key, , quoted]) => quoted ?? key);
  const [namespace, ...rest] = keys;
  if (namespace !== "item" && namespace !== "sample") {
    const hint =
      didYouMean(namespace ?? "", ["item", "sample"]) || "Write `{{ item.… }}` or `{{ sample.output_text }}`.";
    throw bad(whole, "a field `item.…` (dataset row) or `sample.…` (what the policy wrote)", hint);
  }
  if (namespace === "sample" && !SAMPLE_FIELDS.includes(rest[0] as SampleField)) {
    const known = `The sample has ${SAMPLE_FIELDS.join(", ")}.`;
    throw bad(whole, "a field of the sample", `${didYouMean(rest[0] ?? "", SAMPLE_FIELDS)} ${known}`.trim());
  }
  return { namespace, keys: rest, text: path };
}

function bad(text: string, expected: string, hint: string): RewardError {
  const got = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return new RewardError("GUERDON_TEMPLATE", `Expected ${expected}, got \`${got}\`.`, {
    hint,
    details: { expected, got },
  });
}
