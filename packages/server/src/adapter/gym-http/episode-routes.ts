import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainRoute } from "../adapter.ts";
import type { EnvironmentKind, EnvironmentStep } from "../environment/environment-kind.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { callInstance, empty, info, ONE, ok, refused, type Table, unknownInstance } from "./instance-call.ts";

/** Reset, step and close of an instance; monitors, which are refused. */
export function episodeRoutes(table: Table): readonly PlainRoute<never>[] {
  const reset: PlainRoute<{ readonly seed?: number | undefined }> = {
    method: "POST",
    path: `${ONE}/reset/`,
    body: z.looseObject({ seed: z.int().min(0).optional() }),
    reply: z.strictObject({ observation: jsonSchema, info }),
    answer: ({ seed, ...extra }, call) =>
      callInstance(table, call, async (session) => {
        const first = await session.reset({ ...(seed === undefined ? {} : { seed }), extra });
        return ok({ observation: shown(session.kind, first), info: first.info ?? {} });
      }),
  };
  const step: PlainRoute<{ readonly action: Json }> = {
    method: "POST",
    path: `${ONE}/step/`,
    body: z.looseObject({ action: jsonSchema, render: z.boolean().optional() }) as never,
    reply: z.strictObject({
      observation: jsonSchema,
      reward: z.number(),
      done: z.boolean(),
      terminated: z.boolean(),
      truncated: z.boolean(),
      info,
    }),
    answer: ({ action }, call) =>
      callInstance(table, call, async (session) => {
        if (action === undefined) return refused("A required request parameter 'action' was not provided");
        const next = await session.step(actionOf(session.kind, action));
        if ("issues" in next)
          return refused(`The action is none of '${session.kind.name}': ${next.issues[0]?.message}`);
        const { reward = 0, terminated, truncated } = next;
        const done = terminated || truncated;
        return ok({
          observation: shown(session.kind, next),
          reward,
          done,
          terminated,
          truncated,
          info: next.info ?? {},
        });
      }),
  };
  const close: PlainRoute<unknown> = {
    method: "POST",
    path: `${ONE}/close/`,
    body: empty,
    reply: empty,
    answer: (_, { params }) => (table.remove(params.instance_id ?? "") ? ok({}) : unknownInstance(params.instance_id)),
  };
  const monitor = (what: string): PlainRoute<unknown> => ({
    method: "POST",
    path: `${ONE}/monitor/${what}/`,
    body: empty,
    reply: empty,
    answer: (_, call) =>
      callInstance(table, call, async () => refused("This server records nothing to files of its own")),
  });
  return [reset, step, close, monitor("start"), monitor("close")] as never;
}

/** The action of a number, a list or a text, as the environment's schema has it. */
function actionOf({ plain, messageAction }: EnvironmentKind, action: Json): Json {
  if (plain !== undefined) return plain.action(action);
  return typeof action === "string" && messageAction !== undefined ? messageAction(action) : action;
}

function shown({ plain }: EnvironmentKind, { observation }: EnvironmentStep): Json {
  return plain === undefined ? observation : plain.observation(observation);
}
