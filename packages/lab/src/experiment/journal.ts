import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Metrics } from "./run.ts";

/** One update in a journal. */
export interface JournalRow {
  readonly update: number;
  /** Seconds of work since the run began, without the time between its lives. */
  readonly seconds: number;
  readonly metrics: Metrics;
}

/** Every metric of every update of one run, one JSON line each; what a killed process left half is dropped. */
export class Journal {
  readonly #descriptor: number;

  /**
   * Opens a journal and keeps its first rows.
   *
   * @param keep - rows that the run's checkpoint accounts for; later ones are made again
   */
  constructor(file: string, keep: number) {
    const kept = readLines(file).slice(0, keep);
    const bytes = kept.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    // What is kept is never written again: a process killed here has lost nothing.
    this.#descriptor = openSync(file, "a");
    ftruncateSync(this.#descriptor, bytes);
  }

  /** Writes a row; a metric that is not finite is left out, for JSON has no word for it. */
  append({ update, seconds, metrics }: JournalRow): void {
    const finite = Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
    writeSync(this.#descriptor, `${JSON.stringify({ update, seconds: Number(seconds.toFixed(4)), ...finite })}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** The rows of a journal; none when there is no file. */
export function readJournal(file: string): readonly JournalRow[] {
  return readLines(file).map((line) => {
    const { update, seconds, ...metrics } = JSON.parse(line) as { update: number; seconds: number };
    return { update, seconds, metrics };
  });
}

function readLines(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "");
}
