import type { Runtime } from "@guerdon/core/engine";
import type { OwnedRewardService } from "../service/create-reward-service.ts";
import type { OnTerms } from "../service/micro-batcher.ts";
import { HostMetrics } from "./host-metrics.ts";
import type { Handled } from "./http-server.ts";
import { metricsRoute } from "./metrics-route.ts";
import type { HostRoute } from "./route.ts";
import type { Tracer } from "./tracer.ts";

/** The part of a logger that a host writes to. */
export interface HostLog {
  debug(facts: object, text: string): void;
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}

/** Log, metrics and traces of a server. */
export interface Telemetry {
  readonly metrics: HostMetrics;
  readonly onTerms: OnTerms;
  readonly onHandled: (handled: Handled) => void;
  readonly onError: (error: unknown, requestId: string) => void;
}

/** Puts log, metrics and, where there is one, a tracer behind the hooks of a server. */
export function telemetry(log: HostLog, tracer?: Tracer): Telemetry {
  const metrics = new HostMetrics();
  return {
    metrics,
    onTerms(program, terms, rollouts) {
      metrics.terms(program, terms, rollouts);
      tracer?.terms(program, terms, rollouts);
    },
    onHandled(handled) {
      metrics.handled(handled);
      tracer?.handled(handled);
      const { requestId, method, route, status, seconds } = handled;
      const facts = { requestId, method, path: route?.path, protocol: route?.protocol, status, seconds };
      if (status >= 500) log.warn(facts, "answered");
      else log.debug(facts, "answered");
    },
    onError: (error, requestId) => log.error({ requestId, err: error }, "failed"),
  };
}

/** The routes by which a server is watched; the load of its parts is read when they are asked. */
export function observe({ metrics }: Telemetry, service: OwnedRewardService, { pool }: Runtime): readonly HostRoute[] {
  metrics.watch(() => service.load, pool);
  return [metricsRoute(metrics)];
}
