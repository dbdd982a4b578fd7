import type { Json } from "@guerdon/core/signal";

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: Json }[];
  /** Parameters of sampling and of the answer's format, in the words of OpenAI's chat completions. */
  readonly parameters?: { readonly [name: string]: Json };
}

/** What a model answered: a text, or a refusal. */
export interface ChatAnswer {
  readonly text: string;
  readonly refusal?: string;
  /** The model that answered, by its own name. */
  readonly model: string;
  readonly totalTokens: number;
}

/** A language model that answers chats. */
export interface ChatModel {
  /** @throws RewardError GUERDON_MODEL when it cannot be reached, is too slow or answers no chat completion */
  complete(request: ChatRequest): Promise<ChatAnswer>;
}
