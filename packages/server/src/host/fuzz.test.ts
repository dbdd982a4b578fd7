import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createAdapters } from "../adapter/create-adapters.ts";
import { corridor, products, ROWS } from "../adapter/environment/environments.test-support.ts";
import { EXACT, library, realClock } from "../service/service.test-support.ts";
import { drawer } from "../store/draw.test-support.ts";
import { type Draw, damaged, mutated, schemaValue } from "./fuzz-body.test-support.ts";
import { type TestServer, testServer } from "./host.test-support.ts";
import type { HostRoute } from "./route.ts";

/** Bodies a route; the thousand of the full version take minutes. */
const BODIES = process.env.GUERDON_FULL === "1" ? 1000 : 12;
const LEAK = /node_modules|packages\/|\.ts:\d|\.js:\d|\n\s+at |\/work\/|\/root\/|\/usr\//;

function bodyOf({ body }: HostRoute, draw: Draw): string | Buffer {
  if (body === undefined) return "";
  const value = schemaValue(z.toJSONSchema(body, { io: "input", unrepresentable: "any" }), draw);
  const kind = draw();
  if (kind < 0.4) return JSON.stringify(value);
  if (kind < 0.8) return JSON.stringify(mutated(value, draw));
  return damaged(JSON.stringify(value), draw);
}

/** Asks a route something odd; gives what is wrong with the answer. */
async function askOddly(server: TestServer, route: HostRoute, draw: Draw): Promise<string | undefined> {
  const odd = ["x", "..%2f..%2fetc", "%00", "%zz", "a".repeat(500)][Math.floor(draw() * 5)] as string;
  const path = route.path.replace(/\{\w+\}/g, odd) + (draw() < 0.2 ? `?program=${odd}&groupSize=${odd}` : "");
  const sent = bodyOf(route, draw);
  const init = route.method === "POST" ? { body: sent as NonNullable<RequestInit["body"]> } : {};
  const response = await fetch(server.url + path, { method: route.method, ...init });
  const text = await response.text();
  const id = response.headers.get("x-request-id");
  const what = `${route.method} ${path} ${String(sent).slice(0, 300)} → ${response.status} ${text.slice(0, 300)}`;
  const leak = LEAK.exec(text.replaceAll("../../etc/passwd", ""));
  if (leak !== null) return `leaks ${leak[0]}: ${what}`;
  if (id === null) return `no id: ${what}`;
  if (response.status >= 500 && !server.log.some((line) => line.includes(id) && line.includes('"err"'))) {
    return `no cause in the log: ${what}`;
  }
  if (response.status === 200 && route.reply !== undefined) {
    const checked = route.reply.safeParse(JSON.parse(text));
    if (!checked.success) return `not as published (${checked.error.issues[0]?.message}): ${what}`;
  }
  return undefined;
}

describe("every route", () => {
  it(`answers ${BODIES} random, mutated and damaged bodies as published, or by a problem with its cause in the log`, async () => {
    await using server = await testServer([EXACT], {
      limits: { deadlineMs: 300 },
      adapters: createAdapters({
        environments: [products, corridor],
        graders: { library, runtime: { clock: realClock } },
        rowSets: [{ name: "products", rows: ROWS }],
      }),
    });
    const routes = server.routes.filter(({ protocol, path }) => !path.startsWith(`/${protocol}/`));
    expect(routes.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    const statuses = new Map<number, number>();
    for (const route of routes) {
      const draw = drawer(1, `${route.method} ${route.path}`);
      for (let i = 0; i < BODIES && wrong.length < 5; i++) {
        const problem = await askOddly(server, route, draw);
        if (problem !== undefined) wrong.push(problem);
      }
    }
    for (const line of server.log) {
      const { status } = JSON.parse(line) as { status?: number };
      if (status !== undefined) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(wrong).toEqual([]);
    expect([200, 400, 422].every((status) => (statuses.get(status) ?? 0) > 10)).toBe(true);
    expect((await server.get("/healthz")).status).toBe(200);
  }, 900_000);
});
