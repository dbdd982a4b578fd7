import type { Json } from "@guerdon/core/signal";
import {
  compareReplays,
  type Database,
  type ReplayComparison,
  type StateCall,
  type StateTools,
} from "./replay-calls.ts";

/** What a child process needs to replay calls: the world by module and name, the rest as data. */
export interface ReplayRequest {
  readonly module: string;
  readonly export: string;
  readonly database?: Database;
  readonly gold: readonly StateCall[];
  readonly calls: readonly StateCall[];
  readonly outputs: readonly string[];
  readonly said: readonly string[];
}

/** A simulated world: its tools, and its database where the rows bring none. */
export interface World {
  readonly tools: StateTools;
  readonly database?: Database | (() => Database | Promise<Database>);
}

export type ReplayResult = ReplayComparison | { readonly fault: string };

const worlds = new Map<string, Promise<World | undefined>>();

/** Replays gold and actual calls in the named world: a task for a killable process. */
export async function replayAndCompare(request: ReplayRequest & Json): Promise<ReplayResult & Json> {
  return (await compared(request)) as ReplayResult & Json;
}

async function compared(request: ReplayRequest): Promise<ReplayResult> {
  const key = `${request.module}#${request.export}`;
  const loading = worlds.get(key) ?? load(request);
  worlds.set(key, loading);
  const world = await loading;
  if (world === undefined) return { fault: `the module has no world \`${request.export}\` with \`tools\`` };
  const own = request.database ?? world.database;
  const database = typeof own === "function" ? await own() : own;
  if (database === undefined) return { fault: "neither the row nor the world has a database" };
  return compareReplays(database, { gold: request.gold, calls: request.calls, tools: world.tools }, request);
}

async function load(request: ReplayRequest): Promise<World | undefined> {
  const module = (await import(request.module)) as { readonly [name: string]: unknown };
  const world = module[request.export] as World | undefined;
  return typeof world === "object" && world !== null && typeof world.tools === "object" ? world : undefined;
}
