import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { PlainCall, WireReply } from "../adapter.ts";
import type { EpisodeSession } from "../environment/episode-session.ts";
import type { SessionTable } from "../environment/session-table.ts";
import { failureText } from "../mapping/failure-text.ts";
import { jsonSchema } from "../mapping/message-schema.ts";

export type Table = SessionTable<EpisodeSession>;

/** Path of the routes of one instance. */
export const ONE = "/v1/envs/{instance_id}";

export const empty: z.ZodType<{ readonly [field: string]: unknown }> = z.looseObject({});
export const info: z.ZodType<{ readonly [field: string]: Json }> = z.record(z.string(), jsonSchema);

/** Runs a call in the instance that its path names. */
export async function callInstance(
  table: Table,
  { params, report }: PlainCall,
  work: (session: EpisodeSession) => Promise<WireReply>,
): Promise<WireReply> {
  const session = table.get(params.instance_id ?? "");
  if (session === undefined) return unknownInstance(params.instance_id);
  try {
    return await work(session);
  } catch (error) {
    report?.(error);
    return refused(failureText(error), 500);
  }
}

export function unknownInstance(id = ""): WireReply {
  return refused(`Instance_id ${id} unknown`);
}

export function ok(body: Json): WireReply {
  return { status: 200, body };
}

export function refused(message: string, status = 400): WireReply {
  return { status, body: { message } };
}
