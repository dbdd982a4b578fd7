import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { testServer } from "../host/host.test-support.ts";
import { createAdapters } from "./create-adapters.ts";
import { library } from "./engine-service.test-support.ts";
import { corridor, products } from "./environment/environments.test-support.ts";
import { EXACT } from "./programs.test-support.ts";

const clock = { now: () => performance.now(), after: () => () => {} };
const serve = () =>
  testServer([EXACT], {
    adapters: createAdapters({
      environments: [products, corridor],
      graders: { library, runtime: { clock } },
      rowSets: [{ name: "one", rows: [{ prompt: [{ role: "user", content: "6 * 7?" }], item: { answer: "42" } }] }],
    }),
  });

const said = (text: string) => ({
  output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text }] }],
});

describe("all protocols of one server", () => {
  it.each([
    ["/get_reward", { query: ["42"], prompts: [""], labels: ["42"] }, { rewards: [1] }],
    ["/verify", { responses_create_params: { input: "6 * 7?" }, response: said("42"), answer: "42" }, { reward: 1 }],
    [
      "/evaluate",
      {
        messages: [
          { role: "user", content: "6 * 7?" },
          { role: "assistant", content: "42" },
        ],
        ground_truth: "42",
      },
      { score: 1 },
    ],
    ["/reset", { row: 1 }, { observation: { messages: [{ content: "7 * 7?" }] }, reward: null, done: false }],
    ["/nemo-gymnasium/reset", { responses_create_params: { input: "" }, row: 1 }, { observation: "7 * 7?" }],
    ["/compare", { conversation_history: [], response_objs: [said("42"), said("41")] }, undefined],
    [
      "/v1/fine_tuning/alpha/graders/validate",
      { grader: { type: "string_check", name: "a", input: "a", reference: "b", operation: "eq" } },
      { grader: { name: "a" } },
    ],
    ["/experiments", { name: "mix", datasets: { one: {} } }, { name: "mix", size: 500 }],
    ["/v1/envs/", { env_id: "corridor" }, { instance_id: expect.any(String) }],
    ["/run_code", { code: "x", language: "rust" }, { status: "SandboxError" }],
    ["/test_program", { program: "", tests: [] }, { results: [] }],
  ])("answers %s", async (path, body, expected) => {
    await using server = await serve();
    const response = await server.post(path, body);
    // A row without `answer` is a fault of the task: /compare has no rewards for it.
    expect(response.status).toBe(expected === undefined ? 503 : 200);
    if (expected !== undefined) expect(await response.json()).toMatchObject(expected);
  });

  it("answers slime with a bare number", async () => {
    await using server = await serve();
    expect(await (await server.post("/rm", { prompt: "6 * 7?", response: "42", label: "42" })).text()).toBe("1");
  });

  it.each([
    ["/get_reward", 422, { detail: expect.any(String) }],
    ["/verify", 422, { detail: [{ loc: ["body"] }] }],
    ["/v1/envs/", 400, { message: expect.any(String) }],
    ["/v1/fine_tuning/alpha/graders/run", 400, { error: { type: "invalid_request_error" } }],
    ["/mcp", 200, { jsonrpc: "2.0", error: { code: -32700 } }],
    ["/openenv/mcp", 200, { jsonrpc: "2.0", error: { code: -32700 } }],
  ])("says in the words of the protocol that a body of %s is no JSON", async (path, status, expected) => {
    await using server = await serve();
    const response = await server.post(path, "{");
    expect([status, 400]).toContain(response.status);
    expect(await response.json()).toMatchObject(expected);
  });

  it("keeps a session by its cookie through the server", async () => {
    await using server = await serve();
    const first = await server.post("/nemo-gymnasium/reset", { responses_create_params: { input: "" }, row: 0 });
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    const step = await server.post(
      "/nemo-gymnasium/step",
      { responses_create_params: { input: "" }, response: said("42") },
      { cookie },
    );
    expect(await step.json()).toMatchObject({ reward: 1, terminated: true });
  });

  it("plays an episode over the socket, and a number's over HTTP", async () => {
    await using server = await serve();
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws`);
    const replies: { data: { reward: number | null } }[] = [];
    socket.on("message", (data) => replies.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "reset", data: { row: 0 } }));
    socket.send(JSON.stringify({ type: "step", data: { message: "42" } }));
    await expect.poll(() => replies.map(({ data }) => data.reward), { timeout: 10_000 }).toEqual([null, 1]);
    socket.terminate();
    const { instance_id: id } = (await (await server.post("/v1/envs/", { env_id: "corridor" })).json()) as {
      instance_id: string;
    };
    await server.post(`/v1/envs/${id}/reset/`, { seed: 3 });
    expect(await (await server.post(`/v1/envs/${id}/step/`, { action: 1 })).json()).toMatchObject({
      observation: [4],
      reward: 1,
    });
    expect(await (await server.get(`/v1/envs/${id}/action_space/contains/7`)).json()).toEqual({ member: false });
  });

  it("writes every route into its OpenAPI document", async () => {
    await using server = await serve();
    const { paths } = (await (await server.get("/openapi.json")).json()) as { paths: { [path: string]: object } };
    for (const path of [
      "/get_reward",
      "/verify",
      "/reset",
      "/v1/envs/{instance_id}/step/",
      "/run_code",
      "/experiments/{name}/score",
    ]) {
      expect(Object.keys(paths)).toContain(path);
    }
  });
});
