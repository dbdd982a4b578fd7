import type { WireMessage } from "./message-schema.ts";

const ASKING: readonly string[] = ["user", "system", "developer"];

/** A conversation cut after the last message that asks: what follows (answers, tool calls, tool results) is scored. */
export function splitConversation(messages: readonly WireMessage[]): {
  readonly prompt: readonly WireMessage[];
  readonly completion: readonly WireMessage[];
} {
  const last = messages.findLastIndex(({ role }) => ASKING.includes(role));
  return { prompt: messages.slice(0, last + 1), completion: messages.slice(last + 1) };
}
