/** One line of `EXPLAIN QUERY PLAN`. */
export interface PlanStep {
  readonly id: number;
  readonly parent: number;
  readonly detail: string;
}

// What SQLite itself assumes without statistics: an index finds ten rows of a value, a range a quarter of the table.
const FOUND = 10;
const RANGE = 0.25;

/**
 * Rows that a plan of SQLite visits, as an estimate: the loops of a select lie in one another, a scan visits all rows
 * of its table, a search those its index is taken to find, a subquery that depends on the outer row runs for each.
 * Sorting n rows counts n·log₂(n) more.
 */
export function sqlitePlanCost(steps: readonly PlanStep[], sizeOf: (table: string) => number): number {
  const inner = new Map<number, PlanStep[]>();
  for (const step of steps) inner.set(step.parent, [...(inner.get(step.parent) ?? []), step]);
  const made = new Map<string, number>();
  const size = (table: string): number => made.get(table) ?? Math.max(1, sizeOf(table));

  function visit(parent: number): { cost: number; rows: number } {
    let cost = 0;
    let rows = 1;
    let looped = false;
    for (const { id, detail } of inner.get(parent) ?? []) {
      const [, verb = "", table = ""] = /^(SCAN|SEARCH) (?:TABLE )?(\S+)/.exec(detail) ?? [];
      if (verb !== "") {
        const found = verb === "SCAN" ? size(table) : searched(detail, size(table));
        cost += rows * found + (detail.includes("AUTOMATIC") ? size(table) : 0);
        rows *= found;
        looped = true;
        continue;
      }
      if (detail.startsWith("USE TEMP B-TREE")) {
        cost += rows * Math.log2(rows + 1);
        continue;
      }
      const part = visit(id);
      const name = /^(?:MATERIALIZE|CO-ROUTINE) (\S+)/.exec(detail)?.[1];
      if (name !== undefined) made.set(name, part.rows);
      // Alternatives and the parts of a compound give the rows themselves.
      else if (!detail.includes("SUBQUERY ") && !looped) rows = Math.max(rows, part.rows);
      cost += part.cost * (detail.startsWith("CORRELATED") ? rows : 1);
    }
    return { cost, rows };
  }
  return Math.max(1, visit(0).cost);
}

function searched(detail: string, size: number): number {
  const terms = /\(([^()]*)\)\s*(?:LEFT-JOIN)?\s*$/.exec(detail)?.[1] ?? "";
  if (/PRIMARY KEY|UNIQUE|sqlite_autoindex/.test(detail) && terms.includes("=?")) return 1;
  return terms.includes("=?") ? Math.min(size, FOUND) : Math.max(1, size * RANGE);
}
