import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Outcome } from "@guerdon/core/signal";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newStoreFolder } from "../store/new-store-folder.test-support.ts";
import { openStore } from "../store/open-store.ts";
import { recordRun } from "../store/recorded-run.test-support.ts";
import type { Store } from "../store/store.ts";
import { exportJsonl } from "./export-jsonl.ts";
import { exportParquet } from "./export-parquet.ts";
import { type ScoredRow, scoredRows } from "./scored-rows.ts";

const STEPS = 90;

describe("exporting a run", () => {
  let folder: string;
  let store: Store;
  let rows: ScoredRow[];
  beforeAll(async () => {
    folder = await newStoreFolder();
    store = await openStore(folder);
    await recordRun(store, "run", STEPS);
    rows = [];
    for await (const batch of scoredRows(store, "run")) rows.push(...batch);
  }, 180_000);
  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true });
  });
  const kindOf = (outcome: Outcome): string => (outcome.kind === "failed" ? `failed: ${outcome.blame}` : outcome.kind);
  const numberOf = (score: unknown): number | null => {
    const outcome = score as ScoredRow["total"] & { kind?: string; value?: number };
    return outcome.kind === "scored" ? (outcome.value as number) : null;
  };

  it("as JSON lines gives each rollout with its scores", async () => {
    const path = join(folder, "run.jsonl");
    expect(await exportJsonl(store, "run", path)).toBe(STEPS * 12 + 4);
    const lines = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(rows.map(({ rollout, ...scores }) => JSON.parse(JSON.stringify({ ...rollout, scores }))));
    expect(lines.filter(({ scores }) => scores.late)).toHaveLength(4);
  });

  it("as Parquet gives the same to hyparquet and to DuckDB, over several row groups", async () => {
    const path = join(folder, "run.parquet");
    expect(await exportParquet(store, "run", path)).toBe(rows.length);
    const read = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
    expect(
      read.map(({ id, step, total, total_outcome, term_share, completion }) => [
        id,
        Number(step),
        total,
        total_outcome,
        term_share,
        completion,
      ]),
    ).toEqual(
      rows.map((row) => [
        row.rollout.id,
        row.step,
        numberOf(row.total),
        kindOf(row.total as Outcome),
        numberOf(row.terms.share),
        row.rollout.completion,
      ]),
    );
    expect(new Set(read.map(({ total_outcome }) => total_outcome))).toEqual(new Set(["scored", "failed: sandbox"]));
    const duck = await (await DuckDBInstance.create()).connect();
    const reply = await duck.runAndReadAll(
      `SELECT count(*)::int AS rows, sum(total) AS total, count(*) FILTER (WHERE late)::int AS late, max(step)::int AS step,
         (SELECT count(*) FROM parquet_metadata('${path}') WHERE path_in_schema = 'total')::int AS groups FROM '${path}'`,
    );
    const [sums] = reply.getRowObjectsJS() as [
      { rows: number; total: number; late: number; step: number; groups: number },
    ];
    expect(sums).toMatchObject({ rows: rows.length, late: 4, step: STEPS - 1, groups: 2 });
    expect(sums.total).toBeCloseTo(
      rows.reduce((sum, row) => sum + (numberOf(row.total) ?? 0), 0),
      8,
    );
  });
});
