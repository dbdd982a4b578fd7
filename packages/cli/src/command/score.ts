import { writeFile } from "node:fs/promises";
import { RewardError } from "@guerdon/core/error";
import { diskCache, layeredCache, memoryCache } from "@guerdon/verify/cache";
import { processPool } from "@guerdon/verify/pool";
import { library } from "../program-file/library.ts";
import { type LoadedProgram, loadProgram } from "../program-file/load-program.ts";
import { createProgress } from "../progress/index.ts";
import { parseMap, type RowMap, readRows } from "../rollout-file/index.ts";
import { printSummary } from "../score/print-summary.ts";
import { FileScorer } from "../score/score-file.ts";
import { readSpool, readSpoolHead, Spool, type SpoolHead, wholeBytesOf } from "../score/spool.ts";
import { summarise } from "../score/summary.ts";
import { writeOutput } from "../score/write-output.ts";
import { systemClock } from "../system-clock.ts";
import { printFindings } from "./print-findings.ts";

export interface ScoreOptions {
  readonly map?: string;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly concurrency: number;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly cache?: string;
  readonly seed: number;
  readonly maxLineMb: number;
}

/** `guerdon score PROGRAM ROLLOUTS`. */
export async function score(programPath: string, rolloutsPath: string, options: ScoreOptions): Promise<number> {
  const loaded = await loadProgram(programPath, library);
  const { program, findings } = loaded;
  const errors = findings.filter(({ severity }) => severity === "error");
  if (program === undefined) {
    printFindings(programPath, errors, process.stderr);
    return 2;
  }
  const map = options.map === undefined ? undefined : parseMap(options.map);
  const pool = processPool({ size: options.pool, deadlineMs: options.deadlineMs });
  const memory = memoryCache({ maxEntries: 100_000 });
  const disk = options.cache === undefined ? undefined : diskCache({ directory: options.cache });
  const cache = disk === undefined ? memory : layeredCache(memory, disk);
  try {
    const runtime = { clock: systemClock, pool, cache, seed: options.seed, concurrency: options.concurrency };
    const scorer = new FileScorer(program, runtime);
    return await scoreFile({ scorer, loaded, input: rolloutsPath, map }, options);
  } finally {
    await pool.close();
    await disk?.close();
  }
}

interface Job {
  readonly scorer: FileScorer;
  readonly loaded: LoadedProgram;
  readonly input: string;
  readonly map: RowMap | undefined;
}

