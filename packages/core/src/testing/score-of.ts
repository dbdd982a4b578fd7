import type { AnyFactory, Context, FieldColumns, Source } from "../piece/index.ts";
import { type Layout, type Signal, SignalBuilder, sizeAt } from "../signal/index.ts";

/** A source with the example rows it is tried on. */
export interface SourceSubject {
  readonly factory: AnyFactory;
  readonly piece: Source;
  readonly columns: FieldColumns;
  readonly layout: Layout;
  readonly context: Context;
}

export type SourceLaw = { readonly name: string; breach(subject: SourceSubject): Promise<string | undefined> };

export async function scoreOf({ piece, columns, context, layout }: SourceSubject): Promise<Signal> {
  const level = piece.level ?? "rollout";
  const out = new SignalBuilder(level, sizeAt(layout, level));
  await piece.score(columns, out, context, layout);
  return out.build();
}

/** Where the values of one row lie in the signal of all rows. */
export function indicesOf({ piece, layout }: SourceSubject, row: number): readonly number[] {
  if (piece.level === undefined || piece.level === "rollout") return [row];
  const offsets = piece.level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const from = offsets[row] as number;
  return Array.from({ length: (offsets[row + 1] as number) - from }, (_, i) => from + i);
}

export function rowOf(columns: FieldColumns, row: number): FieldColumns {
  return Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, [column[row]]]));
}
