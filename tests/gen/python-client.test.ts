import { describe, expect, it } from "vitest";
import { annotation } from "../../scripts/gen/python/annotation.ts";
import type { JsonSchema, OpenApi } from "../../scripts/gen/python/json-schema.ts";
import { pythonClient } from "../../scripts/gen/python/python-client.ts";

const outcome: JsonSchema = {
  oneOf: [
    {
      type: "object",
      properties: { kind: { const: "scored" }, value: { type: "number" } },
      required: ["kind", "value"],
    },
    {
      type: "object",
      properties: { kind: { const: "abstained" }, from: { type: ["string", "null"] } },
      required: ["kind"],
    },
  ],
};

const document: OpenApi = {
  paths: {
    "/v1/runs/{id}/step": {
      post: {
        operationId: "endStep",
        summary: 'Ends a "step".',
        tags: ["native"],
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string" } },
          { name: "dryRun", in: "query", schema: { type: "boolean" } },
        ],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  step: { type: "integer", description: "The step\nthat ends." },
                  tags: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
                },
                required: ["step"],
              },
            },
          },
        },
        responses: {
          "200": {
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: { totals: { type: "array", items: outcome }, best: outcome },
                  required: ["totals"],
                },
              },
            },
          },
          default: { content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } } },
        },
      },
    },
    "/get_reward": { post: { operationId: "getReward", tags: ["openrlhf"], responses: {} } },
  },
  components: { schemas: { Problem: { type: "object", properties: { code: { type: "string" } } } } },
};

describe("the Python client's generator", () => {
  it("makes a TypedDict of each object, named by where it first stands, and one of equal ones", () => {
    const { protocol } = pythonClient(document);
    expect(protocol.slice(protocol.indexOf("class"))).toMatchInlineSnapshot(`
      "class EndStepReply(TypedDict):
          totals: list[EndStepReplyTotal]
          best: NotRequired[EndStepReplyTotal]


      EndStepReplyTotal: TypeAlias = "EndStepReplyTotalScored | EndStepReplyTotalAbstained"


      EndStepReplyTotalAbstained = TypedDict(
          "EndStepReplyTotalAbstained",
          {
              "kind": "Literal['abstained']",
              "from": "NotRequired[str | None]",
          },
      )


      class EndStepReplyTotalScored(TypedDict):
          kind: Literal["scored"]
          value: float


      class EndStepRequest(TypedDict):
          #: The step that ends.
          step: int
          tags: NotRequired[list[EndStepRequestTag]]


      class EndStepRequestTag(TypedDict):
          name: NotRequired[str]
      "
    `);
  });

  it("makes a method of each native operation, sync and async", () => {
    const { operations } = pythonClient(document);
    const methods = operations.split(/(?= {4}(?:async )?def end_step)/).slice(1);
    expect(methods).toHaveLength(2);
    expect(methods[0]?.split("\n\n")[0]).toMatchInlineSnapshot(`
      "    def end_step(
              self,
              id: str,
              body: EndStepRequest,
              *,
              dry_run: bool | None = None,
              idempotency_key: str | None = None,
          ) -> EndStepReply:
              """Ends a "step"."""
              return self._call(
                  "POST",
                  f"/v1/runs/{quote(str(id), safe='')}/step",
                  body=body,
                  idempotency_key=idempotency_key,
                  params={"dryRun": dry_run},
              )"
    `);
    expect(methods[1]).toContain("return await self._call(");
    expect(operations).not.toContain("get_reward");
  });

  it.each([
    [{ type: "array", items: { type: ["number", "null"] } }, "list[float | None]"],
    [{ anyOf: [{ type: "null" }, { anyOf: [{ type: "string" }, { type: "null" }] }] }, "str | None"],
    [{ type: "object", additionalProperties: { type: "integer" } }, "dict[str, int]"],
    [{ type: "array", prefixItems: [{ type: "number" }, { type: "string" }] }, "list[float | str]"],
    [{ enum: ["a", 'b"', null, true] }, 'Literal["a", "b\\"", None, True]'],
    [{ anyOf: [{}, { type: "string" }] }, "Any"],
    [{ const: null }, "None"],
  ] as [JsonSchema, string][])("annotates %j", (schema, python) => {
    expect(annotation(schema)).toBe(python);
  });
});
