import { type Context, defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type Answer, AskDatabases } from "./ask-databases.ts";
import { givenCell } from "./cell.ts";
import { goldOrder } from "./gold-order.ts";
import { orderKeys, type QueryOrder } from "./order-keys.ts";
import { ERROR_CLASSES, type ErrorClass, type QueryRows } from "./query-request.ts";
import { type ResultRules, resultFault } from "./result-fault.ts";
import { SQL_FIELDS, type SqlRunOptions, sqlRunShape } from "./sql-options.ts";
import { type SqlRow, sqlRows } from "./sql-rows.ts";
import { stateFault } from "./state-fault.ts";

export interface SqlResultOptions extends SqlRunOptions {
  /** Whether rows must stand in order: as the gold query asks for it, never, or always. */
  readonly order: "gold" | "never" | "always";
  /** Whether columns must come in the order of the gold query. */
  readonly columns: "by-position" | "any-order";
  /** Accept |a − b| up to this times |expected| where one of the two is a fraction. */
  readonly relative: number;
  /** Largest difference at which two numbers are equal. */
  readonly absolute: number;
  /** Whether a text that is written as a number equals the number. */
  readonly text: "exact" | "numeric";
  /** What SQL earns that runs with another result. */
  readonly ran: number;
  /** What SQL earns that does not run, by the class of its error; 0 for those not named. */
  readonly errors: { readonly [E in ErrorClass]?: number | undefined };
}
type SqlResultInput = { readonly [K in keyof SqlResultOptions]?: SqlResultOptions[K] | undefined };

const share = z.number().min(0).max(1);
const options: z.ZodType<SqlResultOptions, SqlResultInput> = z.strictObject({
  ...sqlRunShape,
  order: z.enum(["gold", "never", "always"]).default("gold"),
  columns: z.enum(["by-position", "any-order"]).default("by-position"),
  relative: z.number().min(0).default(1e-9),
  absolute: z.number().min(0).default(0),
  text: z.enum(["exact", "numeric"]).default("exact"),
  ran: share.default(0),
  errors: z.partialRecord(z.enum(ERROR_CLASSES), share).default({}),
});

/** Where the answers of a row are. */
interface Asked {
  readonly row: SqlRow;
  readonly candidate: number;
  readonly gold: number | undefined;
  readonly keyed: number | undefined;
  readonly order: QueryOrder;
}

/**
 * Scores 1 when SQL gives the result of the gold SQL in a fresh database, else 0.
 *
 * Queries are compared by their rows: as a multiset, and in order where the gold query orders at its top level, with
 * tied rows in any order. Statements that change something are compared by the tables they leave. NULL equals NULL,
 * 1 equals 1.0, and a boolean is 1 or 0. `schema` and `setup` are the SQL that makes the database, or `database` is
 * the path of an SQLite file; `expected` is the gold SQL, or rows. The SQL is the last fenced block, else the whole
 * text.
 *
 * Each statement runs alone in a process that is killed after `deadlineMs` and knows neither the gold SQL nor its
 * result. Only queries and changes of rows and tables run: what reaches for files, settings, or other databases is
 * refused. SQL that fails scores what `errors` gives for its class: `syntax`, `no-such-table`, `no-such-column`,
 * `runtime`, `timeout`, `memory`, `limit` or `refused`. A gold that fails is the task's failure.
 *
 * @kind source
 * @paper 102 §Pieces
 * @alias sqlExecMatch = { use: sql-result, relative: 1e-6 }
 * @unit SQL, SQL → 0 or 1
 *
 * ```ts doctest
 * import { sqlResult } from "@guerdon/verify/sql";
 * sqlResult({ errors: { runtime: 0.1 } }).options.order // => "gold"
 * ```
 */
export const sqlResult: SourceFactory<typeof options> = defineSource({
  name: "sql-result",
  version: 1,
  summary: "1 when SQL gives the result of the gold SQL in a fresh database, else 0.",
  options,
  build: (set: SqlResultOptions) => ({
    needs: ["process"],
    fields: SQL_FIELDS,
    range: UNIT,
    score: (columns, out, context) => {
      const rows = sqlRows(columns, out, set, (row, { error, message }) => fall(row, error, message, set, out));
      return rows.length === 0 ? undefined : scoreRows(rows, set, out, context);
    },
  }),
});

