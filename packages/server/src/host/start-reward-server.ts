import type { IncomingMessage } from "node:http";
import { RewardError } from "@guerdon/core/error";
import type { Adapter, AdapterSettings } from "../adapter/adapter.ts";
import { attachSockets } from "../adapter/attach-sockets.ts";
import { nativeRoutes } from "../native/native-routes.ts";
import { createRewardService, type RewardServiceOptions } from "../service/create-reward-service.ts";
import { adapterRoutes } from "./adapter-routes.ts";
import { type ApiKey, authenticator } from "./api-keys.ts";
import { healthRoutes } from "./health-routes.ts";
import { listen } from "./http-server.ts";
import { openApiRoute } from "./open-api-route.ts";
import { RateLimiter } from "./rate-limiter.ts";
import type { RequestLimits } from "./request-limits.ts";
import type { HostRoute, Scope } from "./route.ts";
import { RouteTable } from "./route-table.ts";
import { observe, type Telemetry } from "./telemetry.ts";

export interface RewardServerOptions extends Omit<RewardServiceOptions, "onTerms"> {
  readonly adapters: readonly Adapter[];
  readonly settings?: AdapterSettings;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: 0, any free one. */
  readonly port?: number;
  /** Without keys everybody may ask everything. */
  readonly keys?: readonly ApiKey[];
  /** Requests a second of one key, or of one address where there are no keys. Default: no limit. */
  readonly requestsPerSecond?: number;
  readonly requestLimits?: Partial<RequestLimits>;
  readonly telemetry: Telemetry;
}

/** A server of rewards that listens. */
export interface RewardServer {
  readonly url: string;
  readonly port: number;
  readonly routes: readonly HostRoute[];
  /** Says that it is not ready, takes no more, answers what is under way, then closes. */
  close(drainMs?: number): Promise<void>;
}

const DRAIN_MS = 30_000;

/** Serves programs by the native API and by every adapter, on one port. */
export async function startRewardServer(options: RewardServerOptions): Promise<RewardServer> {
  const { adapters, settings = {}, host = "127.0.0.1", port = 0, programs, store, runtime, telemetry } = options;
  const service = createRewardService({ ...options, onTerms: telemetry.onTerms });
  let draining = false;
  const routes: HostRoute[] = [
    ...nativeRoutes({ service, programs, store }),
    ...healthRoutes(() => ({ ready: !draining, stale: [...programs.problems.keys()], load: { ...service.load } })),
    ...observe(telemetry, service, runtime),
    ...adapters.flatMap((adapter) => adapterRoutes(adapter, { service, settings })),
  ];
  const table: RouteTable = new RouteTable([openApiRoute((): readonly HostRoute[] => table.routes), ...routes]);
  const admit = admission(options, () => draining);
  const { server, ...listening } = await listen(
    { table, admit, limits: options.requestLimits ?? {}, onHandled: telemetry.onHandled, onError: telemetry.onError },
    host,
    port,
  );
  const detach = await attachSockets(server, adapters, {
    call: { service, settings },
    refuse: (request) => statusOf(() => admit(request, "score")),
  });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${listening.port}`,
    port: listening.port,
    routes: table.routes,
    async close(drainMs = DRAIN_MS) {
      draining = true;
      detach();
      await listening.close(drainMs);
      await service.idle();
    },
  };
}

type Admit = (request: IncomingMessage, scope: Scope) => void;

/** Who may ask, and how often. */
function admission({ keys = [], requestsPerSecond, runtime }: RewardServerOptions, isDraining: () => boolean): Admit {
  const authenticate = keys.length === 0 ? undefined : authenticator(keys);
  const limiter = requestsPerSecond === undefined ? undefined : new RateLimiter(requestsPerSecond, runtime.clock.now);
  return (request, scope) => {
    if (isDraining()) throw stopping();
    const client = authenticate?.(request, scope);
    limiter?.take(client ?? request.socket.remoteAddress ?? "");
  };
}

function statusOf(admit: () => void): number | undefined {
  try {
    admit();
    return undefined;
  } catch (error) {
    const status = RewardError.is(error) ? error.details.status : undefined;
    return typeof status === "number" ? status : 503;
  }
}

function stopping(): RewardError {
  return new RewardError("GUERDON_BUSY", "Expected a server that takes requests, got one that is about to stop.", {
    hint: "Ask again: another one takes its place, or it starts again.",
    details: { retryAfterSeconds: 5 },
  });
}
