import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Store } from "../store/store.ts";
import { type ScoredRow, scoredRows } from "./scored-rows.ts";

/**
 * Writes a run as JSON lines, one a rollout, each with its scores; `guerdon score` reads them. The file is there when it
 * is whole.
 *
 * @returns the number of rows
 */
export async function exportJsonl(store: Store, run: string, path: string): Promise<number> {
  let rows = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const batch of scoredRows(store, run)) {
      rows += batch.length;
      yield batch.map((row) => `${JSON.stringify(lineOf(row))}\n`).join("");
    }
  }
  const unfinished = `${path}.writing`;
  await pipeline(Readable.from(lines()), createWriteStream(unfinished));
  await rename(unfinished, path);
  return rows;
}

function lineOf({ rollout, ...scores }: ScoredRow): object {
  return { ...rollout, scores };
}
