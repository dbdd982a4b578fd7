import type { Adapter } from "@guerdon/server/adapter";
import type { RewardServer } from "@guerdon/server/host";
import type { ProgramRegistry } from "@guerdon/server/service";

export interface Serving {
  readonly server: Pick<RewardServer, "url" | "port" | "routes">;
  readonly programs: Pick<ProgramRegistry, "newest">;
  readonly adapters: readonly Pick<Adapter, "name" | "sockets">[];
  readonly store: string;
  /** No key is needed. */
  readonly isOpen: boolean;
}

/** Prints what is served and where, for people or as one JSON line. */
export function printServing(serving: Serving, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(asJson(serving))}\n` : asText(serving));
}

function asJson(serving: Serving): object {
  const { server, programs, adapters, store, isOpen } = serving;
  return {
    url: server.url,
    port: server.port,
    pid: process.pid,
    programs: [...programs.newest.values()].map(({ name, hash }) => ({ program: name, version: hash })),
    protocols: Object.fromEntries(
      ["native", ...adapters.map(({ name }) => name)].map((name) => [name, urlsOf(name, server, adapters)]),
    ),
    store: withoutPassword(store),
    keys: !isOpen,
  };
}

function asText({ server, programs, adapters, store, isOpen }: Serving): string {
  const served = [...programs.newest.values()].map(({ name, hash }) => `${name} (${hash.slice(0, 12)})`).join(", ");
  const lines = [`Serving ${served} at ${server.url}`, ""];
  for (const name of ["native", ...adapters.map((adapter) => adapter.name)]) {
    for (const [i, url] of urlsOf(name, server, adapters).entries())
      lines.push(`  ${(i === 0 ? name : "").padEnd(16)} ${url}`);
  }
  lines.push(
    "",
    `  ${"documents".padEnd(16)} ${server.url}/openapi.json`,
    `  ${"watch".padEnd(16)} ${server.url}/metrics, /healthz, /readyz`,
  );
  lines.push(
    "",
    store === "none"
      ? "Store: none; requests with a run are refused. Give one by --store FOLDER."
      : `Store: ${withoutPassword(store)}`,
  );
  if (isOpen) lines.push("Keys: none; everybody who reaches the port may score. Give some by --keys FILE.");
  return `${lines.join("\n")}\n`;
}

/** The URLs of a protocol, at the root where it has the path there, else below its name. */
function urlsOf(name: string, { url, routes }: Serving["server"], adapters: Serving["adapters"]): readonly string[] {
  const own = routes.filter(({ protocol }) => protocol === name);
  const short = own.filter(({ path }) => name === "native" || !path.startsWith(`/${name}/`));
  const shadowed = own.filter(
    ({ path, method }) =>
      path.startsWith(`/${name}/`) && !short.some((each) => each.method === method && `/${name}${each.path}` === path),
  );
  const sockets = (adapters.find((adapter) => adapter.name === name)?.sockets ?? []).map(
    ({ path }) => `WS ${url.replace(/^http/, "ws")}${path}`,
  );
  return [...[...short, ...shadowed].map(({ method, path }) => `${method} ${url}${path}`), ...sockets];
}

function withoutPassword(store: string): string {
  return store.replace(/^([^:]+:\/\/[^:/@]*):[^@]*@/, "$1:…@");
}
