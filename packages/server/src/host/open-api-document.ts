import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { problemSchema, scoreLineSchema } from "../protocol/index.ts";
import type { HostRoute } from "./route.ts";

/** The OpenAPI 3.1 document of some routes, from the schemas that check their bodies. */
export function openApiDocument(routes: readonly HostRoute[]): Json {
  const paths: { [path: string]: { [method: string]: Json } } = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operation(route);
    paths[route.path] = operations;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Guerdon",
      version: "0.1.0",
      description: "Scores rollouts with reward programs: the native API and the protocols of trainers.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths,
    components: {
      schemas: { Problem: jsonSchemaOf(problemSchema, "output") },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        apiKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
      },
    },
  };
}

function operation(route: HostRoute): Json {
  const { path, summary, protocol, scope, body, reply } = route;
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name as string,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const answer =
    reply === undefined ? {} : { content: { ...contentOf(jsonSchemaOf(reply, "output")), ...linesOf(route) } };
  const problem = {
    description: "A problem.",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return {
    operationId: operationId(route),
    summary,
    tags: [protocol],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(jsonSchemaOf(body, "input")) } }),
    responses: { "200": { description: "Done.", ...answer }, default: problem },
    ...(scope === undefined ? {} : { security: [{}, { bearer: [] }, { apiKey: [] }] }),
  };
}

function linesOf({ path }: HostRoute): { readonly [type: string]: Json } {
  return path === "/v1/score" ? { "application/x-ndjson": { schema: jsonSchemaOf(scoreLineSchema, "output") } } : {};
}

function operationId({ method, path, operationId }: HostRoute): string {
  if (operationId !== undefined) return operationId;
  const words = path
    .replace(/[{}]/g, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return [method.toLowerCase(), ...words]
    .map((word, i) => (i === 0 ? word : (word[0] as string).toUpperCase() + word.slice(1)))
    .join("");
}

function contentOf(schema: Json): { readonly [type: string]: Json } {
  return { "application/json": { schema } };
}

/** The JSON Schema of a schema, without the mark of the dialect, which is that of OpenAPI 3.1. */
function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema,
    "~standard": _,
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as { [key: string]: Json };
  return own;
}
