import { pino } from "pino";
import type { HostLog } from "./telemetry.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Where a log goes; without it, to standard error. */
export interface LogTarget {
  write(line: string): void;
}

const SECRETS = ["authorization", "cookie", '["x-api-key"]', "key", "password", "token"];

/** A log of JSON lines. What may be a secret is left out wherever it stands. */
export function createLog(level: LogLevel, target?: LogTarget): HostLog {
  const paths = SECRETS.flatMap((name) => [name, `*${dotted(name)}`, `*.*${dotted(name)}`]);
  const options = { level, base: null, redact: { paths, censor: "…" } };
  return pino(options, target ?? pino.destination({ dest: 2, sync: true }));
}

function dotted(name: string): string {
  return name.startsWith("[") ? name : `.${name}`;
}
