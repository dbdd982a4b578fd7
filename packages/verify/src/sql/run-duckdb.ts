import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import type { Json } from "@guerdon/core/signal";
import { bytesCell, type Cell, decimalCell, floatCell, integerCell, timestampCell } from "./cell.ts";
import { CollectRows } from "./collect-rows.ts";
import { differentTables, fingerprint } from "./different-tables.ts";
import { duckdbError } from "./duckdb-error.ts";
import { QueryError } from "./query-error.ts";
import type { QueryReply, QueryRequest, QueryRows, Template } from "./query-request.ts";
import { readTemplate } from "./template-folder.ts";

type DuckDb = typeof import("@duckdb/node-api");

interface Made {
  readonly key: string;
  readonly connection: DuckDBConnection;
  /** A sequence keeps its place when a transaction is rolled back. */
  readonly hasSequences: boolean;
  tables?: ReadonlyMap<string, string>;
}

const ENGINE = "duckdb";
/** No files, no network, no settings that SQL could change, no disk for what does not fit in memory. */
const SETTINGS = {
  threads: "1",
  memory_limit: "256MB",
  // Nothing is written to the folder it runs in.
  temp_directory: "",
  max_temp_directory_size: "0MB",
  enable_external_access: "false",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  lock_configuration: "true",
} as const;

// Before the first row, so that loading counts for none.
const library = await load();
let current: Made | undefined;
if (library !== undefined) (await (await library.DuckDBInstance.create(":memory:", SETTINGS)).connect()).closeSync();

async function load(): Promise<DuckDb | undefined> {
  try {
    return await import("@duckdb/node-api");
  } catch {
    return undefined;
  }
}

// One request after the other: they share a connection.
let turn: Promise<unknown> = Promise.resolve();

/** Runs SQL in a fresh DuckDB database: a task for a killable process. */
export function runDuckdb(request: QueryRequest & Json): Promise<QueryReply & Json> {
  const reply = turn.then(() => replyTo(request));
  turn = reply;
  return reply as Promise<QueryReply & Json>;
}

async function replyTo(request: QueryRequest): Promise<QueryReply> {
  if (library === undefined)
    return {
      kind: "fault",
      blame: "engine",
      reason: "Expected @duckdb/node-api to be installed, got none. Run `npm install @duckdb/node-api@1.5.6-r.1`.",
    };
  let template: Made;
  try {
    template = await templateOf(library, request.template);
  } catch (error) {
    const reason = `Expected SQL that makes the database, got ${(error as Error).message}.`;
    return { kind: "fault", blame: "task", reason };
  }
  try {
    return await within(template, request);
  } catch (error) {
    const { error: kind, message } = duckdbError(error);
    return { kind: "error", engine: ENGINE, error: kind, message };
  } finally {
    if (template.hasSequences) forget();
  }
}

async function templateOf({ DuckDBInstance }: DuckDb, template: Template): Promise<Made> {
  const key = template.kind === "text" ? template.sql : template.sha256;
  if (current?.key === key) return current;
  forget();
  const instance = await DuckDBInstance.create(":memory:", SETTINGS);
  const connection = await instance.connect();
  if (template.kind === "file" && template.holds === "sqlite") throw new Error("an SQLite file");
  const sql = template.kind === "text" ? template.sql : readTemplate(template).toString("utf8");
  if (sql.trim() !== "") await connection.run(sql);
  const [[sequences] = []] = (await connection.runAndReadAll("SELECT count(*) FROM duckdb_sequences()")).getRows();
  current = { key, connection, hasSequences: Number(sequences) > 0 };
  return current;
}

function forget(): void {
  current?.connection.closeSync();
  current = undefined;
}

/** Runs a request in a transaction that is never kept. */
async function within(template: Made, request: QueryRequest): Promise<QueryReply> {
  const { connection } = template;
  if (request.want === "state") template.tables ??= fingerprints(await dump(connection, request));
  await connection.run(request.want === "state" ? "BEGIN TRANSACTION" : "BEGIN TRANSACTION READ ONLY");
  try {
    const sql = request.statements[0] as string;
    if (request.want === "rows") return { kind: "rows", engine: ENGINE, ...(await run(connection, sql, request)) };
    if (request.want === "cost") {
      const { rows } = await run(connection, `EXPLAIN (FORMAT json) ${sql}`, request);
      return { kind: "cost", engine: ENGINE, cost: Math.max(1, cardinality(JSON.parse(String(rows[0]?.[1])))) };
    }
    for (const statement of request.statements) await run(connection, statement, request);
    const tables = differentTables(template.tables as ReadonlyMap<string, string>, await dump(connection, request));
    return { kind: "state", engine: ENGINE, tables };
  } finally {
    await connection.run("ROLLBACK").catch(forget);
  }
}

async function run(connection: DuckDBConnection, sql: string, request: QueryRequest): Promise<QueryRows> {
  const { StatementType } = library as DuckDb;
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new QueryError("refused", `${statements.count} statements`);
  const statement = await statements.prepare(0);
  try {
    if (request.want === "rows" && statement.statementType !== StatementType.SELECT)
      throw new QueryError("refused", "a statement that is no query");
    const result = await statement.stream();
    const found = new CollectRows(request);
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
      for (const row of chunk.getRows()) found.add(row, cellOf);
    return { columns: result.columnNames(), rows: found.rows };
  } finally {
    statement.destroySync();
  }
}

function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return floatCell(value);
  if (typeof value === "bigint") return integerCell(value);
  const { DuckDBBlobValue, DuckDBDecimalValue } = library as DuckDb;
  if (value instanceof DuckDBBlobValue) return bytesCell(value.bytes);
  if (value instanceof DuckDBDecimalValue) return decimalCell(value.toString());
  const isTime = value.constructor.name.startsWith("DuckDBTimestamp");
  return isTime ? timestampCell(value.toString()) : value.toString();
}

async function dump(connection: DuckDBConnection, request: QueryRequest): Promise<{ [name: string]: QueryRows }> {
  const names = await run(connection, TABLES, request);
  const tables: { [name: string]: QueryRows } = {};
  for (const [schema, name] of names.rows)
    tables[String(name).toLowerCase()] = await run(
      connection,
      `SELECT * FROM ${quoted(schema)}.${quoted(name)}`,
      request,
    );
  return tables;
}

const TABLES =
  "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal";

function fingerprints(tables: { readonly [name: string]: QueryRows }): ReadonlyMap<string, string> {
  return new Map(Object.entries(tables).map(([name, rows]) => [name, fingerprint(rows)]));
}

function quoted(name: Cell | undefined): string {
  return `"${String(name).replaceAll('"', '""')}"`;
}

/** Rows that the planner expects of all operators of a plan together. */
function cardinality(plan: Json): number {
  if (Array.isArray(plan)) return plan.reduce((sum: number, part) => sum + cardinality(part), 0);
  const { children = [], extra_info: info } = plan as { children?: Json; extra_info?: { [name: string]: Json } };
  return Number(info?.["Estimated Cardinality"] ?? 0) + cardinality(children);
}
