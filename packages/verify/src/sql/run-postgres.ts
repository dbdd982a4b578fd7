import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { PGlite, Results } from "@electric-sql/pglite";
import type { Json } from "@guerdon/core/signal";
import { type Cell, decimalCell, floatCell, integerCell, timestampCell } from "./cell.ts";
import { CollectRows } from "./collect-rows.ts";
import { differentTables, fingerprint } from "./different-tables.ts";
import { postgresError } from "./postgres-error.ts";
import type { QueryReply, QueryRequest, QueryRows, Template } from "./query-request.ts";
import { readTemplate, templateFolder } from "./template-folder.ts";

interface Made {
  readonly key: string;
  /** A sequence keeps its place when a transaction is rolled back. */
  readonly hasSequences: boolean;
  tables?: ReadonlyMap<string, string>;
}

const ENGINE = "pglite";

async function start(): Promise<PGlite | undefined> {
  // The optimising compiler would double the memory of the server, and the start, for little.
  setFlagsFromString("--liftoff-only");
  let library: typeof import("@electric-sql/pglite");
  try {
    library = await import("@electric-sql/pglite");
  } catch {
    return undefined;
  }
  const path = join(templateFolder(), keptName());
  if (!existsSync(path)) await makeFiles();
  const database = await library.PGlite.create({ loadDataDir: new Blob([readFileSync(path)]) });
  await database.exec("SET TIME ZONE 'UTC'");
  // Starting leaves hundreds of megabytes behind, which would count against the process.
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return database;
}

/** Outlives this process where that is ended for being slow, so that the next one finds the files. */
async function makeFiles(): Promise<void> {
  const maker = spawn(process.execPath, [...process.execArgv, MAKER, keptName()], { detached: true, stdio: "ignore" });
  await once(maker, "exit");
}

