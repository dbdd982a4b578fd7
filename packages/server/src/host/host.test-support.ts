import type { ProgramSpec } from "@guerdon/core/program";
import { createAdapters } from "../adapter/create-adapters.ts";
import type { ProgramRegistry } from "../service/program-registry.ts";
import { realClock, registryOf } from "../service/service.test-support.ts";
import { createLog, type LogLevel } from "./create-log.ts";
import { type RewardServer, type RewardServerOptions, startRewardServer } from "./start-reward-server.ts";
import { telemetry } from "./telemetry.ts";

/** A real server on a free port, with its log. */
export interface TestServer extends RewardServer, AsyncDisposable {
  readonly programs: ProgramRegistry;
  readonly log: readonly string[];
  post(path: string, body: unknown, headers?: { readonly [name: string]: string }): Promise<Response>;
  get(path: string, headers?: { readonly [name: string]: string }): Promise<Response>;
}

/** Serves programs by every protocol until the end of the scope. */
export async function testServer(
  specs: readonly ProgramSpec[],
  options: Partial<RewardServerOptions> & { readonly level?: LogLevel } = {},
): Promise<TestServer> {
  const log: string[] = [];
  const programs = options.programs ?? (await registryOf(...specs));
  const server = await startRewardServer({
    programs,
    adapters: createAdapters(),
    runtime: { clock: realClock },
    telemetry: telemetry(createLog(options.level ?? "debug", { write: (line) => void log.push(line) })),
    ...options,
  });
  return {
    ...server,
    programs,
    log,
    get: (path, headers = {}) => fetch(server.url + path, { headers }),
    post: (path, body, headers = {}) =>
      fetch(server.url + path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
      } as RequestInit),
    [Symbol.asyncDispose]: () => server.close(1000),
  };
}
