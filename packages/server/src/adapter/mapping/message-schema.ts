import type { Json } from "@guerdon/core/signal";
import { z } from "zod";

/** Any JSON; what comes from a parsed body is nothing else. */
export const jsonSchema: z.ZodType<Json> = z.unknown() as never;

/** A chat message as protocols send it, with or without `content`. */
export interface WireMessage {
  readonly role: string;
  readonly content?: Json | undefined;
  readonly [key: string]: Json | undefined;
}

export const messageSchema: z.ZodType<WireMessage> = z.looseObject({
  role: z.string(),
  content: jsonSchema.optional(),
}) as never;
