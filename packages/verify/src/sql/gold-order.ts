import type { Cell } from "./cell.ts";
import { type CellRules, matchRows } from "./match-rows.ts";
import type { QueryOrder } from "./order-keys.ts";
import { type RowOrder, tiesOf } from "./result-fault.ts";

type Row = readonly Cell[];

/**
 * The order of a gold result: any, or how many rows at a time are tied.
 *
 * @param keyed - the result of the keyed query, where one was needed and ran
 */
export function goldOrder(
  order: QueryOrder,
  rows: readonly Row[],
  keyed: readonly Row[] | undefined,
  rules: CellRules,
): RowOrder {
  if (order.kind === "none") return "any";
  const strict = rows.map(() => 1);
  if (order.kind === "strict" || rows.length === 0) return strict;
  const width = (rows[0] as Row).length;
  const source = order.keyed === undefined ? rows : keyed;
  if (source === undefined || source.length !== rows.length) return strict;
  const hidden = (source[0] as Row).length - width;
  const keys: Row[] = source.map((row) => order.keys.map((key) => row[placeOf(key, width)] ?? null));
  const ties = tiesOf(keys, rules);
  return hidden === 0 ||
    agrees(
      ties,
      rows,
      source.map((row) => row.slice(0, width)),
      rules,
    )
    ? ties
    : strict;
}

function placeOf(key: { readonly column: number } | { readonly hidden: number }, width: number): number {
  if ("hidden" in key) return width + key.hidden;
  return key.column < 0 ? width + key.column : key.column;
}

/** Whether the keyed query found the same rows tie by tie; else its ties say nothing about the gold's. */
function agrees(ties: readonly number[], rows: readonly Row[], keyed: readonly Row[], rules: CellRules): boolean {
  let at = 0;
  return ties.every((size) => {
    const from = at;
    at += size;
    return matchRows(rows.slice(from, at), keyed.slice(from, at), rules);
  });
}
