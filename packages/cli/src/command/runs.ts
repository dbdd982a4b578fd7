import { RewardError } from "@guerdon/core/error";
import type { RunSummary, Store } from "@guerdon/server/store";
import { textTable } from "../verify/text-table.ts";
import { openKeptStore } from "./open-kept-store.ts";

export interface RunsOptions {
  readonly store: string;
  readonly json?: boolean;
}

/** `guerdon runs list`. */
export function runsList({ store, json }: RunsOptions): Promise<number> {
  return withStore(store, async (opened) => {
    const runs = await opened.listRuns();
    process.stdout.write(json === true ? `${JSON.stringify(runs)}\n` : tableOf(runs));
    return 0;
  });
}

/** `guerdon runs show RUN`. */
export function runsShow(run: string, { store, json }: RunsOptions): Promise<number> {
  return withStore(store, async (opened) => {
    const summary = await runOf(opened, run);
    process.stdout.write(json === true ? `${JSON.stringify(summary)}\n` : tableOf([summary]));
    return 0;
  });
}

/** `guerdon runs export RUN FILE`: Parquet by the name of the file, JSON lines otherwise. */
export function runsExport(run: string, path: string, { store, json }: RunsOptions): Promise<number> {
  return withStore(store, async (opened) => {
    await runOf(opened, run);
    const { exportJsonl, exportParquet } = await import("@guerdon/server/export");
    const rows = await (path.endsWith(".parquet") ? exportParquet : exportJsonl)(opened, run, path);
    process.stdout.write(json === true ? `${JSON.stringify({ run, path, rows })}\n` : `${rows} rows in ${path}.\n`);
    return 0;
  });
}

/** `guerdon runs prune --keep 30d`. */
export function runsPrune({
  store,
  json,
  keep,
  run,
}: RunsOptions & { readonly keep: number; readonly run?: string }): Promise<number> {
  return withStore(store, async (opened) => {
    const before = new Date(Date.now() - keep);
    const removed = await opened.prune(run === undefined ? { before } : { before, run });
    process.stdout.write(
      json === true ? `${JSON.stringify({ removed })}\n` : `${removed.length} runs removed. ${removed.join(", ")}\n`,
    );
    return 0;
  });
}

async function withStore(place: string, work: (store: Store) => Promise<number>): Promise<number> {
  const store = await openKeptStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function runOf(store: Store, run: string): Promise<RunSummary> {
  const summary = await store.findRun(run);
  if (summary !== undefined) return summary;
  throw new RewardError("GUERDON_STORE", `Expected \`${run}\` to be a run of the store, got no such run.`, {
    hint: "`guerdon runs list` names those that are there.",
    details: { run },
  });
}

function tableOf(runs: readonly RunSummary[]): string {
  const head = ["run", "program", "version", "open step", "batches", "rollouts", "late", "last used"];
  return textTable([
    head,
    ...runs.map(({ run, programName, programHash, step, batches, rollouts, late, lastAt }) => [
      run,
      programName,
      programHash.slice(0, 12),
      `${step}`,
      `${batches}`,
      `${rollouts}`,
      `${late}`,
      lastAt.toISOString().slice(0, 19),
    ]),
  ]);
}
