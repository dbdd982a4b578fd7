import { RewardError } from "@guerdon/core/error";
import type { Pool, PoolClient } from "pg";
import type { Database, Row, Session } from "./database.ts";

export interface PostgresOptions {
  readonly url: string;
  /** Connections at most. Default 8. */
  readonly connections?: number;
  /** Longest time of one statement, in milliseconds. Default 30,000. */
  readonly statementTimeoutMs?: number;
}

/** Connects to a PostgreSQL server; the first statement opens the first connection. */
export async function postgresDatabase({
  url,
  connections = 8,
  statementTimeoutMs = 30_000,
}: PostgresOptions): Promise<Database> {
  const { Pool } = await loadDriver();
  const pool: Pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    // A process that is stopped while it holds a lock must not stop the others for good.
    idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    application_name: "guerdon",
    keepAlive: true,
  });
  const names = new Map<string, string>();
  // A connection that is lost while nobody waits for it is replaced by the next statement.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  function sessionOf(target: Pool | PoolClient): Session {
    return {
      async query(sql, parameters = []) {
        if (!names.has(sql)) names.set(sql, `guerdon_${names.size}`);
        const prepared = parameters.length === 0 ? {} : { name: names.get(sql) as string };
        const { rows } = await target.query<Row>({ text: sql, values: [...parameters], ...prepared });
        return rows as never;
      },
    };
  }

  async function transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await work(sessionOf(client));
      await client.query("COMMIT");
      return result;
    } catch (error) {
      broken = await client.query("ROLLBACK").then(
        () => undefined,
        (cause: Error) => cause,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return { query: sessionOf(pool).query, transaction, close: () => pool.end() };
}

async function loadDriver(): Promise<typeof import("pg")> {
  try {
    return (await import("pg")).default as unknown as typeof import("pg");
  } catch (cause) {
    throw new RewardError("GUERDON_ENGINE_MISSING", "Expected the package `pg` to be installed, got none that loads.", {
      hint: "Run `npm install pg@8.23.1`, or give a folder instead of a URL.",
      cause,
    });
  }
}
