import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "@guerdon/core/signal";
import { bytesCell, type Cell, floatCell, integerCell } from "./cell.ts";
import { CollectRows } from "./collect-rows.ts";
import { differentTables, fingerprint } from "./different-tables.ts";
import { prepareLenient } from "./prepare-lenient.ts";
import { QueryError } from "./query-error.ts";
import { LARGE_BYTES, type QueryReply, type QueryRequest, type QueryRows, type Template } from "./query-request.ts";
import { sqlTokens } from "./sql-tokens.ts";
import { loadSqlite, type SqliteDatabase, type SqliteDriver } from "./sqlite-driver.ts";
import { sqliteError } from "./sqlite-error.ts";
import { type PlanStep, sqlitePlanCost } from "./sqlite-plan-cost.ts";
import { tableAliases } from "./table-aliases.ts";
import { keepFile, readTemplate, templateFolder } from "./template-folder.ts";

/** A template that was made once, to be copied for each request that could change it. */
interface Made {
  readonly bytes: Uint8Array;
  /** For statements that are proven to change nothing. */
  readonly shared: SqliteDatabase;
  /** Contents of its tables, once asked for. */
  tables?: ReadonlyMap<string, string>;
}

const KEPT = 16;
const made = new Map<string, Made>();

// Before the first row, so that loading counts for none.
const driver = await loadSqlite();

/** Runs SQL in a fresh SQLite database: a task for a killable process. */
export function runSqlite(request: QueryRequest & Json): QueryReply & Json {
  return sqliteReply(driver, request) as QueryReply & Json;
}

/** The same with a given library. */
export function sqliteReply(library: SqliteDriver | undefined, request: QueryRequest): QueryReply {
  if (library === undefined)
    return {
      kind: "fault",
      blame: "engine",
      reason:
        "Expected better-sqlite3 or sql.js to be installed, got neither. Run `npm install better-sqlite3@12.11.1`.",
    };
  let template: Made;
  try {
    template = templateOf(library, request.template);
  } catch (error) {
    return {
      kind: "fault",
      blame: "task",
      reason: `Expected SQL that makes the database, got ${(error as Error).message}.`,
    };
  }
  if (request.want === "database") return { kind: "database", engine: library.engine };
  try {
    if (request.want === "state")
      return { kind: "state", engine: library.engine, tables: stateOf(library, template, request) };
    return readOnly(library, template, request);
  } catch (error) {
    const { error: kind, message } = sqliteError(error);
    return { kind: "error", engine: library.engine, error: kind, message };
  }
}

function templateOf(library: SqliteDriver, template: Template): Made {
  const key = `${library.engine}:${template.kind === "text" ? template.sql : template.sha256}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const bytes = serialized(library, template);
  if (made.size >= KEPT) {
    const [oldest, { shared }] = made.entries().next().value as [string, Made];
    shared.close();
    made.delete(oldest);
  }
  const fresh: Made = { bytes, shared: library.open(bytes) };
  made.set(key, fresh);
  return fresh;
}

function serialized(library: SqliteDriver, template: Template): Uint8Array {
  if (template.kind === "text") return built(library, template.sql);
  if (template.holds === "sqlite") return readTemplate(template);
  if (template.bytes <= LARGE_BYTES) return built(library, readTemplate(template).toString("utf8"));
  const kept = `${template.sha256}.sqlite`;
  try {
    return readFileSync(join(templateFolder(), kept));
  } catch {
    const bytes = built(library, readTemplate(template).toString("utf8"));
    keepFile(kept, bytes);
    return bytes;
  }
}

function built(library: SqliteDriver, sql: string): Uint8Array {
  const database = library.open();
  try {
    database.exec(sql);
    return database.serialize();
  } finally {
    database.close();
  }
}

function readOnly(library: SqliteDriver, template: Made, request: QueryRequest): QueryReply {
  const sql = request.statements[0] as string;
  const shared = template.shared;
  const statement = prepareLenient(shared, sql);
  try {
    if (request.want === "cost") return { kind: "cost", engine: library.engine, cost: costOf(shared, sql) };
    // The shared database is as good as a fresh one only for what cannot change it.
    if (statement.isReadonly) return { kind: "rows", engine: library.engine, ...collect(statement, request) };
  } finally {
    statement.free();
  }
  if (library.engine === "better-sqlite3") throw new QueryError("refused", "the query would change the database");
  return onCopy(library, template, (database) => {
    const { rows, columns } = run(database, sql, request);
    return { kind: "rows", engine: library.engine, rows, columns };
  });
}

function onCopy<T>(library: SqliteDriver, template: Made, use: (database: SqliteDatabase) => T): T {
  const database = library.open(template.bytes);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function run(database: SqliteDatabase, sql: string, request: QueryRequest): QueryRows {
  const statement = prepareLenient(database, sql);
  try {
    return collect(statement, request);
  } finally {
    statement.free();
  }
}

function collect(statement: ReturnType<SqliteDatabase["prepare"]>, limits: QueryRequest): QueryRows {
  const found = new CollectRows(limits);
  for (const row of statement.rows()) found.add(row, cellOf);
  return { columns: statement.columns(), rows: found.rows };
}

function cellOf(value: unknown): Cell {
  if (typeof value === "string" || value === null) return value;
  if (typeof value === "bigint") return integerCell(value);
  if (typeof value === "number") return floatCell(value);
  return bytesCell(value as Uint8Array);
}

function stateOf(library: SqliteDriver, template: Made, request: QueryRequest): { [name: string]: QueryRows | null } {
  template.tables ??= new Map(
    Object.entries(dump(template.shared, request)).map(([name, rows]) => [name, fingerprint(rows)]),
  );
  const before = template.tables;
  return onCopy(library, template, (database) => {
    for (const sql of request.statements) run(database, sql, request);
    return differentTables(before, dump(database, request));
  });
}

/** All tables and views with their rows. */
function dump(database: SqliteDatabase, request: QueryRequest): { [name: string]: QueryRows } {
  const names = run(
    database,
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' UNION ALL SELECT name FROM sqlite_temp_schema WHERE type IN ('table', 'view')",
    request,
  );
  const tables: { [name: string]: QueryRows } = {};
  for (const [name] of names.rows)
    tables[String(name).toLowerCase()] = run(database, `SELECT * FROM ${quoted(String(name))}`, request);
  return tables;
}

function costOf(database: SqliteDatabase, sql: string): number {
  const steps: PlanStep[] = [];
  for (const [id, parent, , detail] of prepareLenient(database, `EXPLAIN QUERY PLAN ${sql}`).rows())
    steps.push({ id: Number(id), parent: Number(parent), detail: String(detail) });
  const aliases = tableAliases(sqlTokens(sql, "sqlite"));
  const sizes = new Map<string, number>();
  return sqlitePlanCost(steps, (alias) => {
    const table = aliases.get(alias.toLowerCase()) ?? alias;
    const known = sizes.get(table);
    if (known !== undefined) return known;
    let size = 1;
    try {
      for (const [count] of database.prepare(`SELECT count(*) FROM ${quoted(table)}`).rows()) size = Number(count);
    } catch {
      size = 1;
    }
    sizes.set(table, size);
    return size;
  });
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
