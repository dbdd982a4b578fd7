import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { WireMessage } from "../mapping/message-schema.ts";

/** A message, a call of a tool, its result, or reasoning. */
export interface ResponseItem {
  readonly type?: string | undefined;
  readonly [field: string]: unknown;
}

const item = z.looseObject({ type: z.string().optional() });

/** Parameters of OpenAI's Responses, as far as they are read. */
export interface CreateParams {
  readonly input: string | readonly ResponseItem[];
  readonly instructions?: string | null | undefined;
  readonly [field: string]: unknown;
}

export const createParamsSchema: z.ZodType<CreateParams> = z.looseObject({
  input: z.union([z.string(), z.array(item)]),
  instructions: z.string().nullish(),
}) as never;

/** A response of OpenAI's Responses, as far as it is read. */
export interface ModelResponse {
  readonly output: readonly ResponseItem[];
  readonly [field: string]: unknown;
}

export const responseSchema: z.ZodType<ModelResponse> = z.looseObject({
  output: z.array(item),
}) as never;

type Fields = { readonly [field: string]: Json | undefined };

/** The prompt: instructions as a system message, then the input. */
export function promptOf({ input, instructions }: CreateParams): readonly WireMessage[] {
  const system = instructions == null ? [] : [{ role: "system", content: instructions }];
  if (typeof input === "string") return [...system, { role: "user", content: input }];
  return [...system, ...input.flatMap((each) => messageOf(each as Fields))];
}

/** What the policy did: messages, reasoning, tool calls and their results, as chat messages. */
export function completionOf({ output }: ModelResponse): readonly WireMessage[] {
  return output.flatMap((each) => messageOf(each as Fields));
}

/** The text of a response: that of all its messages. */
export function outputText({ output }: ModelResponse): string {
  const messages = output.filter(({ type }) => type === "message");
  return messages.map((message) => textOf((message as Fields).content)).join("");
}

function messageOf(entry: Fields): readonly WireMessage[] {
  const { type = "message" } = entry;
  if (type === "message") {
    return [{ role: typeof entry.role === "string" ? entry.role : "assistant", content: contentOf(entry.content) }];
  }
  if (type === "function_call") return [toolCall(entry)];
  if (type === "function_call_output") {
    return [{ role: "tool", tool_call_id: entry.call_id ?? null, content: entry.output ?? null }];
  }
  if (type !== "reasoning") return [];
  return [{ role: "assistant", content: null, reasoning: textOf(entry.summary) || textOf(entry.content) }];
}

function toolCall({ name = "", arguments: args = "", call_id = null }: Fields): WireMessage {
  const call = { id: call_id, type: "function", function: { name, arguments: args } };
  return { role: "assistant", content: null, tool_calls: [call] };
}

/** A text where all parts are texts, else the parts as they are. */
function contentOf(content: Json | undefined): Json {
  if (!Array.isArray(content)) return content ?? null;
  const texts = content.every((part) => typeof (part as Fields | null)?.text === "string");
  return texts && content.length > 0 ? textOf(content) : content;
}

function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => (part as Fields | null)?.text)
    .filter((text) => typeof text === "string")
    .join("");
}