async function scoreRows(
  rows: readonly SqlRow[],
  set: SqlResultOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const database = new AskDatabases();
  const asked = rows.map((row) => ask(row, set, database));
  await database.run(context, set.dialect, set.deadlineMs);
  for (const one of asked) settle(one, database, set, out);
}

function ask(row: SqlRow, { limitRows, limitBytes, order }: SqlResultOptions, database: AskDatabases): Asked {
  const { template, candidate, gold } = row;
  const request = (statements: readonly string[], want: "rows" | "state"): number =>
    database.add({ template, statements, want, limitRows, limitBytes });
  const want = candidate.kind === "query" ? "rows" : "state";
  const none: QueryOrder = { kind: "none" };
  if (gold.kind === "given")
    return { row, candidate: request(candidate.statements, want), gold: undefined, keyed: undefined, order: none };
  const keys = want === "state" || order === "never" ? none : orderKeys(gold.sql, gold.first);
  return {
    row,
    // First, so that the making of the database is the gold's time where it is anyone's.
    gold: request(gold.statements, want),
    keyed: keys.kind === "keys" && keys.keyed !== undefined ? request([keys.keyed], want) : undefined,
    candidate: request(candidate.statements, want),
    order: keys,
  };
}

function settle(
  { row: { row, gold }, ...asked }: Asked,
  database: AskDatabases,
  set: SqlResultOptions,
  out: SignalBuilder,
): void {
  const expected: Answer | QueryRows =
    gold.kind === "given" ? givenRows(gold.rows) : database.answer(asked.gold as number);
  const actual = database.answer(asked.candidate);
  for (const answer of [expected, actual])
    if ("kind" in answer && answer.kind === "fault") {
      out.fail(row, answer.blame, answer.reason);
      return;
    }
  if ("kind" in expected && (expected.kind === "error" || expected.kind === "lost")) {
    out.fail(row, "task", `Expected the gold SQL to run, got ${expected.error}: ${reasonOf(expected)}.`);
  } else if (actual.kind === "error" || actual.kind === "lost") {
    fall(row, actual.error, reasonOf(actual), set, out);
  } else {
    const fault = faultOf(expected, actual, { ...asked, given: gold.kind === "given" }, database, set);
    const engine = "engine" in actual ? actual.engine : "";
    out.set(row, fault === undefined ? 1 : set.ran, `${engine}: ${fault ?? "the same result"}`);
  }
}

function faultOf(
  expected: Answer | QueryRows,
  actual: Answer,
  asked: Pick<Asked, "keyed" | "order"> & { readonly given: boolean },
  database: AskDatabases,
  set: SqlResultOptions,
): string | undefined {
  const rules: ResultRules = set;
  if ("tables" in expected && "tables" in actual) return stateFault(expected.tables, actual.tables, rules);
  if (!("rows" in expected) || !("rows" in actual)) return "a result of another kind";
  const keyed = asked.keyed === undefined ? undefined : database.answer(asked.keyed);
  const order =
    set.order === "always" && asked.order.kind === "none"
      ? expected.rows.map(() => 1)
      : goldOrder(asked.order, expected.rows, keyed !== undefined && "rows" in keyed ? keyed.rows : undefined, rules);
  const width = asked.given ? {} : { width: expected.columns.length };
  return resultFault({ rows: expected.rows, ...width }, actual, order, rules);
}

function givenRows(rows: Extract<SqlRow["gold"], { kind: "given" }>["rows"]): QueryRows {
  const list = rows.map((row) =>
    Array.isArray(row) ? row : typeof row === "object" && row !== null ? Object.values(row) : [row],
  );
  return { columns: [], rows: list.map((row) => row.map(givenCell)) };
}

function fall(row: number, error: ErrorClass, message: string, set: SqlResultOptions, out: SignalBuilder): void {
  out.set(row, set.errors[error] ?? 0, `${error}: ${message.length > 200 ? `${message.slice(0, 199)}…` : message}`);
}

function reasonOf(answer: Answer & { kind: "error" | "lost" }): string {
  return (answer.kind === "error" ? answer.message : answer.reason).replace(/\.$/, "");
}
