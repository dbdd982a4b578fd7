import { annotation } from "./annotation.ts";
import type { JsonSchema, OpenApi } from "./json-schema.ts";
import { nameRecords } from "./name-records.ts";
import { bodySchema, operations, operationsTagged, replySchema } from "./operations.ts";
import { typedDicts } from "./typed-dicts.ts";

/** The two generated modules of the Python client: its types and its methods, from an OpenAPI document. */
export function pythonClient(given: OpenApi): { readonly protocol: string; readonly operations: string } {
  const document = nameRecords(given);
  const placed = operationsTagged(document, "native");
  const roots = placed.flatMap((one) => [bodySchema(one), replySchema(one)]);
  const reached = reachedNames(document, roots);
  const used = new Set(roots.flatMap((schema) => annotation(schema).match(/\w+/g) ?? []));
  const imported = [...used].filter((name) => reached.has(name)).sort();
  return { protocol: typedDicts(document, reached), operations: operations(placed, imported) };
}

/** Names of the components that schemas lead to, directly or through others. */
function reachedNames(document: OpenApi, roots: readonly (JsonSchema | undefined)[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open: unknown[] = [...roots];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const { $ref } = value as JsonSchema;
    if (typeof $ref === "string") {
      const name = $ref.slice($ref.lastIndexOf("/") + 1);
      if (!reached.has(name)) open.push(document.components?.schemas?.[name]);
      reached.add(name);
    }
    open.push(...Object.values(value));
  }
  return reached;
}
