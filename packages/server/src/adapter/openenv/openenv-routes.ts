import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { answerRpc, RPC, rpcError, rpcReply } from "./answer-rpc.ts";
import { NO_ENVIRONMENT, type PoolOf, type SessionPool } from "./session-pool.ts";
import { stepAction } from "./step-action.ts";
import {
  observationSchema,
  type ResetBody,
  resetOptions,
  resetSchema,
  type StepBody,
  stateSchema,
  stepSchema,
  wireIssues,
  wireObservation,
} from "./wire.ts";

/** OpenEnv over HTTP: each call has an environment of its own. */
export function openenvRoutes(poolOf: PoolOf): readonly PlainRoute<never>[] {
  const reset: PlainRoute<ResetBody> = {
    method: "POST",
    path: "/reset",
    body: resetSchema,
    reply: observationSchema,
    answer: (body, call) =>
      alone(call, poolOf(call), async (session) => ok(wireObservation(await session.reset(resetOptions(body))))),
  };
  const step: PlainRoute<StepBody> = {
    method: "POST",
    path: "/step",
    body: stepSchema,
    reply: observationSchema,
    answer: ({ action, timeout_s }, call) =>
      alone(call, poolOf(call), async (session) => {
        const result = await stepAction(session, action, timeout_s == null ? undefined : timeout_s * 1000);
        return "issues" in result
          ? { status: 422, body: { detail: wireIssues(result.issues) } }
          : ok(wireObservation(result));
      }),
  };
  const state: PlainRoute<unknown> = {
    method: "GET",
    path: "/state",
    reply: stateSchema,
    answer: (_, call) => alone(call, poolOf(call), async (session) => ok(session.state())),
  };
  const mcp: PlainRoute<Json> = {
    method: "POST",
    path: "/mcp",
    body: jsonSchema,
    reply: rpcReply,
    answer: async (body, call) => {
      const pool = poolOf(call);
      return pool === undefined ? ok(rpcError(RPC.internal, NO_ENVIRONMENT)) : ok(await answerRpc(body, pool));
    },
  };
  return [reset, step, state, mcp, health(poolOf), metadata(poolOf), schema(poolOf)] as never;
}

function health(poolOf: PoolOf): PlainRoute<unknown> {
  return {
    method: "GET",
    path: "/health",
    reply: z.strictObject({ status: z.enum(["healthy", "unhealthy", "degraded"]) }),
    answer: (_, call) => ok({ status: poolOf(call) === undefined ? "unhealthy" : "healthy" }),
  };
}

function metadata(poolOf: PoolOf): PlainRoute<unknown> {
  const text = z.string().nullable();
  return {
    method: "GET",
    path: "/metadata",
    reply: z.strictObject({
      name: z.string(),
      description: z.string(),
      readme_content: text,
      version: text,
      author: text,
      documentation_url: text,
    }),
    answer: (_, call) => {
      const kind = poolOf(call)?.kind;
      if (kind === undefined) return unknownEnvironment();
      const { name, description, readme = null, version = null, author = null, documentationUrl = null } = kind;
      return ok({ name, description, readme_content: readme, version, author, documentation_url: documentationUrl });
    },
  };
}

function schema(poolOf: PoolOf): PlainRoute<unknown> {
  const anyObject = z.record(z.string(), jsonSchema);
  return {
    method: "GET",
    path: "/schema",
    reply: z.strictObject({ action: anyObject, observation: anyObject, state: anyObject }),
    answer: (_, call) => {
      const kind = poolOf(call)?.kind;
      if (kind === undefined) return unknownEnvironment();
      const { action, observation, state } = kind;
      const written = (part: z.ZodType): Json => z.toJSONSchema(part, { io: "input" }) as Json;
      return ok({ action: written(action), observation: written(observation), state: written(state) });
    },
  };
}

function unknownEnvironment(): WireReply {
  return { status: 404, body: { detail: NO_ENVIRONMENT } };
}

function ok(body: Json): WireReply {
  return { status: 200, body };
}

/** Runs a call in an environment of its own. */
async function alone(
  { report }: PlainCall,
  pool: SessionPool | undefined,
  work: (session: EpisodeSession) => Promise<WireReply>,
): Promise<WireReply> {
  if (pool === undefined) return unknownEnvironment();
  let session: EpisodeSession | undefined;
  try {
    session = await pool.make();
    return await work(session);
  } catch (error) {
    report?.(error);
    return { status: 500, body: { detail: failureText(error) } };
  } finally {
    session?.close();
  }
}
