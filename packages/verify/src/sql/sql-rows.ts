import type { FieldColumns } from "@guerdon/core/piece";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import type { ErrorClass, Template } from "./query-request.ts";
import { queryText } from "./query-text.ts";
import { type ReadSql, type ReadSqlOptions, readSql, type UnreadSql } from "./read-sql.ts";
import { fileTemplate, textTemplate } from "./template-folder.ts";

/** A row whose SQL can be run. */
export interface SqlRow {
  readonly row: number;
  readonly template: Template;
  readonly candidate: ReadSql;
  /** The gold statements, or the rows that were given instead. */
  readonly gold: ReadSql | { readonly kind: "given"; readonly rows: readonly Json[] };
}

/** What the candidate's SQL says about itself before it is run. */
type Unrun = { readonly error: ErrorClass; readonly message: string };

/**
 * Reads the rows of a batch; what cannot be run is settled: a fault of the gold or the database is the task's, and
 * `onUnrun` decides about the candidate's.
 */
export function sqlRows(
  columns: FieldColumns,
  out: SignalBuilder,
  options: ReadSqlOptions,
  onUnrun: (row: number, why: Unrun) => void,
): readonly SqlRow[] {
  const readers = { gold: memo((sql: string) => readSql(sql, options)), database: databaseReader() };
  const rows: SqlRow[] = [];
  for (let row = 0; row < out.length; row++) {
    const gold = goldOf(columns.expected?.[row], readers.gold);
    const template = readers.database(columns, row);
    const fault = "fault" in gold ? gold.fault : "fault" in template ? template.fault : undefined;
    if (fault !== undefined) {
      out.fail(row, "task", fault);
      continue;
    }
    const candidate = readSql(queryText(columns.query?.[row] as string), options);
    const wanted = (gold as ReadSql).kind === "change" ? "change" : "query";
    if ("error" in candidate) onUnrun(row, candidate);
    else if (candidate.kind !== wanted)
      onUnrun(row, { error: "refused", message: `a ${candidate.kind} where a ${wanted} is asked for` });
    else rows.push({ row, template: template as Template, candidate, gold: gold as SqlRow["gold"] });
  }
  return rows;
}

type Fault = { readonly fault: string };

function goldOf(
  expected: Json | undefined,
  read: (sql: string) => ReadSql | UnreadSql,
): ReadSql | { readonly kind: "given"; readonly rows: readonly Json[] } | Fault {
  if (Array.isArray(expected)) return { kind: "given", rows: expected };
  if (typeof expected !== "string")
    return {
      fault: "Expected `expected` to be SQL or a list of rows, got neither. Give the gold query or its result.",
    };
  const gold = read(expected);
  if (!("error" in gold)) return gold;
  return { fault: `Expected the gold SQL to be one query or changes of rows, got ${gold.error}: ${gold.message}.` };
}

/** Finds the template of a row; long texts are looked up as they are, for joining them costs more than a query. */
function databaseReader(): (columns: FieldColumns, row: number) => Template | Fault {
  const files = memo((path) => attempt(() => fileTemplate(path)));
  const texts = memo((first) => memo((second) => attempt(() => textTemplate(joined(first, second)))));
  return (columns, row) => {
    const file = columns.database?.[row];
    if (typeof file === "string" && file !== "") return files(file);
    return texts(textOf(columns.schema?.[row]))(textOf(columns.setup?.[row]));
  };
}

function joined(first: string, second: string): string {
  return first === "" || second === "" ? first + second : `${first}\n;\n${second}`;
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function attempt(make: () => Template): Template | Fault {
  try {
    return make();
  } catch (error) {
    return { fault: `Expected a database that can be read, got none: ${(error as Error).message}.` };
  }
}

function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}
