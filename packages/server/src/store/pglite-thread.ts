import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";

/** A statement from the store's thread; none asks to close the database and end. */
export interface ThreadRequest {
  readonly id: number;
  readonly sql: string | undefined;
  readonly parameters: readonly (string | number | null)[];
}

/** What became of it; `id` −1 says that the database is open, or why it is not. */
export interface ThreadReply {
  readonly id: number;
  readonly rows?: readonly { readonly [column: string]: unknown }[];
  readonly error?: { readonly message: string; readonly code?: string };
}

const OPENED = -1;
const port = parentPort as NonNullable<typeof parentPort>;

function send(reply: ThreadReply): void {
  port.postMessage(reply);
}

function errorOf(cause: unknown): { message: string; code?: string } {
  const { message = String(cause), code } = cause as { message?: string; code?: unknown };
  return { message, ...(typeof code === "string" ? { code } : {}) };
}

try {
  const { folder } = workerData as { readonly folder: string };
  const database = await PGlite.create({ dataDir: folder, relaxedDurability: false });
  port.on("message", async ({ id, sql, parameters }: ThreadRequest) => {
    if (sql === undefined) {
      await database.close().catch(() => {});
      port.close();
      return;
    }
    try {
      const { rows } = await database.query<{ [column: string]: unknown }>(sql, [...parameters]);
      send({ id, rows });
    } catch (cause) {
      send({ id, error: errorOf(cause) });
    }
  });
  send({ id: OPENED });
} catch (cause) {
  send({ id: OPENED, error: errorOf(cause) });
}
