import type { Message } from "@guerdon/core/signal";
import { z } from "zod";

/** A chat message as protocols send it; one without `content` has none. */
export const messageSchema: z.ZodType<Message> = z
  .looseObject({ role: z.string(), content: z.json().optional() })
  .transform((message) => (message.content === undefined ? { ...message, content: null } : message)) as never;
