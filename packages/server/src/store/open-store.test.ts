import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";
import { openStore } from "./open-store.ts";
import { pgliteDatabase } from "./pglite-database.ts";

describe("openStore", () => {
  it("says where no PostgreSQL answers, without the password", async () => {
    const error = await openStore("postgres://me:secret@127.0.0.1:9/x", { retryMs: 0 }).catch((cause) => cause);
    expect(error.message).toMatchInlineSnapshot(
      `"Expected a PostgreSQL at \`postgres://me:…@127.0.0.1:9/x\`, got: connect ECONNREFUSED 127.0.0.1:9."`,
    );
  });
});

describe("migrate", () => {
  let folder: string;
  let database: Database;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "guerdon-migrate-"));
    database = await pgliteDatabase(join(folder, "pgdata"));
  }, 120_000);
  afterAll(async () => {
    await database?.close();
    rmSync(folder, { recursive: true });
  });

  const second: Migration = { version: 2, name: "one more", sql: ["ALTER TABLE guerdon.runs ADD COLUMN note text"] };
  const broken: Migration = { version: 3, name: "broken", sql: ["CREATE TABLE guerdon.x (a int)", "no SQL"] };

  it("applies each step once, all of a step or nothing", async () => {
    await migrate(database);
    await migrate(database);
    await expect(migrate(database, [...MIGRATIONS, second, broken])).rejects.toThrow(/syntax error/);
    const tables = await database.query("SELECT 1 FROM pg_tables WHERE schemaname = 'guerdon' AND tablename = 'x'");
    expect(tables).toEqual([]);
    await migrate(database, [...MIGRATIONS, second]);
    expect(await database.query("SELECT version, name FROM guerdon.migrations ORDER BY version")).toEqual([
      { version: 1, name: MIGRATIONS[0]?.name },
      { version: 2, name: "one more" },
    ]);
  });

  it("refuses a store of a newer version, and one made with another text", async () => {
    await expect(migrate(database)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a store of schema 1 or older, got schema 2.]`,
    );
    const other = { ...second, sql: ["ALTER TABLE guerdon.runs ADD COLUMN note integer"] };
    await expect(migrate(database, [...MIGRATIONS, other])).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected schema 2 of the store to be the published one, got another text.]`,
    );
  });
});
