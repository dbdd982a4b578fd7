import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import type { SessionPool } from "./session-pool.ts";

/** Codes of JSON-RPC 2.0, and the server's own. */
export const RPC = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  internal: -32603,
  server: -32000,
} as const;

const rpcRequest = z.strictObject({
  jsonrpc: z.literal("2.0"),
  method: z.string(),
  params: z.record(z.string(), jsonSchema).default({}),
  id: z.union([z.string(), z.int()]).nullish(),
});
type Request = z.output<typeof rpcRequest>;
type Params = Request["params"];

export const rpcReply: z.ZodType = z.strictObject({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.string(), z.int()]).nullable(),
  result: jsonSchema.optional(),
  error: z.strictObject({ code: z.int(), message: z.string(), data: jsonSchema }).optional(),
});

class RpcError extends Error {
  readonly code: number;
  readonly data: Json;
  constructor(code: number, message: string, data: Json = null) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** An error of JSON-RPC as it is sent. */
export function rpcError(code: number, message: string, id: string | number | null = null, data: Json = null): Json {
  return { jsonrpc: "2.0", id, error: { code, message, data } };
}

/**
 * Answers one JSON-RPC request: `tools/list`, `tools/call`, `openenv/session/create` and `openenv/session/close`.
 *
 * @param own - the session of the socket it came by; without it the session that `params.session_id` names, or one made
 *   for this call alone
 */
export async function answerRpc(body: Json, pool: SessionPool, own?: EpisodeSession): Promise<Json> {
  const parsed = rpcRequest.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const code = issue?.path[0] === "params" ? RPC.params : RPC.request;
    return rpcError(code, `Invalid request: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const id = parsed.data.id ?? null;
  try {
    return { jsonrpc: "2.0", id, result: await resultOf(parsed.data, pool, own) };
  } catch (error) {
    if (error instanceof RpcError) return rpcError(error.code, error.message, id, error.data);
    return rpcError(RPC.internal, failureText(error), id);
  }
}

async function resultOf({ method, params }: Request, pool: SessionPool, own?: EpisodeSession): Promise<Json> {
  if (method === "openenv/session/create") return createSession(pool, own);
  if (method === "openenv/session/close") return closeSession(params, pool, own);
  if (method !== "tools/list" && method !== "tools/call") {
    throw new RpcError(RPC.method, `Method not found: ${method}`);
  }
  if (pool.kind.tools === undefined) throw new RpcError(RPC.internal, "Environment does not support MCP");
  if (method === "tools/list") return { tools: pool.kind.tools as unknown as Json };
  return callTool(params, pool, own);
}

async function createSession(pool: SessionPool, own?: EpisodeSession): Promise<Json> {
  if (own !== undefined) return { session_id: pool.idOf(own) };
  const opened = await pool.open();
  if ("id" in opened) return { session_id: opened.id };
  throw new RpcError(RPC.server, opened.message, opened.data);
}

function closeSession({ session_id: id }: Params, pool: SessionPool, own?: EpisodeSession): Json {
  if (typeof id !== "string" || id === "") throw new RpcError(RPC.params, "Invalid params - 'session_id' is required");
  if (own !== undefined && id === pool.idOf(own)) {
    throw new RpcError(RPC.request, "Cannot close active WebSocket-managed session via MCP method");
  }
  if (!pool.close(id)) throw new RpcError(RPC.params, `Unknown session_id: ${id}`);
  return { session_id: id, closed: true };
}

async function callTool(params: Params, pool: SessionPool, own?: EpisodeSession): Promise<Json> {
  const { name, arguments: args = {}, session_id: id } = params;
  if (typeof name !== "string" || name === "") throw new RpcError(RPC.params, "Missing 'name' in params");
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new RpcError(RPC.params, "Expected `arguments` to be an object");
  }
  if (pool.kind.tools?.every((tool) => tool.name !== name)) throw new RpcError(RPC.params, `Tool not found: ${name}`);
  const known = own ?? (typeof id === "string" ? pool.get(id) : undefined);
  if (known === undefined && id !== undefined) throw new RpcError(RPC.params, `Unknown session_id: ${String(id)}`);
  const session = known ?? (await pool.make());
  try {
    return await session.callTool(name, args as { [name: string]: Json });
  } catch (error) {
    if (RewardError.is(error) && error.code === "GUERDON_REQUEST") throw new RpcError(RPC.params, error.message);
    throw error;
  } finally {
    if (known === undefined) session.close();
  }
}
