import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainCall, PlainRoute } from "../adapter.ts";
import type { EnvironmentKind, NumberSpace } from "../environment/environment-kind.ts";
import { numberSpaceInfo, sampleSpace, spaceContains } from "../environment/number-space.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { callInstance, info, ONE, ok, refused, type Table } from "./instance-call.ts";

/** What actions and observations of an instance may be. */
export function spaceRoutes(table: Table, uniform: () => number): readonly PlainRoute<never>[] {
  const about = (path: string, spaceOf: (kind: EnvironmentKind) => Json): PlainRoute<unknown> => ({
    method: "GET",
    path: `${ONE}/${path}/`,
    reply: z.strictObject({ info }),
    answer: (_, call) => callInstance(table, call, async ({ kind }) => ok({ info: spaceOf(kind) })),
  });
  const numbers = (path: string, work: (space: NumberSpace, call: PlainCall) => Json): PlainRoute<unknown> => ({
    method: "GET",
    path: `${ONE}/action_space/${path}`,
    reply: z.union([z.strictObject({ action: jsonSchema }), z.strictObject({ member: z.boolean() })]),
    answer: (_, call) =>
      callInstance(table, call, async ({ kind }) =>
        kind.actionSpace === undefined
          ? refused(`Actions of '${kind.name}' are no numbers`)
          : ok(work(kind.actionSpace, call)),
      ),
  });
  return [
    about("action_space", ({ actionSpace, action }) => described(actionSpace, action)),
    about("observation_space", ({ observationSpace, observation }) => described(observationSpace, observation)),
    numbers("sample", (space) => ({ action: sampleSpace(space, uniform) })),
    numbers("contains/{x}", (space, { params }) => ({ member: spaceContains(space, parsed(params.x)) })),
  ] as never;
}

function described(space: NumberSpace | undefined, schema: z.ZodType): Json {
  return space === undefined
    ? { name: "Json", schema: z.toJSONSchema(schema, { io: "input" }) as Json }
    : numberSpaceInfo(space);
}

function parsed(text = ""): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
