/**
 * JSON text with sorted keys: equal values give equal texts, whatever the order of their keys.
 *
 * ```ts doctest
 * import { canonicalJson } from "@guerdon/core/hash";
 * canonicalJson({ b: 1, a: [true, null] }) // => '{"a":[true,null],"b":1}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return canonicalList(value);
  const record = value as { readonly [key: string]: unknown };
  let text = "";
  for (const key of Object.keys(record).sort()) {
    const entry = record[key];
    if (entry !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(entry)}`;
  }
  return `{${text}}`;
}

function canonicalList(list: readonly unknown[]): string {
  let text = "";
  for (let i = 0; i < list.length; i++) text += (i === 0 ? "" : ",") + canonicalJson(list[i] ?? null);
  return `[${text}]`;
}
