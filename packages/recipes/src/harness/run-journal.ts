import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Measures } from "./samples.ts";

/** A run that ended well. */
export interface RunRow {
  /** Name of the run: equal names give equal bits. */
  readonly key: string;
  readonly measures: Measures;
  readonly cpuSeconds: number;
}

/** The finished runs of a recipe, one JSON line each; what a killed process left half is dropped. */
export interface RunJournal {
  find(key: string): RunRow | undefined;
  add(row: RunRow): void;
  /** Drops all rows but these. */
  keep(keys: ReadonlySet<string>): void;
}

export function openRunJournal(file: string): RunJournal {
  const rows = new Map<string, RunRow>();
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  for (const line of whole.split("\n")) {
    if (line === "") continue;
    const row = rowOf(line);
    if (row !== undefined) rows.set(row.key, row);
  }
  let isHalf = whole.length < text.length;
  mkdirSync(dirname(file), { recursive: true });
  return {
    find: (key) => rows.get(key),
    add: (row) => {
      rows.set(row.key, row);
      appendFileSync(file, `${isHalf ? "\n" : ""}${JSON.stringify(row)}\n`);
      isHalf = false;
    },
    keep: (keys) => {
      for (const key of [...rows.keys()]) if (!keys.has(key)) rows.delete(key);
      const part = `${file}.part`;
      writeFileSync(part, [...rows.values()].map((row) => `${JSON.stringify(row)}\n`).join(""));
      renameSync(part, file);
      isHalf = false;
    },
  };
}

/** A line that a killed process left half, and that another wrote on after, is no row. */
function rowOf(line: string): RunRow | undefined {
  try {
    return JSON.parse(line) as RunRow;
  } catch {
    return undefined;
  }
}
