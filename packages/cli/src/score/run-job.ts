import { writeFile } from "node:fs/promises";
import type { Pool } from "@guerdon/core/piece";
import type { LoadedProgram } from "../program-file/load-program.ts";
import { createProgress } from "../progress/index.ts";
import { type RowMap, readRows } from "../rollout-file/index.ts";
import { systemClock } from "../system-clock.ts";
import { onInterrupt } from "./on-interrupt.ts";
import { openSpool } from "./open-spool.ts";
import { printSummary } from "./print-summary.ts";
import { rowProblems } from "./row-problems.ts";
import type { FileScorer, FileScores } from "./score-file.ts";
import type { Spool } from "./spool.ts";
import { type Summary, summarise } from "./summary.ts";
import { writeOutput } from "./write-output.ts";

/** One file to be scored. */
export interface Job {
  readonly scorer: FileScorer;
  readonly loaded: LoadedProgram;
  readonly pool: Pool;
  readonly input: string;
  /** The input as the user named it. */
  readonly inputName: string;
  readonly map: RowMap | undefined;
}

export interface JobOptions {
  readonly map?: string;
  readonly out?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly maxLineMb: number;
}

/** Scores a file, writes what was asked for and gives the exit code. */
export async function runJob(job: Job, options: JobOptions): Promise<number> {
  const { scorer } = job;
  const started = performance.now();
  const head = { program: scorer.program.hash, input: job.inputName, map: options.map ?? "" };
  const { spool, after } = await openSpool(scorer, head, options);
  const restored = scorer.rows;
  const interrupted = await scoreRows(job, after, spool, options);
  await spool?.close();
  const scores = await scorer.finish();
  if (options.out !== undefined) await writeOutput(options.out, scorer.plan.shown, scores);
  const seconds = (performance.now() - started) / 1000;
  const summary = summarise(scorer, scores, job.pool.health(), { seconds, rows: scorer.rows - restored });
  if (options.report !== undefined) await saveReport(options.report, job, scores, summary);
  if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else printSummary(summary, options, process.stdout);
  const problems = rowProblems(scorer);
  if (problems.length > 0) process.stderr.write(`${problems.join("\n")}\n`);
  if (!interrupted) await spool?.remove();
  else {
    const next = options.out === undefined ? "" : " Go on with the same command and `--resume`.";
    process.stderr.write(`Stopped after ${scorer.rows} rows; what was scored is written.${next}\n`);
  }
  return interrupted ? 3 : exitCode(scorer);
}

/** Scores the rows after row `after`; tells whether the user stopped it. */
async function scoreRows(
  { scorer, input, map }: Job,
  after: number,
  spool: Spool | undefined,
  { json, maxLineMb }: JobOptions,
): Promise<boolean> {
  const reader = readRows(input, { maxLineBytes: maxLineMb * 1024 * 1024 });
  const progress = createProgress({
    stream: process.stderr,
    clock: systemClock,
    ...(reader.totalBytes === undefined ? {} : { totalBytes: reader.totalBytes }),
    ...(json === true ? { quiet: true } : {}),
  });
  const stop = onInterrupt();
  await scorer.run(reader, map, after, {
    rows: (texts) => spool?.write(texts),
    progress: (rows, failures) => progress.update({ rows, failures, bytes: reader.bytesRead }),
    stopped: () => stop.asked,
  });
  stop.ignore();
  progress.finish();
  return stop.asked;
}

async function saveReport(path: string, job: Job, scores: FileScores, summary: Summary): Promise<void> {
  const [{ reportOf }, { writeReport }] = await Promise.all([import("./report-of.ts"), import("../report/index.ts")]);
  const about = { ...job, scores, summary, finishedAt: new Date().toISOString() };
  await writeFile(path, await writeReport(await reportOf(about)));
}

function exitCode({ tally }: FileScorer): number {
  const { task, sandbox, judge, engine } = tally.failed;
  if (task + sandbox + judge + engine > 0) return 3;
  return tally.duplicateIds > 0 ? 1 : 0;
}
