import type { Json, Message } from "@guerdon/core/signal";
import type { RolloutFields } from "./row-map.ts";
import { wrongField } from "./wrong-field.ts";

/** Prompt and completion of a row; undefined where the row says nothing of them. */
export interface Conversation {
  readonly prompt: readonly Message[];
  readonly completion: readonly Message[] | undefined;
}

/**
 * Reads prompt and completion from `prompt`, `completion`, `messages` and `sample`.
 *
 * `messages` is the whole conversation, cut before its first assistant message; `prompt` and `completion`
 * speak for their half where they are given too.
 *
 * @throws RewardError GUERDON_ROLLOUT when a field has the wrong form
 */
export function toMessages(fields: RolloutFields, row: number): Conversation {
  const whole = fields.messages ?? sampleField(fields, "messages");
  const conversation = whole === undefined ? undefined : messageList(whole, "messages", row);
  const cut = conversation?.findIndex(({ role }) => role === "assistant") ?? -1;
  const at = cut < 0 ? (conversation?.length ?? 0) : cut;
  return {
    prompt: given(fields.prompt, "prompt", "user", row) ?? conversation?.slice(0, at) ?? [],
    completion:
      given(fields.completion, "completion", "assistant", row) ?? sampled(fields, row) ?? conversation?.slice(at),
  };
}

function given(value: Json | undefined, field: string, role: string, row: number): readonly Message[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return [{ role, content: value }];
  if (Array.isArray(value)) return messageList(value, field, row);
  throw wrongField(row, field, "a string or a list of messages", value);
}

function messageList(value: Json, field: string, row: number): readonly Message[] {
  if (!Array.isArray(value)) throw wrongField(row, field, "a list of messages", value);
  return (value as readonly Json[]).map((message, index) => {
    const place = `${field}[${index}]`;
    if (typeof message !== "object" || message === null || Array.isArray(message)) {
      throw wrongField(row, place, "a message with `role` and `content`", message);
    }
    const { role, content } = message as { role?: Json; content?: Json };
    if (typeof role !== "string") throw wrongField(row, `${place}.role`, "a string", role);
    return (content === undefined ? { ...message, content: null } : message) as Message;
  });
}

/** The completion of a grader's `sample`: its text, or its JSON as text, with its tool calls. */
function sampled(fields: RolloutFields, row: number): readonly Message[] | undefined {
  const text = sampleField(fields, "output_text");
  const json = sampleField(fields, "output_json");
  const calls = sampleField(fields, "output_tools");
  if (text === undefined && json === undefined && calls === undefined) return undefined;
  const known = text ?? (json === undefined || json === null ? "" : JSON.stringify(json));
  if (typeof known !== "string") throw wrongField(row, "sample.output_text", "a string", text);
  if (calls === undefined || calls === null) return [{ role: "assistant", content: known }];
  if (!Array.isArray(calls)) throw wrongField(row, "sample.output_tools", "a list of tool calls", calls);
  return [{ role: "assistant", content: known, tool_calls: calls }];
}

function sampleField({ sample }: RolloutFields, key: string): Json | undefined {
  if (typeof sample !== "object" || sample === null || !Object.hasOwn(sample, key)) return undefined;
  return (sample as { [key: string]: Json })[key];
}
