import { join, resolve } from "node:path";
import { lockFolder } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { retryTransient } from "./retry-transient.ts";
import { type SqlStoreOptions, sqlStore } from "./sql-store.ts";
import type { Store } from "./store.ts";
import { storeError } from "./store-error.ts";

export interface StoreOptions extends SqlStoreOptions {
  /** Connections to a PostgreSQL at most. Default 8. */
  readonly connections?: number;
  /** Longest time of one statement of a PostgreSQL, in milliseconds. Default 30,000. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens the store at a place and brings its schema up to date: a PostgreSQL by its URL, which many processes share, or
 * PGlite in a folder, which one process has alone.
 *
 * @param place - `postgres://…`, or the path of a folder, made when it is not there
 * @throws RewardError GUERDON_STORE_LOCKED when another process has the folder open
 * @throws RewardError GUERDON_STORE when it cannot be opened
 * @throws RewardError GUERDON_ENGINE_MISSING when `pg` or PGlite is not installed
 */
export function openStore(place: string, options: StoreOptions = {}): Promise<Store> {
  return /^postgres(ql)?:\/\//.test(place) ? openPostgres(place, options) : openFolder(resolve(place), options);
}

async function openPostgres(url: string, options: StoreOptions): Promise<Store> {
  const { postgresDatabase } = await import("./postgres-database.ts");
  const database = await postgresDatabase({ url, ...options });
  try {
    await retryTransient(() => migrate(database), options.retryMs ?? 15_000);
    return sqlStore(database, options);
  } catch (cause) {
    await database.close();
    throw storeError(`a PostgreSQL at \`${withoutPassword(url)}\``, cause, "See that it runs and lets you in.");
  }
}

async function openFolder(folder: string, options: StoreOptions): Promise<Store> {
  const lock = await lockFolder(folder);
  try {
    const { pgliteDatabase } = await import("./pglite-database.ts");
    const database = await pgliteDatabase(join(folder, "pgdata"));
    await migrate(database);
    const store = sqlStore(database, options);
    return { ...store, close: () => store.close().finally(() => lock.release()) };
  } catch (cause) {
    lock.release();
    throw storeError(`a store in \`${folder}\``, cause);
  }
}

function withoutPassword(url: string): string {
  return url.replace(/^([^:]+:\/\/[^:/@]*):[^@]*@/, "$1:…@");
}
