import { readdirSync, readFileSync } from "node:fs";
import { backends, chooseBackend } from "@guerdon/verify/sandbox";
import { afterAll, describe, expect, it } from "vitest";
import type { Adapter, WireReply } from "./adapter.ts";
import { createAdapters } from "./create-adapters.ts";
import { ask, engineService, library, post } from "./engine-service.test-support.ts";
import { products, ROWS } from "./environment/environments.test-support.ts";
import { WORDS } from "./programs.test-support.ts";

interface Recorded {
  readonly provenance: string;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: { readonly [name: string]: string };
    readonly body?: string | null;
    /** What the answer must hold. */
    readonly reply?: unknown;
  }[];
}

const absent = typeof (await chooseBackend("python")) === "string";
/** Adapters that need the sandbox. */
const RUNS_CODE = ["sandbox-fusion", "open-instruct", "openai-graders"];
const service = engineService([WORDS]);
const clock = { now: () => performance.now(), after: () => () => {} };
const adapters = createAdapters({
  graders: { library, runtime: { clock } },
  environments: [products],
  rowSets: [{ name: "chain_sum", rows: digits() }],
});

function digits() {
  return ROWS.map((row, i) => ({ ...row, item: { ...row.item, max_digits: 2 + (i % 2) } }));
}

/** The routes' places by a path that a client sent. */
function paramsOf(pattern: string, path: string): { [name: string]: string } | undefined {
  const [wanted, got] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== got.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith("{")) params[part.slice(1, -1)] = got[i] as string;
    else if (part !== got[i]) return undefined;
  }
  return params;
}

/** Answers a request that a real client sent; nothing where the adapter has no such route. */
async function answer(adapter: Adapter, request: Recorded["requests"][number]): Promise<WireReply | undefined> {
  const url = new URL(request.path, "http://localhost");
  const body = request.body ? JSON.parse(request.body) : {};
  if (adapter.scores.some(({ path }) => path === url.pathname)) return post(adapter, url.pathname, body, service);
  const route = adapter.plain.find(({ method, path }) => method === request.method && paramsOf(path, url.pathname));
  if (route === undefined) return undefined;
  const params = paramsOf(route.path, url.pathname) ?? {};
  const query = Object.fromEntries(url.searchParams);
  return ask(adapter, [route.method, route.path], body, { service, params, query, headers: request.headers });
}

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\/fixtures\/(?:recorded|contract)-[^/]*\.json$/.test(name),
);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

describe("requests of real clients, and of the protocols' own pages", () => {
  it("are there", () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it.each(files)("are answered with status 200: %s", async (file) => {
    const adapter = adapters.find(({ name }) => file.startsWith(`${name}/`));
    if (adapter === undefined) throw new Error(`no adapter for ${file}`);
    const { requests, provenance } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recorded;
    expect([requests.length > 0, provenance.length > 20]).toEqual([true, true]);
    if (absent && RUNS_CODE.includes(adapter.name)) return;
    for (const request of requests) {
      const reply = await answer(adapter, request);
      expect([request.path, request.body, reply?.status, reply?.status === 200 ? "" : reply?.body]).toEqual([
        request.path,
        request.body,
        200,
        "",
      ]);
      if (request.reply !== undefined) expect({ reply: reply?.body }).toMatchObject({ reply: request.reply });
    }
  });
});
