import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { AdapterSettings } from "../adapter.ts";
import { attachSockets } from "../attach-sockets.ts";
import { ask, engineService } from "../engine-service.test-support.ts";
import { corridor, products } from "../environment/environments.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { type OpenEnvOptions, openenv } from "./openenv.ts";

const service = engineService(PROGRAMS);
const adapter = openenv({ environments: [products, corridor] });
const http = (method: string, path: string, body: unknown = {}, query = {}) =>
  ask(adapter, [method, path], body, { service, query });
const IN_CORRIDOR = { environment: "corridor" };

/** A served adapter and sockets to it that send a message and wait for its answer. */
async function serve(options: Partial<OpenEnvOptions> = {}, settings: AdapterSettings = {}) {
  const server = createServer();
  const own = openenv({ environments: [products, corridor], ...options });
  const detach = await attachSockets(server, [own], { call: { service, settings } });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const open: WebSocket[] = [];
  const connect = async (path = "/ws") => {
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    open.push(socket);
    const inbox: string[] = [];
    const waiting: ((text: string) => void)[] = [];
    socket.on("message", (data) => (waiting.shift() ?? ((text) => inbox.push(text)))(String(data)));
    const closed = new Promise<number>((resolve) => socket.on("close", resolve));
    const next = () => inbox.shift() ?? new Promise<string>((resolve) => waiting.push(resolve));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const send = async (message: unknown) => {
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
      return JSON.parse(await next());
    };
    return { socket, send, next: async () => JSON.parse(await next()), closed };
  };
  return {
    connect,
    detach,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("openenv on the socket", () => {
  it("plays an episode: reset, step, state, close (exact messages)", async () => {
    await using server = await serve();
    const { socket, send, closed } = await server.connect();
    expect(await send({ type: "reset", data: { row: 1, episode_id: "e1" } })).toEqual({
      type: "observation",
      data: { observation: { messages: [{ role: "user", content: "7 * 7?" }], terms: {} }, reward: null, done: false },
    });
    expect(await send({ type: "state" })).toEqual({ type: "state", data: { row: 1, episode_id: "e1", step_count: 0 } });
    expect(await send({ type: "step", data: { message: "49" } })).toEqual({
      type: "observation",
      data: {
        observation: {
          messages: [
            { role: "user", content: "7 * 7?" },
            { role: "assistant", content: "49" },
          ],
          terms: { correct: 1, correct_present: 1 },
        },
        reward: 1,
        done: true,
      },
    });
    expect(await send({ type: "state" })).toMatchObject({ data: { episode_id: "e1", step_count: 1 } });
    socket.send(JSON.stringify({ type: "close" }));
    expect(await closed).toBe(1005);
  });

  it("answers what the real client sends", async () => {
    const file = new URL("./fixtures/socket-openenv.json", import.meta.url);
    const { messages } = JSON.parse(readFileSync(file, "utf8")) as { messages: readonly string[] };
    await using server = await serve();
    const { socket, send, closed } = await server.connect();
    const replies = [];
    for (const message of messages.slice(0, -1)) replies.push(await send(message));
    expect(replies.map(({ type, data }) => [type, data.reward, data.episode_id, data.step_count])).toEqual([
      ["observation", null, undefined, undefined],
      ["observation", 1, undefined, undefined],
      ["state", undefined, "e1", 1],
      ["observation", null, undefined, undefined],
    ]);
    socket.send(messages.at(-1) as string);
    expect(await closed).toBe(1005);
  });

  it("keeps one environment a socket: what one does the other does not see", async () => {
    await using server = await serve();
    const [a, b] = [
      await server.connect("/ws?environment=corridor"),
      await server.connect("/openenv/ws?environment=corridor"),
    ];
    await a.send({ type: "reset" });
    await b.send({ type: "reset", data: { seed: 2 } });
    await a.send({ type: "step", data: { move: 1 } });
    expect((await a.send({ type: "state" })).data.place).toBe(1);
    expect((await b.send({ type: "state" })).data.place).toBe(2);
    expect(await b.send({ type: "step", data: { move: 1, metadata: { note: 1 } } })).toMatchObject({
      data: { reward: 0 },
    });
    expect(await b.send({ type: "step", data: { move: 1 } })).toMatchObject({ data: { reward: 1, done: true } });
  });

  it("answers messages sent at once in their order", async () => {
    await using server = await serve();
    const { socket, next } = await server.connect("/ws?environment=corridor");
    for (const message of [
      { type: "reset" },
      { type: "step", data: { move: 1 } },
      { type: "step", data: { move: 1 } },
      { type: "state" },
    ]) {
      socket.send(JSON.stringify(message));
    }
    const replies = [await next(), await next(), await next(), await next()];
    expect(replies.map(({ data }) => data.observation?.place ?? data.place)).toEqual([0, 1, 2, 2]);
  });

  it.each([
    ["no JSON", "{", "INVALID_JSON"],
    ["nothing", "", "INVALID_JSON"],
    ["another type", { type: "fly" }, "UNKNOWN_TYPE"],
    ["no type", {}, "UNKNOWN_TYPE"],
    ["a list", [], "UNKNOWN_TYPE"],
    ["null", "null", "UNKNOWN_TYPE"],
    ["an unknown key", { type: "reset", data: {}, more: 1 }, "VALIDATION_ERROR"],
    ["a step without data", { type: "step" }, "VALIDATION_ERROR"],
    ["an unknown field of the action", { type: "step", data: { message: "a", more: 1 } }, "VALIDATION_ERROR"],
    ["an action of another type", { type: "step", data: { message: 1 } }, "VALIDATION_ERROR"],
    ["a seed below 0", { type: "reset", data: { seed: -1 } }, "VALIDATION_ERROR"],
    ["an episode id that is too long", { type: "reset", data: { episode_id: "x".repeat(256) } }, "VALIDATION_ERROR"],
    ["a step before the reset", { type: "step", data: { message: "a" } }, "EXECUTION_ERROR"],
    ["a row that is not there", { type: "reset", data: { row: 3 } }, "EXECUTION_ERROR"],
  ])("answers %s with its code and stays open", async (_, message, code) => {
    await using server = await serve();
    const { send } = await server.connect();
    const { type, data } = await send(message);
    expect([type, data.code]).toEqual(["error", code]);
    if (code === "VALIDATION_ERROR") expect(data.errors.length).toBeGreaterThan(0);
    expect(await send({ type: "reset" })).toMatchObject({ type: "observation" });
  });

  it("is an error, never a reward, when the answer cannot be scored; the step can be made again", async () => {
    await using server = await serve({
      environments: [
        {
          ...products,
          create: ({ service: lent, settings }) =>
            products.create({
              service: { ...lent, score: (request) => lent.score({ ...request, program: "broken" }) },
              settings,
            }),
        },
      ],
    });
    const { send } = await server.connect();
    await send({ type: "reset" });
    const failure = await send({ type: "step", data: { message: "42" } });
    expect(failure.data).toMatchInlineSnapshot(`
      {
        "code": "EXECUTION_ERROR",
        "message": "GUERDON_REWARD_MISSING: Expected the answer to have a reward, got none: failed (sandbox): the sandbox did not start.",
      }
    `);
    expect((await send({ type: "state" })).data.step_count).toBe(0);
    expect((await send({ type: "step", data: { message: "42" } })).data.code).toBe("EXECUTION_ERROR");
  });

  it("refuses the session above capacity with its counts, and gives the place to the next", async () => {
    await using server = await serve({ maxSessions: 2 });
    const [first] = [await server.connect(), await server.connect()];
    const third = await server.connect();
    expect(await third.next()).toEqual({
      type: "error",
      data: {
        message: "Server at capacity: 2/2 sessions active. Cannot accept new connections.",
        code: "CAPACITY_REACHED",
        active_sessions: 2,
        max_sessions: 2,
      },
    });
    await third.closed;
    first?.socket.close();
    await first?.closed;
    await expect
      .poll(async () => (await (await server.connect()).send({ type: "reset" })).type, { timeout: 5000 })
      .toBe("observation");
  });

  it("tells a factory that fails, and an environment that is not there, then closes", async () => {
    const broken = { ...corridor, name: "broken", create: () => Promise.reject(new Error("/secret/path")) };
    await using server = await serve({ environments: [broken] });
    const a = await server.connect();
    expect(await a.next()).toEqual({
      type: "error",
      data: {
        message: "Failed to create environment from factory 'broken'.",
        code: "FACTORY_ERROR",
        factory_name: "broken",
      },
    });
    await a.closed;
    const b = await server.connect("/ws?environment=none");
    expect((await b.next()).data.code).toBe("SESSION_ERROR");
    await b.closed;
  });

  it("closes a socket on which nobody speaks, and all when the server goes", async () => {
    await using server = await serve({ idleTimeoutMs: 300 });
    const idle = await server.connect();
    expect(await idle.closed).toBe(1001);
    await using other = await serve();
    const open = await other.connect();
    await open.send({ type: "reset" });
    other.detach();
    expect(await open.closed).toBe(1001);
    await expect(other.connect()).rejects.toThrow("503");
  });

  it("answers JSON-RPC inside messages, and alone on /mcp, in the socket's own environment", async () => {
    await using server = await serve();
    const ws = await server.connect("/ws?environment=corridor");
    await ws.send({ type: "reset", data: { seed: 3 } });
    const call = {
      jsonrpc: "2.0",
      id: 7,
      method: "tools/call",
      params: { name: "read_sign", arguments: { aloud: true } },
    };
    expect(await ws.send({ type: "mcp", data: call })).toEqual({
      type: "mcp",
      data: { jsonrpc: "2.0", id: 7, result: { text: "place 3", aloud: true } },
    });
    const mcp = await server.connect("/mcp?environment=corridor");
    expect((await mcp.send({ ...call, id: "a" })).result.text).toBe("place 0");
    expect((await mcp.send("{")).error.code).toBe(-32700);
  });

  it("takes tools as actions, before any reset", async () => {
    await using server = await serve();
    const { send } = await server.connect("/ws?environment=corridor");
    const { data } = await send({ type: "step", data: { type: "list_tools" } });
    expect(data).toMatchObject({
      observation: { tools: [{ name: "read_sign", input_schema: { type: "object" } }] },
      reward: null,
    });
    const called = await send({ type: "step", data: { type: "call_tool", tool_name: "read_sign", arguments: {} } });
    expect(called.data.observation).toEqual({
      tool_name: "read_sign",
      result: { text: "place 0", aloud: false },
      error: null,
    });
    const unknown = await send({ type: "step", data: { type: "call_tool", tool_name: "fly" } });
    expect(unknown.data.observation.error).toEqual({ error_type: "tool_not_found", message: "Tool not found: fly" });
    const args = { type: "call_tool", tool_name: "read_sign", arguments: { aloud: "broken" } };
    expect((await send({ type: "step", data: args })).data.observation.error.error_type).toBe("execution_error");
  });
});

describe("openenv over HTTP", () => {
  it("makes an environment for each call: a step does not know of a reset before it", async () => {
    expect(await http("POST", "/reset", { seed: 3, more: 1 }, IN_CORRIDOR)).toEqual({
      status: 200,
      body: { observation: { place: 3 }, reward: null, done: false },
    });
    const step = await http("POST", "/step", { action: { move: 1 }, timeout_s: 5, request_id: "q" }, IN_CORRIDOR);
    expect(step.body).toEqual({ observation: { place: 1 }, reward: 0, done: false });
    expect((await http("GET", "/state", {}, IN_CORRIDOR)).body).toEqual({ place: 0, episode_id: null, step_count: 0 });
  });

  it("answers 422 with the places, 500 for what the environment refuses, 404 without it", async () => {
    expect(await http("POST", "/step", { action: { move: 2 } }, IN_CORRIDOR)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["move"] }] },
    });
    expect(await http("POST", "/step", {})).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body", "action"] }] },
    });
    expect((await http("POST", "/step", { action: { move: 1 }, timeout_s: 0 })).status).toBe(422);
    expect((await http("POST", "/step", { action: { message: "a" } })).status).toBe(500);
    expect((await http("POST", "/reset", {}, { environment: "none" })).status).toBe(404);
  });

  it("gives up a step after its time", async () => {
    const slow = {
      ...corridor,
      create: () => ({ ...(corridor.create as () => object)(), step: () => new Promise(() => {}) }) as never,
    };
    const own = openenv({ environments: [slow] });
    const reply = await ask(own, ["POST", "/step"], { action: { move: 1 }, timeout_s: 0.05 }, { service });
    expect(reply).toEqual({
      status: 500,
      body: { detail: "GUERDON_DEADLINE: Expected a step within 50 ms, got none." },
    });
  });

  it("describes the environment: metadata, schemas, health", async () => {
    expect((await http("GET", "/metadata", {}, IN_CORRIDOR)).body).toEqual({
      name: "corridor",
      description: "A corridor of five places.",
      readme_content: "# Corridor",
      version: "1",
      author: "tests",
      documentation_url: "https://example.com/corridor",
    });
    expect((await http("GET", "/schema")).body).toMatchObject({
      action: {
        type: "object",
        properties: { message: { type: "string" } },
        required: ["message"],
        additionalProperties: false,
      },
      observation: { type: "object" },
      state: { type: "object" },
    });
    expect((await http("GET", "/health")).body).toEqual({ status: "healthy" });
    const none = openenv({ environments: [] });
    expect((await ask(none, ["GET", "/health"], {}, { service })).body).toEqual({ status: "unhealthy" });
  });

  it("plays over /mcp with a session of its own", async () => {
    const rpc = async (method: string, params: object = {}) =>
      (await http("POST", "/mcp", { jsonrpc: "2.0", id: 1, method, params }, IN_CORRIDOR)).body as {
        result?: { session_id: string };
        error?: object;
      };
    const { result } = await rpc("openenv/session/create");
    const session_id = result?.session_id as string;
    expect(await rpc("tools/call", { name: "read_sign", session_id })).toMatchObject({ result: { text: "place 0" } });
    expect(await rpc("tools/list")).toMatchObject({
      result: { tools: [{ name: "read_sign", inputSchema: { type: "object" } }] },
    });
    expect(await rpc("openenv/session/close", { session_id })).toMatchObject({ result: { closed: true, session_id } });
    expect(await rpc("openenv/session/close", { session_id })).toMatchObject({ error: { code: -32602 } });
    expect(await rpc("tools/call", { name: "read_sign", session_id })).toMatchObject({ error: { code: -32602 } });
  });

  it.each([
    ["no version", { method: "tools/list" }, -32600],
    ["an unknown key", { jsonrpc: "2.0", method: "tools/list", more: 1 }, -32600],
    ["params that are a list", { jsonrpc: "2.0", method: "tools/list", params: [] }, -32602],
    ["another method", { jsonrpc: "2.0", method: "fly" }, -32601],
    ["a call without name", { jsonrpc: "2.0", method: "tools/call" }, -32602],
    ["a tool that is not there", { jsonrpc: "2.0", method: "tools/call", params: { name: "fly" } }, -32602],
    [
      "arguments that are a text",
      { jsonrpc: "2.0", method: "tools/call", params: { name: "read_sign", arguments: "a" } },
      -32602,
    ],
    ["a session to close without id", { jsonrpc: "2.0", method: "openenv/session/close" }, -32602],
    ["a list", [], -32600],
  ])("answers %s with the code of JSON-RPC", async (_, body, code) => {
    expect((await http("POST", "/mcp", body, IN_CORRIDOR)).body).toMatchObject({ jsonrpc: "2.0", error: { code } });
  });

  it("says on /mcp that a body is no JSON, that tools are missing, and that the server is full", async () => {
    expect(adapter.toInvalid?.({ status: 400, path: "/mcp", message: "no JSON", issues: [] })).toMatchObject({
      status: 200,
      body: { error: { code: -32700 } },
    });
    const list = { jsonrpc: "2.0", method: "tools/list", id: 1 };
    expect((await http("POST", "/mcp", list)).body).toMatchObject({
      error: { code: -32603, message: "Environment does not support MCP" },
    });
    const full = openenv({ environments: [corridor], maxSessions: 1 });
    const create = { jsonrpc: "2.0", method: "openenv/session/create", id: 1 };
    await ask(full, ["POST", "/mcp"], create, { service });
    expect((await ask(full, ["POST", "/mcp"], create, { service })).body).toMatchObject({
      error: { code: -32000, data: { active_sessions: 1, max_sessions: 1 } },
    });
  });

  it("refuses a tool that is named like a message", () => {
    const taken = { ...corridor, tools: [{ name: "reset", description: "", inputSchema: {} }] };
    expect(() => openenv({ environments: [taken] })).toThrow(
      "Expected no tool of `corridor` to be named `reset`, got one.",
    );
  });
});
