import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { EXACT } from "../service/service.test-support.ts";
import { testServer } from "./host.test-support.ts";

describe("openApiDocument", () => {
  it("is valid OpenAPI 3.1 and has every route, with body, answer and problem", async () => {
    await using server = await testServer([EXACT]);
    const document = (await (await server.get("/openapi.json")).json()) as {
      paths: { [path: string]: { [method: string]: { operationId: string; requestBody?: object; responses: object } } };
    };
    const { valid, errors } = await new Validator().validate(document);
    expect([valid, errors]).toEqual([true, undefined]);
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
    );
    expect(operations.map(({ name }) => name).sort()).toEqual(
      server.routes.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { method, path, body } of server.routes) {
      expect([path, document.paths[path]?.[method.toLowerCase()]?.requestBody !== undefined]).toEqual([
        path,
        body !== undefined,
      ]);
    }
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(["/v1/score", "/v1/runs/{id}/step", "/get_reward", "/openrlhf/get_reward"]),
    );
  });
});
