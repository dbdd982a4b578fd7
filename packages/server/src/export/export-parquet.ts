import { rename } from "node:fs/promises";
import { RewardError } from "@guerdon/core/error";
import type { Outcome } from "@guerdon/core/signal";
import type { BasicType, ColumnSource, SchemaElement } from "hyparquet-writer";
import type { Store } from "../store/store.ts";
import { type RowScore, type ScoredRow, scoredRows } from "./scored-rows.ts";

/** Rows of a row group at least, while the batches are smaller. */
const GROUP_ROWS = 1_000;

interface Column {
  readonly name: string;
  readonly type: BasicType;
  value(row: ScoredRow): unknown;
}

/**
 * Writes a run as one Parquet file, a row a rollout: a column of numbers for the total, the advantage and each term,
 * null where a value is missing, and beside each the kind of its outcome. Values of steps and tokens are JSON. The file
 * is there when it is whole; memory is bounded by a row group.
 *
 * @returns the number of rows
 * @throws RewardError GUERDON_ENGINE_MISSING when `hyparquet-writer` is not installed
 */
export async function exportParquet(store: Store, run: string, path: string): Promise<number> {
  const { ParquetWriter, fileWriter } = await loadWriter();
  const unfinished = `${path}.writing`;
  let columns: readonly Column[] | undefined;
  let writer: InstanceType<typeof ParquetWriter> | undefined;
  let waiting: ScoredRow[] = [];
  let rows = 0;

  async function flush(): Promise<void> {
    columns ??= columnsFor(waiting);
    writer ??= new ParquetWriter({ writer: fileWriter(unfinished), schema: schemaOf(columns) });
    await writer.write({ columnData: dataOf(columns, waiting), rowGroupSize: Math.max(1, waiting.length) });
    waiting = [];
  }

  for await (const batch of scoredRows(store, run)) {
    rows += batch.length;
    waiting.push(...batch);
    if (waiting.length >= GROUP_ROWS) await flush();
  }
  if (waiting.length > 0 || writer === undefined) await flush();
  await writer?.finish();
  await rename(unfinished, path);
  return rows;
}

/** Every batch of a run is scored by one program, so the first tells the terms. */
function columnsFor(rows: readonly ScoredRow[]): readonly Column[] {
  const json = (name: string, value: (row: ScoredRow) => unknown): Column => ({ name, type: "JSON", value });
  const text = (name: string, value: (row: ScoredRow) => unknown): Column => ({ name, type: "STRING", value });
  const terms = Object.keys(rows[0]?.terms ?? {});
  return [
    text("run", ({ run }) => run),
    { name: "step", type: "INT64", value: ({ step }) => BigInt(step) },
    text("batch", ({ batch }) => batch),
    { name: "late", type: "BOOLEAN", value: ({ late }) => late },
    text("protocol", ({ protocol }) => protocol),
    text("program", ({ program }) => program),
    { name: "scored_at", type: "TIMESTAMP", value: ({ scoredAt }) => scoredAt },
    text("id", ({ rollout }) => rollout.id),
    text("group", ({ rollout }) => rollout.group),
    json("item", ({ rollout }) => rollout.item),
    json("prompt", ({ rollout }) => rollout.prompt),
    json("completion", ({ rollout }) => rollout.completion),
    ...scoreColumns("total", rows[0]?.total, ({ total }) => total),
    ...scoreColumns("advantage", rows[0]?.advantage, ({ advantage }) => advantage),
    ...(rows[0]?.credit === undefined ? [] : scoreColumns("credit", rows[0].credit, ({ credit }) => credit)),
    ...terms.flatMap((name) => scoreColumns(`term_${name}`, rows[0]?.terms[name], ({ terms: own }) => own[name])),
  ];
}

function scoreColumns(
  name: string,
  first: RowScore | undefined,
  score: (row: ScoredRow) => RowScore | undefined,
): readonly Column[] {
  if (Array.isArray(first)) {
    const values = (row: ScoredRow): unknown =>
      (score(row) as readonly Outcome[] | undefined)?.map((each) => (each.kind === "scored" ? each.value : null)) ??
      null;
    return [{ name, type: "JSON", value: values }];
  }
  const outcome = (row: ScoredRow): Outcome | undefined => score(row) as Outcome | undefined;
  return [
    {
      name,
      type: "DOUBLE",
      value: (row) => {
        const own = outcome(row);
        return own?.kind === "scored" ? own.value : null;
      },
    },
    { name: `${name}_outcome`, type: "STRING", value: (row) => kindOf(outcome(row)) },
  ];
}

/** `scored`, `abstained`, or `failed: sandbox`. */
function kindOf(outcome: Outcome | undefined): string | null {
  if (outcome === undefined) return null;
  return outcome.kind === "failed" ? `failed: ${outcome.blame}` : outcome.kind;
}

const ELEMENTS: { readonly [type in string]?: Omit<SchemaElement, "name"> } = {
  STRING: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  JSON: { type: "BYTE_ARRAY", converted_type: "JSON" },
  TIMESTAMP: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
  INT64: { type: "INT64" },
  BOOLEAN: { type: "BOOLEAN" },
  DOUBLE: { type: "DOUBLE" },
};

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  const fields = columns.map(({ name, type }) => ({ ...ELEMENTS[type], name, repetition_type: "OPTIONAL" as const }));
  return [{ name: "root", num_children: columns.length }, ...(fields as SchemaElement[])];
}

function dataOf(columns: readonly Column[], rows: readonly ScoredRow[]): ColumnSource[] {
  return columns.map(({ name, type, value }) => ({ name, type, data: rows.map(value) as never }));
}

async function loadWriter(): Promise<typeof import("hyparquet-writer")> {
  try {
    return await import("hyparquet-writer");
  } catch (cause) {
    throw new RewardError(
      "GUERDON_ENGINE_MISSING",
      "Expected `hyparquet-writer` to be installed, got none that loads.",
      {
        hint: "Run `npm install hyparquet-writer@0.17.0`, or export as JSON lines.",
        cause,
      },
    );
  }
}
