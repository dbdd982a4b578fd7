import type { JsonSchema, OpenApi, Operation } from "./json-schema.ts";

/**
 * The same document where every object with fields, and every choice between such, is a component of its own: one that has no name is called by where
 * it first stands, `ScoreRequestCohort`. Equal ones are one component.
 */
export function nameRecords(document: OpenApi): OpenApi {
  const schemas: { [name: string]: JsonSchema } = {};
  const known = new Map<string, string>();
  const visit = (schema: JsonSchema, name: string): JsonSchema => {
    const inner = withChildren(schema, name, visit);
    if (!isRecord(inner) && !isChoice(inner)) return inner;
    const text = JSON.stringify({ ...inner, description: undefined });
    const before = known.get(text);
    const free = before ?? (schemas[name] === undefined ? name : `${name}${Object.keys(schemas).length}`);
    known.set(text, free);
    schemas[free] ??= inner;
    return { $ref: `#/components/schemas/${free}` };
  };
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const inner = withChildren(schema, name, visit);
    schemas[name] = inner;
    if (isRecord(inner)) known.set(JSON.stringify({ ...inner, description: undefined }), name);
  }
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, named(operation, visit)])),
    ]),
  );
  return { paths, components: { schemas } };
}

/** Whether a schema is an object with named fields. */
export function isRecord(schema: JsonSchema): boolean {
  return schema.type === "object" && Object.keys(schema.properties ?? {}).length > 0;
}

/** Whether a schema is a choice between components. */
function isChoice({ anyOf, oneOf }: JsonSchema): boolean {
  const choices = anyOf ?? oneOf ?? [];
  return choices.length > 1 && choices.every(({ $ref }) => $ref !== undefined);
}

type Visit = (schema: JsonSchema, name: string) => JsonSchema;

function named(operation: Operation, visit: Visit): Operation {
  const title = pascal(operation.operationId ?? "");
  const body = operation.requestBody?.content["application/json"]?.schema;
  const responses = Object.entries(operation.responses).map(([status, response]) => {
    const schema = response.content?.["application/json"]?.schema;
    if (!status.startsWith("2") || schema === undefined) return [status, response] as const;
    return [status, { content: { "application/json": { schema: visit(schema, `${title}Reply`) } } }] as const;
  });
  return {
    ...operation,
    ...(body === undefined
      ? {}
      : { requestBody: { content: { "application/json": { schema: visit(body, `${title}Request`) } } } }),
    responses: Object.fromEntries(responses),
  };
}

function withChildren(schema: JsonSchema, name: string, visit: Visit): JsonSchema {
  const { properties, items, additionalProperties, prefixItems, anyOf, oneOf, allOf } = schema;
  const all = (list: readonly JsonSchema[]) => list.map((one) => visit(one, name + variant(one)));
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, value]) => [field, visit(value, name + pascal(field))]),
      ),
    }),
    ...(typeof items === "object" && { items: visit(items, singular(name)) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: visit(additionalProperties, singular(name)),
    }),
    ...(prefixItems && { prefixItems: all(prefixItems) }),
    ...(anyOf && { anyOf: all(anyOf) }),
    ...(oneOf && { oneOf: all(oneOf) }),
    ...(allOf && { allOf: all(allOf) }),
  };
}

/** Alternatives are told apart by the first of their fields that is one word. */
function variant({ properties }: JsonSchema): string {
  const word = Object.values(properties ?? {}).find(({ const: value }) => typeof value === "string")?.const;
  return word === undefined ? "" : pascal(String(word));
}

function singular(name: string): string {
  return name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : `${name}Item`;
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
