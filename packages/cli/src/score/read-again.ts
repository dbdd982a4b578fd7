import type { Rollout } from "@guerdon/core/signal";
import { parseRow, type RowMap, readRows, toRollout } from "../rollout-file/index.ts";

/** Reads some rows of a file once more, by line number. */
export async function readAgain(
  input: string,
  map: RowMap | undefined,
  rows: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Rollout>> {
  const found = new Map<number, Rollout>();
  if (rows.size === 0) return found;
  for await (const lines of readRows(input)) {
    for (const line of lines) {
      if (!rows.has(line.row) || !("text" in line)) continue;
      const place = map === undefined ? { row: line.row } : { row: line.row, map };
      found.set(line.row, toRollout(parseRow(line.text, line.row), place));
    }
    if (found.size === rows.size) break;
  }
  return found;
}
