import { describe, expect, it } from "vitest";
import { completion, modelServer } from "../model-server.test-support.ts";
import { openAiChatModel } from "./open-ai-chat-model.ts";

const REQUEST = {
  model: "m",
  messages: [{ role: "user", content: "6 * 7?" }],
  parameters: { temperature: 0, model: "other" },
};

describe("openAiChatModel", () => {
  it("asks with key and parameters and reads text, refusal, model and tokens", async () => {
    await using server = await modelServer(() => completion("42"));
    const model = openAiChatModel({ baseUrl: `${server.url}/v1/`, apiKey: "k" });
    expect(await model.complete(REQUEST)).toEqual({ text: "42", model: "m", totalTokens: 15 });
    expect(server.calls).toMatchObject([
      { path: "/v1/chat/completions", headers: { authorization: "Bearer k" }, body: { model: "m", temperature: 0 } },
    ]);
  });

  it("tries again what may pass, and not what will not", async () => {
    let calls = 0;
    await using busy = await modelServer(() => (++calls < 3 ? { status: 429, body: {} } : completion("42")));
    expect((await openAiChatModel({ baseUrl: busy.url, retryWaitMs: 1 }).complete(REQUEST)).text).toBe("42");
    await using wrong = await modelServer(() => ({ status: 401, body: {} }));
    const failure = await openAiChatModel({ baseUrl: wrong.url, retryWaitMs: 1 })
      .complete(REQUEST)
      .catch((error) => error);
    expect(`${failure.code}: ${failure.message} ${failure.hint}`).toMatchInlineSnapshot(
      `"GUERDON_MODEL: Expected \`m\` to answer the chat, got status 401. See that the model's server runs and that its URL and key are right."`,
    );
    expect(wrong.calls.length).toBe(1);
  });

  it.each([
    ["nothing in time", undefined, "no answer within 200 ms"],
    ["another shape", { body: { choices: [] } }, "an answer that is no chat completion"],
  ])("fails on %s", async (_, answer, why) => {
    await using server = await modelServer(() => answer);
    const model = openAiChatModel({ baseUrl: server.url, timeoutMs: answer === undefined ? 200 : 20_000, retries: 0 });
    await expect(model.complete(REQUEST)).rejects.toThrow(why);
  });

  it("gives a refusal as one", async () => {
    await using server = await modelServer(() => ({
      body: { choices: [{ message: { content: null, refusal: "No." } }] },
    }));
    expect(await openAiChatModel({ baseUrl: server.url }).complete(REQUEST)).toEqual({
      text: "",
      refusal: "No.",
      model: "m",
      totalTokens: 0,
    });
  });
});
