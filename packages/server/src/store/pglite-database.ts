import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { RewardError } from "@guerdon/core/error";
import type { Database, Row, Session } from "./database.ts";
import type { ThreadReply, ThreadRequest } from "./pglite-thread.ts";
import { storeError } from "./store-error.ts";

interface Waiting {
  resolve(rows: readonly Row[]): void;
  reject(error: unknown): void;
}

/**
 * Opens PGlite on a folder, in a thread of its own. The caller holds the folder's lock.
 *
 * It has one session: transactions and single statements wait for each other.
 */
export async function pgliteDatabase(folder: string): Promise<Database> {
  const thread = startThread(folder);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended: unknown;
  let turn: Promise<unknown> = Promise.resolve();

  function end(cause: unknown): void {
    ended ??= cause;
    for (const each of waiting.values()) each.reject(ended);
    waiting.clear();
  }

  async function send(sql: string, parameters: readonly (string | number | null)[] = []): Promise<readonly Row[]> {
    if (ended !== undefined) throw ended;
    const id = ++lastId;
    const rows = new Promise<readonly Row[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
    thread.ref(); // whoever waits for an answer keeps the process
    thread.postMessage({ id, sql, parameters } satisfies ThreadRequest);
    return rows;
  }

  function alone<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  }

  const session: Session = { query: async (sql, parameters) => (await send(sql, parameters)) as never };

  async function transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await send("BEGIN");
    try {
      const result = await work(session);
      await send("COMMIT");
      return result;
    } catch (error) {
      await send("ROLLBACK").catch(() => {});
      throw error;
    }
  }

  const opened = new Promise<readonly Row[]>((resolve, reject) => waiting.set(-1, { resolve, reject }));
  thread.on("message", ({ id, rows, error }: ThreadReply) => {
    const each = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) thread.unref();
    if (error === undefined) each?.resolve(rows ?? []);
    else each?.reject(Object.assign(new Error(error.message), error));
  });
  thread.on("error", end);
  thread.on("exit", () => end(new Error("the database's thread has ended")));
  try {
    await opened;
  } catch (cause) {
    await thread.terminate();
    throw unopened(folder, cause);
  }

  return {
    query: (sql, parameters) => alone(() => session.query(sql, parameters)) as never,
    transaction: (work) => alone(() => transaction(work)),
    close: () =>
      alone(async () => {
        if (ended !== undefined) return;
        const exit = once(thread, "exit");
        thread.ref();
        thread.postMessage({ id: ++lastId, sql: undefined, parameters: [] } satisfies ThreadRequest);
        await exit;
      }),
  };
}

function unopened(folder: string, cause: unknown): RewardError {
  const { code, message } = cause as { code?: string; message?: string };
  if (code !== "ERR_MODULE_NOT_FOUND") return storeError(`\`${folder}\` to be a folder of the store`, cause);
  return new RewardError("GUERDON_ENGINE_MISSING", `Expected PGlite to be installed, got: ${message}.`, {
    hint: "Run `npm install @electric-sql/pglite@0.5.16`, or give the URL of a PostgreSQL.",
    cause,
  });
}

/** From sources a thread must register the loader itself. */
function startThread(folder: string): Worker {
  const options = { workerData: { folder } };
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./pglite-thread.js", import.meta.url), options);
  const [loader, program] = [import.meta.resolve("tsx/esm/api"), new URL("./pglite-thread.ts", import.meta.url).href];
  const source = `import("${loader}").then(({ register }) => { register(); return import("${program}"); });`;
  return new Worker(source, { ...options, eval: true });
}
