import { RewardError } from "@guerdon/core/error";
import { LineSplitter } from "./line-splitter.ts";
import { openBytes } from "./open-bytes.ts";
import type { Row } from "./row.ts";

const MIB = 1024 * 1024;

export interface ReadOptions {
  /** A longer line becomes an error of its row and is never held in memory. */
  readonly maxLineBytes?: number;
}

/** The rows of one input, in chunks. Can be iterated once. */
export interface RowReader extends AsyncIterable<readonly Row[]> {
  /** Bytes taken from the file so far, compressed ones where it is compressed. */
  readonly bytesRead: number;
  /** Size of the file; unknown for a pipe. */
  readonly totalBytes: number | undefined;
}

/**
 * Reads the lines of a JSONL file, a gzipped one (told by its first bytes) or standard input (`-`).
 *
 * Memory is bounded by `maxLineBytes` and a few chunks, whatever the size of the file. Blank lines are
 * skipped but counted, so `row` is the line number an editor shows. When the file breaks off or cannot be
 * read further, the complete lines before that are kept and the last row is the error.
 *
 * @throws RewardError GUERDON_FILE when there is no such file
 */
export function readRows(path: string, { maxLineBytes = 64 * MIB }: ReadOptions = {}): RowReader {
  const bytes = openBytes(path);
  return {
    get bytesRead(): number {
      return bytes.bytesRead;
    },
    totalBytes: bytes.totalBytes,
    [Symbol.asyncIterator]: () => rowsOf(path, bytes.chunks(), maxLineBytes),
  };
}

async function* rowsOf(path: string, chunks: AsyncIterable<Buffer>, maxLineBytes: number): AsyncGenerator<Row[]> {
  const splitter = new LineSplitter(maxLineBytes);
  try {
    for await (const chunk of chunks) {
      const rows = splitter.push(chunk);
      if (rows.length > 0) yield rows;
    }
  } catch (cause) {
    yield [{ row: splitter.row + 1, error: brokenOff(path, splitter.row, cause) }];
    return;
  }
  const rows = splitter.end();
  if (rows.length > 0) yield rows;
}

function brokenOff(path: string, row: number, cause: unknown): RewardError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RewardError(
    "GUERDON_FILE",
    `Expected \`${path}\` to be readable to its end, got: ${reason} after row ${row}.`,
    {
      hint: "The rows before were kept. Write or download the file again.",
      details: { path, row, reason },
      cause,
    },
  );
}
