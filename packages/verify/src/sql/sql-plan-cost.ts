import { type Context, defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { type Answer, AskDatabases } from "./ask-databases.ts";
import { SQL_FIELDS, type SqlRunOptions, sqlRunShape } from "./sql-options.ts";
import { type SqlRow, sqlRows } from "./sql-rows.ts";

export interface SqlPlanCostOptions extends SqlRunOptions {
  /** The most a query can score: 1 pays nothing for being cheaper than the gold query. */
  readonly most: number;
}
type SqlPlanCostInput = { readonly [K in keyof SqlPlanCostOptions]?: SqlPlanCostOptions[K] | undefined };

const options: z.ZodType<SqlPlanCostOptions, SqlPlanCostInput> = z.strictObject({
  ...sqlRunShape,
  most: z.number().min(1).default(1),
});

/**
 * How cheap the plan of a query is beside that of the gold query; it does not look at results.
 *
 *   value = min(most, cost of gold / cost of query)
 *
 * The cost is what the planner itself expects, without running the query: PostgreSQL's total cost; the rows DuckDB
 * expects of all operators together; for SQLite the rows its loops visit (a scan all rows of its table, a search 10
 * by an index and 1 by a unique key, the loops of a select within one another, n·log₂(n) more to sort n). A query
 * that cannot be planned scores 0, and a wrong query may be cheap: pay this to those alone that `sql-result` scores 1.
 *
 * @kind source
 * @unit SQL, SQL → ratio of costs
 *
 * ```ts doctest
 * import { sqlPlanCost } from "@guerdon/verify/sql";
 * sqlPlanCost().options.most // => 1
 * ```
 */
export const sqlPlanCost: SourceFactory<typeof options> = defineSource({
  name: "sql-plan-cost",
  version: 1,
  summary: "Cost of the gold query's plan over that of the query's.",
  options,
  build: (set: SqlPlanCostOptions) => ({
    needs: ["process"],
    fields: SQL_FIELDS,
    range: { min: 0, max: set.most },
    score: (columns, out, context) => {
      const rows = sqlRows(columns, out, set, (row, { error, message }) => out.set(row, 0, `${error}: ${message}`));
      return rows.length === 0 ? undefined : scoreRows(rows, set, out, context);
    },
  }),
});

async function scoreRows(
  rows: readonly SqlRow[],
  set: SqlPlanCostOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const database = new AskDatabases();
  const { limitRows, limitBytes } = set;
  const asked: { row: number; gold: number; candidate: number }[] = [];
  for (const { row, template, candidate, gold } of rows) {
    if (gold.kind !== "query") {
      out.fail(
        row,
        "task",
        "Expected `expected` to be a gold query, got rows or a change. Only queries have a plan here.",
      );
      continue;
    }
    const cost = (statements: readonly string[]): number =>
      database.add({ template, statements, want: "cost", limitRows, limitBytes });
    asked.push({ row, gold: cost(gold.statements), candidate: cost(candidate.statements) });
  }
  await database.run(context, set.dialect, set.deadlineMs);
  for (const { row, gold, candidate } of asked)
    settle(row, database.answer(gold), database.answer(candidate), set, out);
}

function settle(row: number, gold: Answer, actual: Answer, { most }: SqlPlanCostOptions, out: SignalBuilder): void {
  for (const answer of [gold, actual]) {
    if (answer.kind !== "fault") continue;
    out.fail(row, answer.blame, answer.reason);
    return;
  }
  if (gold.kind !== "cost") out.fail(row, "task", `Expected the gold query to have a plan, got ${reasonOf(gold)}.`);
  else if (actual.kind !== "cost") out.set(row, 0, reasonOf(actual));
  else {
    const ratio = gold.cost / actual.cost;
    out.set(row, Math.min(most, ratio), `${actual.engine}: ${rounded(actual.cost)}, gold ${rounded(gold.cost)}`);
  }
}

function reasonOf(answer: Answer): string {
  if (answer.kind === "error") return `${answer.error}: ${answer.message}`.slice(0, 200);
  return answer.kind === "lost" ? `${answer.error}: ${answer.reason}`.replace(/\.$/, "") : answer.kind;
}

function rounded(cost: number): string {
  return String(Math.round(cost * 100) / 100);
}
