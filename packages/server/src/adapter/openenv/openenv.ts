import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainCall, PlainRoute, SocketRoute, WireReply } from "../adapter.ts";
import type { EnvironmentKind } from "../environment/environment-kind.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { SessionTable } from "../environment/session-table.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { answerRpc, RPC, rpcError, rpcReply } from "./json-rpc.ts";
import { SessionPool } from "./session-pool.ts";
import { socketSession } from "./socket-session.ts";
import { stepAction } from "./step-action.ts";
import {
  observationSchema,
  type ResetBody,
  resetOptions,
  resetSchema,
  type StepBody,
  socketError,
  stateSchema,
  stepSchema,
  wireIssues,
  wireObservation,
} from "./wire.ts";

export interface OpenEnvOptions {
  /** The first is the one of clients that name none; others by `?environment=NAME`. */
  readonly environments: readonly EnvironmentKind[];
  /** Sessions at once. Default 4096. */
  readonly maxSessions?: number;
  /** A session that is not used for so long is closed. Default 10 minutes. */
  readonly idleTimeoutMs?: number;
}

const RESERVED = ["reset", "step", "state", "close"];

const MAPPING: readonly FieldMapping[] = [
  {
    wire: "data of reset: seed, episode_id, others",
    rollout: "choice of the row: `row`, else by the seed, else the next",
  },
  { wire: "data of step: message", rollout: "completion: one message of the assistant" },
  { wire: "observation.messages", rollout: "prompt, then completion" },
  { wire: "observation.terms", rollout: "terms as numbers; the protocol drops metadata, so they stand here" },
  { wire: "reward", rollout: "total" },
];

/**
 * OpenEnv's environment server. Episodes are played on `/ws`, one environment a socket; each call of `/reset` and
 * `/step` has an environment of its own that ends with it.
 *
 * @throws RewardError GUERDON_OPTION for a tool that is named like a message of the protocol
 */
export function openenv({ environments, maxSessions = 4096, idleTimeoutMs = 600_000 }: OpenEnvOptions): Adapter {
  for (const { name, tools } of environments) rejectReserved(name, tools?.map((tool) => tool.name) ?? []);
  const table = new SessionTable<EpisodeSession>({ capacity: maxSessions, idleTimeoutMs });
  const poolOf = (call: PlainCall): SessionPool | undefined => {
    const { environment } = call.query;
    const kind = environment === undefined ? environments[0] : environments.find(({ name }) => name === environment);
    return kind && new SessionPool(kind, table, call);
  };
  return {
    name: "openenv",
    scores: [],
    plain: routes(poolOf),
    sockets: [socket(poolOf, idleTimeoutMs), rpcSocket(poolOf, idleTimeoutMs)],
    mapping: MAPPING,
    toInvalid: (invalid) =>
      invalid.path === "/mcp"
        ? { status: 200, body: rpcError(RPC.parse, `Parse error: ${invalid.message}`) }
        : validationDetail(invalid),
  };
}

function rejectReserved(environment: string, tools: readonly string[]): void {
  const taken = tools.find((tool) => RESERVED.includes(tool));
  if (taken === undefined) return;
  throw new RewardError("GUERDON_OPTION", `Expected no tool of \`${environment}\` to be named \`${taken}\`, got one.`, {
    hint: `The protocol has messages of the names ${RESERVED.join(", ")}.`,
  });
}

type PoolOf = (call: PlainCall) => SessionPool | undefined;

function routes(poolOf: PoolOf): readonly PlainRoute<never>[] {
  const reset: PlainRoute<ResetBody> = {
    method: "POST",
    path: "/reset",
    body: resetSchema,
    reply: observationSchema,
    answer: (body, call) =>
      alone(poolOf(call), async (session) => ok(wireObservation(await session.reset(resetOptions(body))))),
  };
  const step: PlainRoute<StepBody> = {
    method: "POST",
    path: "/step",
    body: stepSchema,
    reply: observationSchema,
    answer: ({ action, timeout_s }, call) =>
      alone(poolOf(call), async (session) => {
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
    answer: (_, call) => alone(poolOf(call), async (session) => ok(session.state())),
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

const NO_ENVIRONMENT = "No environment of this name is served.";

function unknownEnvironment(): WireReply {
  return { status: 404, body: { detail: NO_ENVIRONMENT } };
}

function ok(body: Json): WireReply {
  return { status: 200, body };
}

/** Runs a call in an environment of its own. */
async function alone(
  pool: SessionPool | undefined,
  work: (session: EpisodeSession) => Promise<WireReply>,
): Promise<WireReply> {
  if (pool === undefined) return unknownEnvironment();
  let session: EpisodeSession | undefined;
  try {
    session = await pool.make();
    return await work(session);
  } catch (error) {
    return { status: 500, body: { detail: failureText(error) } };
  } finally {
    session?.close();
  }
}

function socket(poolOf: PoolOf, idleTimeoutMs: number): SocketRoute {
  return {
    path: "/ws",
    idleTimeoutMs,
    open: async (call) => {
      const pool = poolOf(call);
      if (pool === undefined) return { refusal: socketError("SESSION_ERROR", NO_ENVIRONMENT) };
      const opened = await pool.open();
      if (!("id" in opened)) return { refusal: socketError(opened.code, opened.message, opened.data) };
      return socketSession(opened.session, pool, () => pool.close(opened.id));
    },
  };
}

function rpcSocket(poolOf: PoolOf, idleTimeoutMs: number): SocketRoute {
  return {
    path: "/mcp",
    idleTimeoutMs,
    open: async (call) => {
      const pool = poolOf(call);
      if (pool === undefined) return { refusal: JSON.stringify(rpcError(RPC.server, NO_ENVIRONMENT)) };
      const opened = await pool.open();
      if (!("id" in opened))
        return { refusal: JSON.stringify(rpcError(RPC.server, opened.message, null, opened.data)) };
      return {
        close: () => pool.close(opened.id),
        receive: async (text) => {
          let body: Json;
          try {
            body = JSON.parse(text) as Json;
          } catch (error) {
            return { text: JSON.stringify(rpcError(RPC.parse, `Parse error: ${(error as Error).message}`)) };
          }
          return { text: JSON.stringify(await answerRpc(body, pool, opened.session)) };
        },
      };
    },
  };
}
