import { RewardError } from "@guerdon/core/error";
import { sha256 } from "@guerdon/core/hash";
import type { Database, Session } from "./database.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";

/** One number for all of us: whoever migrates holds this lock. */
const LOCK = 7_305_827_119;

/**
 * Brings a database to the newest schema: every step that is not there yet, all or none, one process at a time.
 *
 * @throws RewardError GUERDON_STORE when it was made by a newer version, or with another text of a step
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await database.transaction(async (session) => {
    await session.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await session.query("CREATE SCHEMA IF NOT EXISTS guerdon");
    await session.query(`CREATE TABLE IF NOT EXISTS guerdon.migrations (
      version integer PRIMARY KEY,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
    const done = await session.query<{ version: number; checksum: string }>(
      "SELECT version, checksum FROM guerdon.migrations ORDER BY version",
    );
    const known = new Map(migrations.map((migration) => [migration.version, checksumOf(migration)]));
    for (const { version, checksum } of done) if (known.get(version) !== checksum) throw unknown(version, known);
    for (const migration of migrations.slice(done.length)) await apply(session, migration);
  });
}

async function apply(session: Session, migration: Migration): Promise<void> {
  for (const statement of migration.sql) await session.query(statement);
  await session.query("INSERT INTO guerdon.migrations (version, name, checksum) VALUES ($1, $2, $3)", [
    migration.version,
    migration.name,
    checksumOf(migration),
  ]);
}

function checksumOf({ sql }: Migration): string {
  return sha256(sql.map((statement) => statement.replace(/\s+/g, " ")).join(";"));
}

function unknown(version: number, known: ReadonlyMap<number, string>): RewardError {
  const newer = !known.has(version);
  return new RewardError(
    "GUERDON_STORE",
    newer
      ? `Expected a store of schema ${Math.max(...known.keys())} or older, got schema ${version}.`
      : `Expected schema ${version} of the store to be the published one, got another text.`,
    {
      hint: newer
        ? "It was made by a newer version: install that one."
        : "Move what is kept to a new store with `guerdon runs export`.",
      details: { version },
    },
  );
}
