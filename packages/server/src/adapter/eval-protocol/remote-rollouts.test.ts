import { describe, expect, it, vi } from "vitest";
import { ask, engineService } from "../engine-service.test-support.ts";
import { completion, modelServer } from "../model-server.test-support.ts";
import { evalProtocol } from "./eval-protocol.ts";

const service = engineService([]);
const initOf = (url: string, rolloutId = "r1") => ({
  completion_params: { model: "m", temperature: 0.5 },
  messages: [{ role: "user", content: "6 * 7?" }],
  tools: null,
  model_base_url: url,
  metadata: { invocation_id: "i", experiment_id: "e", rollout_id: rolloutId, run_id: "n", row_id: "w" },
  api_key: "key",
});

async function statusOf(adapter: ReturnType<typeof evalProtocol>, rolloutId: string) {
  return vi.waitFor(
    async () => {
      const reply = await ask(adapter, ["GET", "/status"], {}, { service, query: { rollout_id: rolloutId } });
      expect(reply.body).toMatchObject({ terminated: true });
      return reply.body;
    },
    { timeout: 10_000 },
  );
}

describe("rollouts run for eval-protocol", () => {
  it("asks the client's model with its parameters and key, and tells when the answer is there", async () => {
    await using model = await modelServer(() => completion("42"));
    const adapter = evalProtocol({ modelBaseUrls: [`${model.url}/v1`] });
    const init = await ask(adapter, ["POST", "/init"], initOf(`${model.url}/v1`), { service });
    expect(init).toEqual({ status: 200, body: { rollout_id: "r1" } });
    expect(await statusOf(adapter, "r1")).toEqual({
      terminated: true,
      status: { code: 100, message: "The rollout is finished.", details: [] },
      info: { message: { role: "assistant", content: "42" }, finish_reason: "stop" },
    });
    expect(model.calls).toMatchObject([
      {
        path: "/v1/chat/completions",
        headers: { authorization: "Bearer key" },
        body: { model: "m", temperature: 0.5, messages: [{ role: "user", content: "6 * 7?" }] },
      },
    ]);
    expect(Object.hasOwn(model.calls[0]?.body, "tools")).toBe(false);
  });

  it("asks once for a rollout whose start is repeated", async () => {
    await using model = await modelServer(() => completion("42"));
    const adapter = evalProtocol({ modelBaseUrls: [model.url] });
    await ask(adapter, ["POST", "/init"], initOf(model.url), { service });
    await ask(adapter, ["POST", "/init"], initOf(model.url), { service });
    await statusOf(adapter, "r1");
    expect(model.calls.length).toBe(1);
  });

  it.each([
    ["503", { status: 503, body: {} }, 14, "The model answered 503."],
    ["401", { status: 401, body: {} }, 3, "The model answered 401."],
    ["no message", { body: { choices: [] } }, 13, "The model's answer has no message."],
    ["nothing", undefined, 4, "The model was too slow."],
  ])("tells the code of a model that answers %s", async (_, answer, code, message) => {
    await using model = await modelServer(() => answer);
    const adapter = evalProtocol({ modelBaseUrls: [model.url], timeoutMs: answer === undefined ? 200 : 10_000 });
    await ask(adapter, ["POST", "/init"], initOf(model.url), { service });
    expect(await statusOf(adapter, "r1")).toMatchObject({ terminated: true, status: { code, message } });
  });

  it.each([
    "http://127.0.0.1:1/v1",
    "http://127.0.0.1:2/v12",
    "http://127.0.0.1:2/v1/../admin",
    "http://127.0.0.1:2/v1/%2e%2e/admin",
    "http://127.0.0.1:2@evil.test/v1",
    "file:///v1",
    "not a url",
  ])("calls no other place: %s", async (url) => {
    const adapter = evalProtocol({ modelBaseUrls: ["http://127.0.0.1:2/v1"] });
    const { status } = await ask(adapter, ["POST", "/init"], initOf(url), { service });
    expect(status).toBe(403);
  });

  it("answers 404, not implemented, where no model may be called, and for rollouts it does not know", async () => {
    const adapter = evalProtocol();
    expect((await ask(adapter, ["POST", "/init"], initOf("http://127.0.0.1:2"), { service })).status).toBe(404);
    expect((await ask(adapter, ["GET", "/status"], {}, { service, query: { rollout_id: "none" } })).status).toBe(404);
    expect((await ask(adapter, ["GET", "/status"], {}, { service })).status).toBe(404);
  });
});
