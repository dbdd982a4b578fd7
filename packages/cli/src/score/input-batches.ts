import { RewardError } from "@guerdon/core/error";
import type { Rollout } from "@guerdon/core/signal";
import { parseRow, type RowMap, type RowReader, toRollout } from "../rollout-file/index.ts";

/** A line of the input as a rollout, or why it is none. */
export type InputRow =
  | { readonly row: number; readonly rollout: Rollout }
  | { readonly row: number; readonly error: RewardError };

/** Bounds of one batch: enough rows to be fast, little enough text to be small. */
const MAX_ROWS = 1024;
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** Turns the lines after row `after` into rollouts, in batches of bounded size. */
export async function* inputBatches(
  reader: RowReader,
  map: RowMap | undefined,
  after: number,
): AsyncGenerator<readonly InputRow[]> {
  let batch: InputRow[] = [];
  let characters = 0;
  for await (const lines of reader) {
    for (const line of lines) {
      if (line.row <= after) continue;
      batch.push("text" in line ? parse(line.row, line.text, map) : line);
      characters += "text" in line ? line.text.length : 0;
      if (batch.length < MAX_ROWS && characters < MAX_CHARACTERS) continue;
      yield batch;
      batch = [];
      characters = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

function parse(row: number, text: string, map: RowMap | undefined): InputRow {
  try {
    return { row, rollout: toRollout(parseRow(text, row), map === undefined ? { row } : { row, map }) };
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return { row, error };
  }
}
