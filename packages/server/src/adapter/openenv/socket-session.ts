import type { Json } from "@guerdon/core/signal";
import type { SocketSession } from "../adapter.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import { failureText } from "../mapping/failure-text.ts";
import { answerRpc } from "./answer-rpc.ts";
import type { SessionPool } from "./session-pool.ts";
import { stepAction } from "./step-action.ts";
import {
  resetOptions,
  resetSchema,
  type SocketMessage,
  socketError,
  socketMessageSchema,
  wireIssues,
  wireObservation,
} from "./wire.ts";

const TYPES = ["reset", "step", "state", "close", "mcp"];

/** One environment on one socket: `reset`, `step`, `state`, `mcp` and `close`, one answer each. */
export function socketSession(session: EpisodeSession, pool: SessionPool, end: () => void): SocketSession {
  return {
    close: end,
    receive: async (text) => {
      const message = readMessage(text);
      if (typeof message === "string") return { text: message };
      if (message.type === "close") return { end: true };
      try {
        return { text: await answer(message, session, pool) };
      } catch (error) {
        return { text: socketError("EXECUTION_ERROR", failureText(error)) };
      }
    },
  };
}

/** The message of a text, or the error to answer with. */
function readMessage(text: string): SocketMessage | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return socketError("INVALID_JSON", `Invalid JSON: ${(error as Error).message}`);
  }
  const type = typeof json === "object" && json !== null && "type" in json ? json.type : "";
  if (!TYPES.includes(type as string)) return socketError("UNKNOWN_TYPE", `Unknown message type: ${shown(type)}`);
  const parsed = socketMessageSchema.safeParse(json);
  return parsed.success ? parsed.data : invalid(wireIssues(parsed.error.issues));
}

function shown(type: unknown): string {
  return typeof type === "string" ? type.slice(0, 100) : typeof type;
}

function invalid(errors: Json): string {
  return socketError("VALIDATION_ERROR", "Invalid message", { errors });
}

async function answer(
  message: Exclude<SocketMessage, { readonly type: "close" }>,
  session: EpisodeSession,
  pool: SessionPool,
): Promise<string> {
  if (message.type === "state") return JSON.stringify({ type: "state", data: session.state() });
  if (message.type === "mcp")
    return JSON.stringify({ type: "mcp", data: await answerRpc(message.data, pool, session) });
  if (message.type === "reset") {
    const parsed = resetSchema.safeParse(message.data);
    if (!parsed.success) return invalid(wireIssues(parsed.error.issues));
    return observed(wireObservation(await session.reset(resetOptions(parsed.data))));
  }
  const result = await stepAction(session, message.data);
  return "issues" in result ? invalid(wireIssues(result.issues)) : observed(wireObservation(result));
}

function observed(data: Json): string {
  return JSON.stringify({ type: "observation", data });
}
