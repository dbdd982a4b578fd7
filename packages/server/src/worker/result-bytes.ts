import type { Json } from "@guerdon/core/signal";
import type { ExecutedBatch } from "../service/executor.ts";
import { type ColumnRow, columnsToRows, rowsToColumns } from "../store/column-rows.ts";
import { layoutFromBytes, layoutToBytes } from "../store/layout-bytes.ts";
import { packArrays, unpackArrays } from "../store/pack-arrays.ts";

/** What a worker tells those who wait for a batch. */
export type JobResult =
  /** The scores are in the store, under the batch's key. */
  | { readonly kind: "kept" }
  | { readonly kind: "scores"; readonly batch: ExecutedBatch }
  /** The whole message is in the store, under this key. */
  | { readonly kind: "elsewhere"; readonly key: string }
  | { readonly kind: "failed"; readonly reason: string };

interface ScoresHead {
  readonly kind: "scores";
  readonly id: string;
  readonly seconds: number;
  readonly columns: readonly (Pick<ColumnRow, "role" | "name" | "level" | "notes"> & { readonly whole: boolean })[];
}

/** A result as bytes; scores that are not kept go with it. */
export function resultToBytes(result: JobResult): Uint8Array {
  if (result.kind !== "scores") return packArrays({ ...result }, []);
  const { id, seconds, layout, columns } = result.batch;
  const rows = columnsToRows(columns);
  const head: ScoresHead = {
    kind: "scores",
    id,
    seconds,
    columns: rows.map(({ role, name, level, notes, present }) => ({
      role,
      name,
      level,
      notes,
      whole: present === null,
    })),
  };
  const arrays = rows.flatMap(({ values, present }) => [values, ...(present === null ? [] : [present])]);
  return packArrays(head as unknown as Json, [layoutToBytes(layout), ...arrays]);
}

/** Reads what `resultToBytes` wrote. */
export function resultFromBytes(bytes: Uint8Array): JobResult {
  const { head, arrays } = unpackArrays(bytes);
  const result = head as unknown as Exclude<JobResult, { kind: "scores" }> | ScoresHead;
  if (result.kind !== "scores") return result;
  const left = arrays.slice(1) as Uint8Array[];
  const rows = result.columns.map(({ whole, ...row }) => ({
    ...row,
    values: left.shift() as Uint8Array,
    present: whole ? null : (left.shift() as Uint8Array),
  }));
  const layout = layoutFromBytes(arrays[0] as Uint8Array);
  const { id, seconds } = result;
  const batch = { id, layout, columns: rowsToColumns(rows), late: false, repeated: false, seconds };
  return { kind: "scores", batch };
}
