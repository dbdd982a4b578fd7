import { readFile } from "node:fs/promises";
import { RewardError } from "@guerdon/core/error";
import { type Adapter, createAdapters } from "@guerdon/server/adapter";
import {
  type ApiKey,
  createLog,
  type HostLog,
  type LogLevel,
  otlpTracer,
  parseKeys,
  startRewardServer,
  telemetry,
  watchPrograms,
} from "@guerdon/server/host";
import { type Executor, ProgramRegistry } from "@guerdon/server/service";
import { openStore, type Store } from "@guerdon/server/store";
import { type ClosableCache, diskCache, layeredCache, memoryCache } from "@guerdon/verify/cache";
import { processPool } from "@guerdon/verify/pool";
import { adapterResources, type ResourceOptions } from "../serve/adapter-resources.ts";
import { printServing } from "../serve/print-serving.ts";
import { programSource } from "../serve/program-source.ts";
import { pruneRegularly } from "../serve/prune-regularly.ts";
import { untilStopped } from "../serve/until-stopped.ts";
import { systemClock } from "../system-clock.ts";

export interface ServeOptions extends ResourceOptions {
  readonly port: number;
  readonly host: string;
  readonly store: string;
  readonly nats?: string;
  readonly keep?: number;
  readonly protocols?: string;
  readonly run?: string;
  readonly groupSize?: number;
  readonly cohortWaitMs: number;
  readonly abstainedReward?: number;
  readonly keys?: string;
  readonly rate?: number;
  readonly maxBodyMb: number;
  readonly requestDeadlineMs: number;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly cache?: string;
  readonly seed: number;
  readonly drainMs: number;
  readonly watch: boolean;
  readonly log: string;
  readonly json?: boolean;
}

/** `guerdon serve PROGRAM…`: serves until it is told to stop. */
export async function serve(paths: readonly string[], options: ServeOptions): Promise<number> {
  const programs = await ProgramRegistry.open(paths.map(programSource));
  const keys = await keysOf(options.keys);
  const parts: Closable[] = [];
  try {
    await serveUntilStopped(programs, keys, options, parts);
  } finally {
    // The last that was opened may need those before it.
    for (const part of parts.reverse()) await part.close();
  }
  return 0;
}

interface Closable {
  close(): Promise<unknown>;
}

async function serveUntilStopped(
  programs: ProgramRegistry,
  keys: readonly ApiKey[],
  options: ServeOptions,
  parts: Closable[],
): Promise<void> {
  const opened = <T extends Closable>(part: T): T => {
    parts.push(part);
    return part;
  };
  const log = createLog(options.log as LogLevel);
  const isTraced = process.env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
  const tracer = isTraced ? opened(await otlpTracer()) : undefined;
  const store = options.store === "none" ? undefined : opened(await openStore(options.store));
  const executor =
    options.nats === undefined ? undefined : opened(await remoteExecutor(options.nats, options.store, store));
  const pool = opened(processPool({ size: options.pool, deadlineMs: options.deadlineMs }));
  const runtime = { clock: systemClock, pool, cache: cacheOf(options.cache, opened), seed: options.seed };
  const adapters = chosen(createAdapters(await adapterResources(options, runtime)), options.protocols);
  const server = await startRewardServer({
    programs,
    adapters,
    runtime,
    keys,
    host: options.host,
    port: options.port,
    settings: settingsOf(options),
    limits: { deadlineMs: options.requestDeadlineMs },
    requestLimits: { maxBodyBytes: options.maxBodyMb * 1024 * 1024 },
    telemetry: telemetry(log, tracer),
    ...(store === undefined ? {} : { store }),
    ...(executor === undefined ? {} : { executor }),
    ...(options.rate === undefined ? {} : { requestsPerSecond: options.rate }),
  });
  opened({ close: () => server.close(options.drainMs) });
  const endWatch = options.watch ? watchPrograms(programs, log) : () => {};
  const endPruning = keepRuns(store, options.keep, log);
  printServing({ server, programs, adapters, store: options.store, isOpen: keys.length === 0 }, options.json === true);
  await untilStopped();
  endWatch();
  endPruning();
}

function keepRuns(store: Store | undefined, keepMs: number | undefined, log: HostLog): () => void {
  if (store === undefined || keepMs === undefined) return () => {};
  return pruneRegularly(store, keepMs, (removed, err) => {
    if (err === undefined) log.info({ removed }, "old runs removed");
    else log.error({ err }, "old runs could not be removed");
  });
}

function cacheOf(directory: string | undefined, opened: <T extends Closable>(part: T) => T): ClosableCache {
  const memory = memoryCache({ maxEntries: 100_000 });
  return directory === undefined ? memory : layeredCache(memory, opened(diskCache({ directory })));
}

/** Batches go to workers, who share the store. */
async function remoteExecutor(url: string, place: string, store: Store | undefined): Promise<Executor> {
  const { sharedStore } = await import("./worker.ts");
  sharedStore(place);
  const { openQueue, RemoteExecutor } = await import("@guerdon/server/worker");
  return new RemoteExecutor(await openQueue({ url }), store as Store);
}

function chosen(adapters: readonly Adapter[], protocols: string | undefined): readonly Adapter[] {
  if (protocols === undefined) return adapters;
  const names = protocols.split(",").filter((name) => name !== "" && name !== "none" && name !== "native");
  const known = adapters.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return adapters.filter(({ name }) => names.includes(name));
  throw new RewardError(
    "GUERDON_USAGE",
    `Expected \`--protocols\` to name some of ${known.join(", ")}, got \`${unknown}\`.`,
  );
}

/** Keys from a file, else from the environment, else none. */
async function keysOf(path: string | undefined): Promise<readonly ApiKey[]> {
  if (path === undefined) return parseKeys((process.env.GUERDON_KEYS ?? "").replaceAll(";", "\n"));
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new RewardError("GUERDON_FILE", `Expected \`--keys\` to be a readable file, got: ${cause.message}.`, {
      cause,
    });
  });
  return parseKeys(text);
}

function settingsOf({
  run,
  groupSize,
  cohortWaitMs,
  abstainedReward,
}: ServeOptions): Parameters<typeof startRewardServer>[0]["settings"] & object {
  return {
    cohortWaitMs,
    ...(run === undefined ? {} : { run }),
    ...(groupSize === undefined ? {} : { groupSize }),
    ...(abstainedReward === undefined ? {} : { abstainedReward }),
  };
}
