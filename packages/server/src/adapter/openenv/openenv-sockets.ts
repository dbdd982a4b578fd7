import type { Json } from "@guerdon/core/signal";
import type { SocketRoute } from "../adapter.ts";
import { answerRpc, RPC, rpcError } from "./answer-rpc.ts";
import { NO_ENVIRONMENT, type PoolOf } from "./session-pool.ts";
import { socketSession } from "./socket-session.ts";
import { socketError } from "./wire.ts";

/** OpenEnv's sockets: `/ws` for episodes, `/mcp` for JSON-RPC alone. */
export function openenvSockets(poolOf: PoolOf, idleTimeoutMs: number): readonly SocketRoute[] {
  return [episodeSocket(poolOf, idleTimeoutMs), rpcSocket(poolOf, idleTimeoutMs)];
}

function episodeSocket(poolOf: PoolOf, idleTimeoutMs: number): SocketRoute {
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
