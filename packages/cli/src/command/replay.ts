import { type ColumnDiff, type ReplayDiff, replayRun } from "@guerdon/server/replay";
import { memoryCache } from "@guerdon/verify/cache";
import { processPool } from "@guerdon/verify/pool";
import { createProgress } from "../progress/index.ts";
import { formatNumber } from "../report/format-number.ts";
import { onInterrupt } from "../score/on-interrupt.ts";
import { programSource } from "../serve/program-source.ts";
import { systemClock } from "../system-clock.ts";
import { textTable } from "../verify/text-table.ts";
import { openKeptStore } from "./open-kept-store.ts";

export interface ReplayOptions {
  readonly program: string;
  readonly store: string;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** `guerdon replay RUN --program OTHER.yaml`. Exit code 1 says that something differs. */
export async function replay(run: string, options: ReplayOptions): Promise<number> {
  const program = await programSource(options.program).load();
  const store = await openKeptStore(options.store);
  const pool = processPool({ size: options.pool, deadlineMs: options.deadlineMs });
  const progress = createProgress({ stream: process.stderr, clock: systemClock, quiet: options.json === true });
  const interrupt = onInterrupt();
  try {
    const runtime = { clock: systemClock, pool, cache: memoryCache({ maxEntries: 100_000 }), seed: options.seed };
    const diff = await replayRun(store, run, program, runtime, {
      progress: (rows) => progress.update({ rows, failures: 0, bytes: 0 }),
      stopped: () => interrupt.asked,
    });
    progress.finish();
    process.stdout.write(options.json === true ? `${JSON.stringify(diff)}\n` : textOf(diff));
    if (interrupt.asked) return 3;
    return diff.total.changed + (diff.advantage?.changed ?? 0) > 0 ? 1 : 0;
  } finally {
    interrupt.ignore();
    await pool.close();
    await store.close();
  }
}

function textOf(diff: ReplayDiff): string {
  const { before, after, batches, rollouts, ranks, termsAdded, termsRemoved } = diff;
  const columns: (readonly [string, ColumnDiff])[] = [
    ["total", diff.total],
    ...(diff.advantage === undefined ? [] : [["advantage", diff.advantage] as const]),
    ...Object.entries(diff.terms).map(([name, column]) => [`  ${name}`, column] as const),
  ];
  const head = ["", "compared", "changed", "gained", "lost", "mean before", "after", "largest difference"];
  return [
    `Run ${diff.run}: ${batches} batches, ${rollouts} rollouts\n`,
    `  before  ${before.name} (${before.hash.slice(0, 12)})\n  after   ${after.name} (${after.hash.slice(0, 12)})\n\n`,
    textTable([head, ...columns.map(([name, column]) => rowOf(name, column))]),
    `\nPairs within groups: ${ranks.pairs}; order turned ${ranks.flipped}, ties made or broken ${ranks.tiesChanged}.\n`,
    ...(termsAdded.length === 0 ? [] : [`Terms that are new or at another level: ${termsAdded.join(", ")}.\n`]),
    ...(termsRemoved.length === 0 ? [] : [`Terms that are gone or at another level: ${termsRemoved.join(", ")}.\n`]),
  ].join("");
}

function rowOf(
  name: string,
  { compared, changed, gained, lost, meanBefore, meanAfter, largest }: ColumnDiff,
): string[] {
  const mean = (value: number | null): string => (value === null ? "–" : formatNumber(value));
  const most = largest === null ? "–" : `${formatNumber(largest.difference)} (step ${largest.step}, ${largest.id})`;
  return [name, `${compared}`, `${changed}`, `${gained}`, `${lost}`, mean(meanBefore), mean(meanAfter), most];
}
