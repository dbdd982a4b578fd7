import { RewardError } from "@guerdon/core/error";
import { z } from "zod";
import type { ChatAnswer, ChatModel, ChatRequest } from "./chat-model.ts";

export interface OpenAiChatModelOptions {
  /** URL below which `chat/completions` lies, such as `http://127.0.0.1:8000/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** Longest wait for one answer. */
  readonly timeoutMs?: number;
  /** Further tries when the model is not reached, overloaded or broken. */
  readonly retries?: number;
  /** Wait before the first further try; it doubles with each. */
  readonly retryWaitMs?: number;
}

const reply = z.looseObject({
  model: z.string().optional(),
  choices: z
    .array(z.looseObject({ message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }) }))
    .min(1),
  usage: z.looseObject({ total_tokens: z.number().optional() }).nullish(),
});

/** A model behind an HTTP server that speaks OpenAI's chat completions. */
export function openAiChatModel(options: OpenAiChatModelOptions): ChatModel {
  const { retries = 2, retryWaitMs = 500 } = options;
  return {
    complete: async (request) => {
      for (let attempt = 0; ; attempt++) {
        const answer = await tryOnce(request, options);
        if (!("why" in answer)) return answer;
        if (!answer.retryable || attempt >= retries) throw unreachable(request.model, answer.why);
        await new Promise((resolve) => setTimeout(resolve, retryWaitMs * 2 ** attempt));
      }
    },
  };
}

type Attempt = ChatAnswer | { readonly why: string; readonly retryable: boolean };

async function tryOnce(
  { model, messages, parameters }: ChatRequest,
  { baseUrl, apiKey, timeoutMs = 60_000 }: OpenAiChatModelOptions,
): Promise<Attempt> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${baseUrl.replace(/\/$/, "")}/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ ...parameters, model, messages }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    body = response.ok ? await response.json() : undefined;
  } catch (error) {
    const late = (error as Error).name === "TimeoutError";
    return { why: late ? `no answer within ${timeoutMs} ms` : "no answer that can be read", retryable: true };
  }
  if (!response.ok) {
    return { why: `status ${response.status}`, retryable: response.status === 429 || response.status >= 500 };
  }
  const parsed = reply.safeParse(body);
  if (!parsed.success) return { why: "an answer that is no chat completion", retryable: false };
  const { message } = parsed.data.choices[0] as (typeof parsed.data.choices)[0];
  return {
    text: message.content ?? "",
    ...(message.refusal == null ? {} : { refusal: message.refusal }),
    model: parsed.data.model ?? model,
    totalTokens: parsed.data.usage?.total_tokens ?? 0,
  };
}

function unreachable(model: string, why: string): RewardError {
  return new RewardError("GUERDON_MODEL", `Expected \`${model}\` to answer the chat, got ${why}.`, {
    hint: "See that the model's server runs and that its URL and key are right.",
    details: { model, got: why },
  });
}
