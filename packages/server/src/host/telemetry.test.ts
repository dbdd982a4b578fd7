import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { EXACT, realClock, registryOf } from "../service/service.test-support.ts";
import { createLog } from "./create-log.ts";
import { testServer } from "./host.test-support.ts";
import { otlpTracer } from "./otlp-tracer.ts";
import { startRewardServer } from "./start-reward-server.ts";
import { telemetry } from "./telemetry.ts";

const BODY = {
  rollouts: [
    { item: { answer: "4" }, completion: "it is 4" },
    { item: {}, completion: "4" },
  ],
};

describe("the log", () => {
  it("has a line a request with its id at level debug, and no secret anywhere", () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => void lines.push(line) });
    log.debug({}, "not this");
    const secret = "s3cr3t";
    log.info(
      {
        key: secret,
        headers: { authorization: secret, "x-api-key": secret },
        a: { b: { token: secret } },
        requestId: "r",
      },
      "x",
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"requestId":"r"');
    expect(lines[0]).not.toContain(secret);
  });

  it("has the whole error behind a problem, under the id the client was given", async () => {
    await using server = await testServer([EXACT]);
    const answered = await server.post("/get_reward?program=none", { query: ["4"], prompts: [""], labels: ["4"] });
    const id = answered.headers.get("x-request-id");
    const lines = server.log.map(
      (line) =>
        JSON.parse(line) as { requestId: string; err?: { code: string; stack: string }; msg: string; status?: number },
    );
    const own = lines.filter(({ requestId }) => requestId === id);
    expect(own.map(({ msg }) => msg)).toEqual(["failed", "answered"]);
    expect(own[0]?.err).toMatchObject({
      code: "GUERDON_PROGRAM_NOT_SERVED",
      stack: expect.stringContaining("program-registry"),
    });
    expect(own[1]?.status).toBe(503);
  });
});

describe("GET /metrics", () => {
  it("counts requests, rollouts and outcomes of terms", async () => {
    await using server = await testServer([EXACT]);
    await server.post("/v1/score", BODY);
    await server.post("/v1/score", BODY);
    await server.get("/nowhere");
    const text = await (await server.get("/metrics")).text();
    const value = (name: string): number =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.split(" ")
          .at(-1),
      );
    expect(value('guerdon_request_seconds_count{protocol="native",path="/v1/score",status="200"}')).toBe(2);
    expect(value('guerdon_request_seconds_count{protocol="none",path="none",status="404"}')).toBe(1);
    expect(value('guerdon_rollouts_total{program="exact"}')).toBe(4);
    expect(value('guerdon_term_outcomes_total{program="exact",term="correct",outcome="scored"}')).toBe(2);
    expect(value('guerdon_term_outcomes_total{program="exact",term="correct",outcome="task"}')).toBe(2);
    expect(value('guerdon_term_value_bucket{le="0.9",program="exact",term="correct"}')).toBe(0);
    expect(value('guerdon_term_value_bucket{le="1",program="exact",term="correct"}')).toBe(2);
    expect(value('guerdon_term_seconds_count{program="exact",term="words"}')).toBe(2);
    expect(value("guerdon_rollouts_in_progress")).toBe(0);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
    expect(value("guerdon_event_loop_delay_p99_seconds")).toBeGreaterThanOrEqual(0);
  });
});

describe("otlpTracer", () => {
  it("sends a span for each request and each term to a collector", async () => {
    const bodies: string[] = [];
    const collector = createServer((request, response) => {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        bodies.push(`${request.url} ${body}`);
        response.end("{}");
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const tracer = await otlpTracer().finally(() => delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT);
    const server = await startRewardServer({
      programs: await registryOf(EXACT),
      adapters: [],
      runtime: { clock: realClock },
      telemetry: telemetry(createLog("silent"), tracer),
    });
    await fetch(`${server.url}/v1/score`, {
      method: "POST",
      body: JSON.stringify(BODY),
      headers: { "x-request-id": "trace-me" },
    });
    await server.close();
    await tracer.close();
    collector.close();
    const text = bodies.join("\n");
    expect(text).toMatch(/^\/v1\/traces /);
    const { resourceSpans } = JSON.parse(text.slice(text.indexOf(" "))) as {
      resourceSpans: { scopeSpans: { spans: { name: string; spanId: string; parentSpanId?: string }[] }[] }[];
    };
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    expect(spans.map(({ name }) => name).sort()).toEqual(["POST /v1/score", "score", "term correct", "term words"]);
    const batch = spans.find(({ name }) => name === "score")?.spanId;
    expect(
      spans
        .filter(({ parentSpanId }) => parentSpanId === batch)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["term correct", "term words"]);
    expect(text).toContain("trace-me");
  });
});