async function scoreFile({ scorer, loaded, input, map }: Job, options: ScoreOptions): Promise<number> {
  const started = performance.now();
  const head: SpoolHead = { program: scorer.program.hash, input, map: options.map ?? "" };
  const { spool, after } = await openSpool(scorer, head, options);
  const restored = scorer.rows;
  const reader = readRows(input, { maxLineBytes: options.maxLineMb * 1024 * 1024 });
  const progress = createProgress({
    stream: process.stderr,
    clock: systemClock,
    ...(reader.totalBytes === undefined ? {} : { totalBytes: reader.totalBytes }),
    ...(options.json === true ? { quiet: true } : {}),
  });
  const stop = onInterrupt();
  await scorer.run(reader, map, after, {
    rows: (texts) => spool?.write(texts),
    progress: (rows, failures) => progress.update({ rows, failures, bytes: reader.bytesRead }),
    stopped: () => stop.asked,
  });
  stop.ignore();
  progress.finish();
  await spool?.close();
  const scores = await scorer.finish();
  if (options.out !== undefined) await writeOutput(options.out, scorer.plan.shown, scores);
  const seconds = (performance.now() - started) / 1000;
  const summary = summarise(scorer, scores, seconds, scorer.rows - restored);
  if (options.report !== undefined) {
    const about = { scorer, scores, summary, loaded, input, map, finishedAt: new Date().toISOString() };
    const [{ reportOf }, { writeReport }] = await Promise.all([
      import("../score/report-of.ts"),
      import("../report/index.ts"),
    ]);
    await writeFile(options.report, await writeReport(await reportOf(about)));
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else printSummary(summary, options, process.stdout);
  if (stop.asked) {
    const next = options.out === undefined ? "" : ` Go on with the same command and \`--resume\`.`;
    process.stderr.write(`Stopped after ${scorer.rows} rows; what was scored is written.${next}\n`);
    return 3;
  }
  await spool?.remove();
  return exitCode(scorer);
}

/** Names the first rows that something is wrong with, and says so by the exit code. */
function exitCode({ tally, unreadable, duplicates }: FileScorer): number {
  const { task, sandbox, judge, engine } = tally.failed;
  const lines = unreadable.flatMap(({ error }) => [
    `${error.code}: ${error.message}`,
    ...(error.hint ? [`  ${error.hint}`] : []),
  ]);
  if (tally.unreadable > unreadable.length)
    lines.push(`${tally.unreadable - unreadable.length} more rows cannot be read.`);
  for (const { id, row } of duplicates) {
    lines.push(`GUERDON_DUPLICATE_ID: Expected ids to be unique, got \`${id}\` again in row ${row}.`);
  }
  if (duplicates.length > 0) {
    const more = tally.duplicateIds - duplicates.length;
    lines.push(
      `  All rows were scored, in input order. Map \`id\` to a unique field.${more > 0 ? ` ${more} more.` : ""}`,
    );
  }
  if (lines.length > 0) process.stderr.write(`${lines.join("\n")}\n`);
  if (task + sandbox + judge + engine > 0) return 3;
  return tally.duplicateIds > 0 ? 1 : 0;
}

async function openSpool(
  scorer: FileScorer,
  head: SpoolHead,
  { out, resume, restart }: ScoreOptions,
): Promise<{ spool?: Spool; after: number }> {
  if (out === undefined) {
    if (resume !== true) return { after: 0 };
    throw new RewardError("GUERDON_USAGE", "Expected `--resume` together with `--out`, got no `--out`.");
  }
  const there = Spool.exists(out);
  if (!there || restart === true) {
    if (resume === true && !there) process.stderr.write(`Nothing to resume at \`${out}\`; starting at row 1.\n`);
    return { spool: await Spool.create(out, head), after: 0 };
  }
  if (resume !== true) {
    throw new RewardError(
      "GUERDON_RESUME",
      `Expected no partial output beside \`${out}\`, got \`${Spool.pathFor(out)}\`.`,
      {
        hint: "Go on with it by `--resume`, or throw it away by `--restart`.",
      },
    );
  }
  return resumeSpool(scorer, head, out);
}

async function resumeSpool(scorer: FileScorer, head: SpoolHead, out: string): Promise<{ spool: Spool; after: number }> {
  const before = await readSpoolHead(out);
  for (const key of ["program", "input", "map"] as const) {
    if (before[key] === head[key]) continue;
    const message = `Expected the partial output to be of the same ${key} (\`${head[key]}\`), got \`${before[key]}\`.`;
    throw new RewardError("GUERDON_RESUME", message, { hint: "Start anew with `--restart`." });
  }
  const wholeBytes = await wholeBytesOf(out);
  let after = 0;
  for await (const rows of readSpool(out)) {
    for (const row of rows) {
      scorer.restore(row);
      after = row.row;
    }
  }
  return { spool: await Spool.reopen(out, wholeBytes), after };
}

/** First Ctrl-C: finish the batch under way and write; second: end at once. */
function onInterrupt(): { readonly asked: boolean; ignore(): void } {
  const state = { asked: false };
  const handler = (): void => {
    if (state.asked) process.exit(130);
    state.asked = true;
    process.stderr.write("\nStopping after the rows under way; press Ctrl-C again to stop at once.\n");
  };
  process.on("SIGINT", handler);
  process.on("SIGTERM", handler);
  return {
    get asked() {
      return state.asked;
    },
    ignore: () => {
      process.off("SIGINT", handler);
      process.off("SIGTERM", handler);
    },
  };
}
