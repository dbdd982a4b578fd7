export { type ApiKey, parseKeys } from "./api-keys.ts";
export { createLog, type LogLevel } from "./create-log.ts";
export { otlpTracer } from "./otlp-tracer.ts";
export { REQUEST_LIMITS, type RequestLimits } from "./request-limits.ts";
export { type RewardServer, type RewardServerOptions, startRewardServer } from "./start-reward-server.ts";
export { type HostLog, type Telemetry, telemetry } from "./telemetry.ts";
export type { Tracer } from "./tracer.ts";
export { watchPrograms } from "./watch-programs.ts";
