import type { HostMetrics } from "./host-metrics.ts";
import type { HostRoute } from "./route.ts";

/** `GET /metrics`, for Prometheus. */
export function metricsRoute(metrics: HostMetrics): HostRoute {
  return {
    method: "GET",
    path: "/metrics",
    protocol: "operations",
    summary: "Metrics in the text format of Prometheus.",
    scope: "metrics",
    answer: async () => ({ status: 200, text: await metrics.text(), type: metrics.type }),
  };
}
