import type { QueryRows } from "./query-request.ts";
import { type ResultRules, resultFault } from "./result-fault.ts";

type Tables = { readonly [name: string]: QueryRows | null };

/** Why the tables a change left are not the expected ones, or nothing. */
export function stateFault(expected: Tables, actual: Tables, rules: ResultRules): string | undefined {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const [wanted, got] = [expected[name], actual[name]];
    if (wanted === undefined) return `table ${name} was changed, expected as it was`;
    if (got === undefined) return `table ${name} was not changed, expected another`;
    if (wanted === null || got === null) {
      if (wanted !== got) return `table ${name} ${got === null ? "is gone" : "is there"}, expected otherwise`;
      continue;
    }
    if (wanted.columns.join("\0").toLowerCase() !== got.columns.join("\0").toLowerCase())
      return `table ${name} has other columns`;
    const fault = resultFault({ rows: wanted.rows, width: wanted.columns.length }, got, "any", {
      ...rules,
      columns: "by-position",
    });
    if (fault !== undefined) return `table ${name}: ${fault}`;
  }
  return undefined;
}
