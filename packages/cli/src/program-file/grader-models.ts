import type { GraderModels } from "@guerdon/server/grader";

/**
 * The model that graders ask: the server at `GUERDON_MODEL_URL`, which speaks OpenAI's chat completions, with the key
 * `GUERDON_MODEL_KEY` where there is one.
 */
export async function graderModels(): Promise<GraderModels | undefined> {
  const { GUERDON_MODEL_URL: baseUrl, GUERDON_MODEL_KEY: apiKey } = process.env;
  if (baseUrl === undefined || baseUrl === "") return undefined;
  const { openAiChatModel } = await import("@guerdon/server/adapter");
  return { chat: openAiChatModel({ baseUrl, ...(apiKey === undefined ? {} : { apiKey }) }) };
}