const MAKER = fileURLToPath(
  new URL(`./make-postgres-files${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
);

/** The files of a new server: another name for each installation of the library and each program that makes them. */
function keptName(): string {
  const paths = [createRequire(import.meta.url).resolve("@electric-sql/pglite"), MAKER];
  const stamps = paths.map((path) => `${path}:${statSync(path).mtimeMs}:${statSync(path).size}`);
  return `pglite-${createHash("sha256").update(stamps.join("\n")).digest("hex").slice(0, 16)}.tar`;
}

// Before the first row: the server is started once and reused, for it takes a second, and the first time ten.
const server = await start();
let current: Made | undefined;

// One request after the other: they share a session.
let turn: Promise<unknown> = Promise.resolve();

/** Runs SQL in a fresh PostgreSQL database: a task for a killable process. */
export function runPostgres(request: QueryRequest & Json): Promise<QueryReply & Json> {
  const reply = turn.then(() => replyTo(request));
  turn = reply;
  return reply as Promise<QueryReply & Json>;
}

async function replyTo(request: QueryRequest): Promise<QueryReply> {
  if (server === undefined)
    return {
      kind: "fault",
      blame: "engine",
      reason: "Expected @electric-sql/pglite to be installed, got none. Run `npm install @electric-sql/pglite@0.5.16`.",
    };
  let template: Made;
  try {
    template = await templateOf(server, request.template);
  } catch (error) {
    const reason = `Expected SQL that makes the database, got ${(error as Error).message}.`;
    return { kind: "fault", blame: "task", reason };
  }
  try {
    return await within(server, template, request);
  } catch (error) {
    const known = postgresError(error);
    // What is no error of the server's own has broken it; the pool starts another process.
    if (known === undefined) return process.exit(70);
    return { kind: "error", engine: ENGINE, error: known.error, message: known.message };
  } finally {
    if (template.hasSequences && request.want === "state") current = undefined;
  }
}

async function templateOf(database: PGlite, template: Template): Promise<Made> {
  const key = template.kind === "text" ? template.sql : template.sha256;
  if (current?.key === key) return current;
  current = undefined;
  if (template.kind === "file" && template.holds === "sqlite") throw new Error("an SQLite file");
  const sql = template.kind === "text" ? template.sql : readTemplate(template).toString("utf8");
  await database.exec(
    "ROLLBACK; RESET ROLE; DROP OWNED BY task_owner CASCADE; GRANT CREATE ON DATABASE postgres TO task_owner",
  );
  await database.exec("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public AUTHORIZATION task_owner");
  await database.exec("GRANT USAGE ON LANGUAGE plpgsql, sql TO task_owner; SET ROLE task_owner");
  try {
    await database.exec(sql);
  } finally {
    await database.exec("ROLLBACK; RESET ROLE");
  }
  const { rows } = await database.query<{ count: number }>("SELECT count(*)::int AS count FROM pg_sequences");
  current = { key, hasSequences: (rows[0]?.count ?? 0) > 0 };
  return current;
}

/** Runs a request in a transaction that is never kept. */
async function within(database: PGlite, template: Made, request: QueryRequest): Promise<QueryReply> {
  if (request.want === "state") {
    template.tables ??= new Map(
      Object.entries(await dump(database, request)).map(([name, rows]) => [name, fingerprint(rows)]),
    );
  }
  await database.exec(request.want === "state" ? "BEGIN" : "BEGIN READ ONLY");
  try {
    await database.exec("SET SESSION AUTHORIZATION candidate");
    const sql = request.statements[0] as string;
    if (request.want === "rows") return { kind: "rows", engine: ENGINE, ...(await fetch(database, sql, request)) };
    if (request.want === "cost") {
      const { rows } = await database.query<{ "QUERY PLAN": readonly { Plan: { "Total Cost": number } }[] }>(
        `EXPLAIN (FORMAT json) ${sql}`,
      );
      return { kind: "cost", engine: ENGINE, cost: Math.max(1, rows[0]?.["QUERY PLAN"][0]?.Plan["Total Cost"] ?? 1) };
    }
    for (const statement of request.statements) await database.query(statement);
    const tables = differentTables(template.tables as ReadonlyMap<string, string>, await dump(database, request));
    return { kind: "state", engine: ENGINE, tables };
  } finally {
    await database.exec("ROLLBACK");
    await database.exec("SET SESSION AUTHORIZATION postgres");
    // Cursors, locks and what else a session keeps; the roles stay, for they are the database's.
    await database.exec("DISCARD ALL");
    await database.exec("SET TIME ZONE 'UTC'");
  }
}

/** The rows of a query, through a cursor, so that no more are made than the limits allow. */
async function fetch(database: PGlite, sql: string, request: QueryRequest): Promise<QueryRows> {
  await database.query(`DECLARE result NO SCROLL CURSOR FOR ${sql}`);
  const found = new CollectRows(request);
  for (;;) {
    const part = (await database.query(`FETCH ${STEP} FROM result`, [], {
      rowMode: "array",
      parsers: PARSERS,
    })) as Results<unknown[]>;
    for (const row of part.rows as unknown as unknown[][])
      found.add(row, (value, column) => cellOf(value, part.fields[column]?.dataTypeID ?? 0));
    if (part.rows.length < STEP) return { columns: part.fields.map(({ name }) => name), rows: found.rows };
  }
}

const STEP = 1_000;

const BYTES = 17;
const FLOATS: readonly number[] = [700, 701];
const INTEGERS: readonly number[] = [20, 21, 23, 26];
const NUMERIC = 1700;
const TIMESTAMPS: readonly number[] = [1114, 1184];
const BOOLEAN = 16;

/** Every type as the text the server writes. */
const PARSERS: { [type: number]: (text: string) => string } = {};
for (const type of [BYTES, ...FLOATS, ...INTEGERS, NUMERIC, ...TIMESTAMPS, BOOLEAN, 114, 1082, 1083, 1186, 1266, 3802])
  PARSERS[type] = (text) => text;

function cellOf(value: unknown, type: number): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value !== "string")
    return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}` : part));
  if (INTEGERS.includes(type)) return integerCell(BigInt(value));
  if (FLOATS.includes(type)) return floatCell(Number(value));
  if (type === NUMERIC) return decimalCell(value);
  if (type === BOOLEAN) return value === "t" ? 1 : 0;
  if (type === BYTES) return { bytes: value.replace(/^\\x/, "") };
  return TIMESTAMPS.includes(type) ? timestampCell(value) : value;
}

async function dump(database: PGlite, request: QueryRequest): Promise<{ [name: string]: QueryRows }> {
  const names = await database.query<{ schema: string; name: string }>(TABLES);
  const tables: { [name: string]: QueryRows } = {};
  for (const { schema, name } of names.rows) {
    const found = new CollectRows(request);
    const { rows, fields } = (await database.query(`SELECT * FROM ${quoted(schema)}.${quoted(name)}`, [], {
      rowMode: "array",
      parsers: PARSERS,
    })) as Results<unknown[]>;
    for (const row of rows as unknown as unknown[][])
      found.add(row, (value, column) => cellOf(value, fields[column]?.dataTypeID ?? 0));
    tables[name] = { columns: fields.map((field) => field.name), rows: found.rows };
  }
  return tables;
}

const TABLES = `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
