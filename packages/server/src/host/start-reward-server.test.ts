import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { term } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { EXACT } from "../service/service.test-support.ts";
import { testServer } from "./host.test-support.ts";

const BODY = { rollouts: [{ group: "g", item: { answer: "4" }, completion: "it is 4" }] };
const KEYS = [
  { name: "trainer", key: "0123456789abcdef0", scopes: ["score"] },
  { name: "watcher", key: "fedcba98765432100", scopes: ["metrics"] },
] as const;

/** Sends bytes as they are and gives what comes back until the connection ends. */
async function raw(port: number, ...parts: readonly (string | number)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (data) => {
    text += data;
  });
  socket.on("error", () => {});
  const closed = once(socket, "close");
  for (const part of parts) {
    if (typeof part === "number") await sleep(part);
    else socket.write(part);
  }
  await closed;
  return text;
}

describe("startRewardServer", () => {
  it("scores by the native API and by a protocol, at the root and below its name", async () => {
    await using server = await testServer([EXACT]);
    const native = (await (await server.post("/v1/score", BODY)).json()) as { rollouts: { total: object }[] };
    expect(native.rollouts[0]?.total).toEqual({ kind: "scored", value: 0.97 });
    const openrlhf = { query: ["2+2? A: 4"], prompts: ["2+2?"], labels: ["4"] };
    for (const path of ["/get_reward", "/openrlhf/get_reward", "/get_reward?program=exact&groupSize=1"]) {
      expect(await (await server.post(path, openrlhf)).json()).toMatchObject({ rewards: [0.98] });
    }
    expect((await server.post("/get_reward?groupSize=x", openrlhf)).status).toBe(422);
    expect((await server.post("/get_reward?program=none", openrlhf)).status).toBe(503);
  });

  it("refuses what is not as it should be: code, cause and the id of the request, in every case", async () => {
    await using server = await testServer([EXACT], { requestLimits: { maxBodyBytes: 2000, maxDepth: 8 } });
    const deep = `{"rollouts":[{"completion":"x","item":${"[".repeat(9)}${"]".repeat(9)}}]}`;
    const cases: [string, Promise<Response>][] = [
      ["no JSON", server.post("/v1/score", "{")],
      ["bad UTF-8", server.post("/v1/score", Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
      ["too large", server.post("/v1/score", `"${"x".repeat(3000)}"`)],
      ["too deep", server.post("/v1/score", deep)],
      ["compressed", server.post("/v1/score", "{}", { "content-encoding": "gzip" })],
      ["wrong shape", server.post("/v1/score", { rollouts: [{ completion: 3 }] })],
      ["unknown program", server.post("/v1/score", { ...BODY, program: "exat" })],
      ["a run without store", server.post("/v1/score", { ...BODY, run: "r" })],
      ["no path", server.get("/v2/score")],
      ["no method", server.get("/v1/score")],
      ["no run", server.get("/v1/runs/x")],
    ];
    const lines: string[] = [];
    for (const [name, asked] of cases) {
      const response = await asked;
      const problem = (await response.json()) as { code: string; detail: string; cause: string; status: number };
      expect(problem.cause).toBe(response.headers.get("x-request-id"));
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      lines.push(`${name}: ${response.status} ${problem.code} ${problem.detail}`);
    }
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "no JSON: 400 GUERDON_REQUEST Expected the body to be JSON, got text that is none.
      bad UTF-8: 400 GUERDON_REQUEST Expected the body to be UTF-8, got other bytes.
      too large: 413 GUERDON_LIMIT Expected the body to be at most 2000 bytes, got 3002.
      too deep: 400 GUERDON_LIMIT Expected the body to be nested at most 8 deep, got a deeper one.
      compressed: 415 GUERDON_LIMIT Expected the body to be sent as it is, got one encoded by gzip.
      wrong shape: 422 GUERDON_REQUEST Expected a body of the route's shape, got another: rollouts.0.completion: Invalid input.
      unknown program: 404 GUERDON_PROGRAM_NOT_SERVED Expected \`program\` to be one of \`exact\`, got \`exat\`.
      a run without store: 422 GUERDON_STORE Expected a store for a request with a \`run\`, got none.
      no path: 404 GUERDON_ROUTE Expected a path of the server, got \`/v2/score\`.
      no method: 405 GUERDON_ROUTE Expected POST for \`/v1/score\`, got GET.
      no run: 404 GUERDON_ROUTE Expected a run that has begun, got \`x\`."
    `);
    expect((await server.get("/v1/score")).headers.get("allow")).toBe("POST");
  });

  it("speaks the words of a protocol where it has its own", async () => {
    await using server = await testServer([EXACT]);
    const response = await server.post("/get_reward", { query: "not a list" });
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([422, ["detail"]]);
  });

  it("wants keys with scopes where it has keys, but not for its health", async () => {
    await using server = await testServer([EXACT], { keys: KEYS });
    const trainer = { authorization: `Bearer ${KEYS[0].key}` };
    const watcher = { "x-api-key": KEYS[1].key };
    const statuses = await Promise.all([
      server.post("/v1/score", BODY),
      server.post("/v1/score", BODY, { authorization: "Bearer wrong" }),
      server.post("/v1/score", BODY, watcher),
      server.post("/v1/score", BODY, trainer),
      server.post("/get_reward", { query: [] }, { "x-api-key": KEYS[0].key }),
      server.get("/metrics", trainer),
      server.get("/metrics", watcher),
      server.get("/healthz"),
      server.get("/readyz"),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 403, 200, 200, 403, 200, 200, 200]);
    expect(statuses[0]?.headers.get("www-authenticate")).toBe("Bearer");
    expect(server.log.join("")).not.toMatch(/0123456789|fedcba/);
  });

  it("limits the rate of a client", async () => {
    await using server = await testServer([EXACT], { requestsPerSecond: 0.5 });
    expect((await server.post("/v1/score", BODY)).status).toBe(200);
    const refused = await server.post("/v1/score", BODY);
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, 2]);
  });

  it("cuts off who sends slowly, before and in the body", async () => {
    await using server = await testServer([EXACT], {
      requestLimits: { headersTimeoutMs: 300, requestTimeoutMs: 600 },
    });
    const started = performance.now();
    const [head, body] = await Promise.all([
      raw(server.port, "POST /v1/score HTTP/1.1\r\nHost: x\r\n", 50, "X-Slow: 1\r\n"),
      raw(server.port, "POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", 50, '"a'),
    ]);
    expect([head.split("\r\n")[0], body.split("\r\n")[0]]).toEqual(Array(2).fill("HTTP/1.1 408 Request Timeout"));
    expect(performance.now() - started).toBeLessThan(15_000);
    expect((await server.get("/healthz")).status).toBe(200);
  });

  it("outlives a client that goes away, and what is no HTTP", async () => {
    await using server = await testServer([EXACT]);
    const socket = connect(server.port, "127.0.0.1");
    socket.write("POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    await sleep(50);
    socket.destroy();
    expect(await raw(server.port, "\x16\x03\x01 nonsense\r\n\r\n")).toContain("400 Bad Request");
    expect((await server.post("/v1/score", BODY)).status).toBe(200);
  });

  it("answers what is under way before it closes, and takes nothing new", async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const wait = term(async (rollouts) => gate.then(() => rollouts.map(() => 1)), { range: [0, 1] });
    const server = await testServer([{ reward: "gated", terms: { wait }, total: "wait" }]);
    const underWay = server.post("/v1/score", BODY);
    while (!(await (await server.get("/readyz")).text()).includes('"rollouts":1')) await sleep(5);
    const closing = server.close(10_000);
    await expect(fetch(`${server.url}/healthz`, { headers: { connection: "close" } })).rejects.toThrow();
    go();
    expect((await underWay).status).toBe(200);
    await closing;
  });

  it("says that its port is taken", async () => {
    await using server = await testServer([EXACT]);
    await expect(testServer([EXACT], { port: server.port })).rejects.toThrow(
      `Expected \`port\` ${server.port} of 127.0.0.1 to be free, got one that another process has.`,
    );
  });

  it("passes a given request id through, and one that could harm a log not", async () => {
    await using server = await testServer([EXACT]);
    const ids = await Promise.all(
      ["my-id:1", "a b", "x".repeat(200)].map(async (id) =>
        (await server.get("/healthz", { "x-request-id": id })).headers.get("x-request-id"),
      ),
    );
    expect(ids.map((id, i) => id === ["my-id:1", "a b", "x".repeat(200)][i])).toEqual([true, false, false]);
  });
});
