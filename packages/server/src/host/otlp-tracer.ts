import { RewardError } from "@guerdon/core/error";
import type { Tracer } from "./tracer.ts";

/**
 * Sends spans to an OpenTelemetry collector: one for each request, one for each run of the engine with one for each
 * term in it. The collector's address and headers are in the environment, as OpenTelemetry names them.
 *
 * @throws RewardError GUERDON_ENGINE_MISSING when OpenTelemetry is not installed
 */
export async function otlpTracer(): Promise<Tracer> {
  const { NodeTracerProvider, BatchSpanProcessor, OTLPTraceExporter, api } = await load();
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": process.env.OTEL_SERVICE_NAME ?? "guerdon" }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer("guerdon");
  return {
    handled({ requestId, method, route, status, seconds }) {
      const end = Date.now();
      const name = `${method} ${route?.path ?? "none"}`;
      const span = tracer.startSpan(name, { kind: api.SpanKind.SERVER, startTime: end - seconds * 1000 });
      span.setAttributes({
        "http.request.method": method,
        "http.route": route?.path ?? "none",
        "http.response.status_code": status,
        "guerdon.protocol": route?.protocol ?? "none",
        "guerdon.request_id": requestId,
      });
      if (status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end(end);
    },
    terms(program, terms, rollouts) {
      const end = Date.now();
      const longest = Math.max(0, ...[...terms.values()].map(({ seconds }) => seconds));
      const batch = tracer.startSpan("score", { startTime: end - longest * 1000 });
      batch.setAttributes({
        "guerdon.program": program.name,
        "guerdon.version": program.hash,
        "guerdon.rollouts": rollouts,
      });
      const context = api.trace.setSpan(api.ROOT_CONTEXT, batch);
      for (const [name, { seconds, costUsd, skipped, calls }] of terms) {
        const span = tracer.startSpan(`term ${name}`, { startTime: end - seconds * 1000 }, context);
        span.setAttributes({
          "guerdon.term": name,
          "guerdon.cost_usd": costUsd,
          "guerdon.skipped": skipped,
          "guerdon.calls.ran": calls.ran,
          "guerdon.calls.cached": calls.cached,
          "guerdon.calls.joined": calls.joined,
        });
        span.end(end);
      }
      batch.end(end);
    },
    close: () => provider.shutdown(),
  };
}

async function load(): Promise<
  typeof import("@opentelemetry/sdk-trace-node") & {
    OTLPTraceExporter: typeof import("@opentelemetry/exporter-trace-otlp-http").OTLPTraceExporter;
    api: typeof import("@opentelemetry/api");
  }
> {
  try {
    const [sdk, { OTLPTraceExporter }, api] = await Promise.all([
      import("@opentelemetry/sdk-trace-node"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/api"),
    ]);
    return { ...sdk, OTLPTraceExporter, api };
  } catch (cause) {
    throw new RewardError(
      "GUERDON_ENGINE_MISSING",
      "Expected OpenTelemetry to be installed for OTEL_EXPORTER_OTLP_ENDPOINT, got none.",
      {
        hint: "npm install @opentelemetry/api @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-http",
        cause,
      },
    );
  }
}
