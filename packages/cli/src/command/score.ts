import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { diskCache, layeredCache, memoryCache } from "@guerdon/verify/cache";
import { processPool } from "@guerdon/verify/pool";
import { library } from "../program-file/library.ts";
import { loadProgram } from "../program-file/load-program.ts";
import { parseMap } from "../rollout-file/index.ts";
import { type JobOptions, runJob } from "../score/run-job.ts";
import { FileScorer } from "../score/score-file.ts";
import { systemClock } from "../system-clock.ts";
import { printFindings } from "./print-findings.ts";

export interface ScoreOptions extends JobOptions {
  readonly map?: string;
  readonly concurrency: number;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly cache?: string;
  readonly seed: number;
  readonly step: number;
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
  const kept = rolloutsPath === "-" && options.report !== undefined ? await keepStandardInput() : undefined;
  try {
    const runtime = { clock: systemClock, pool, cache, seed: options.seed, concurrency: options.concurrency };
    const scorer = new FileScorer(program, runtime, options.step);
    const job = { scorer, loaded, pool, input: kept ?? rolloutsPath, inputName: rolloutsPath, map };
    return await runJob(job, options);
  } finally {
    await pool.close();
    await disk?.close();
    if (kept !== undefined) await rm(dirname(kept), { recursive: true });
  }
}

/** A report reads some rows twice, which a pipe allows once. */
async function keepStandardInput(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "guerdon-")), "rollouts");
  await pipeline(process.stdin, createWriteStream(path));
  return path;
}
