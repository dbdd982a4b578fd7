import { RewardError } from "@guerdon/core/error";
import type { Row } from "./row.ts";

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Cuts chunks of bytes into rows.
 *
 * Holds at most one unfinished line. Of a line over the limit only its length is remembered.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  #row = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #atStart = true;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** Number of lines finished so far. */
  get row(): number {
    return this.#row;
  }

  /** The rows that this chunk finishes. */
  push(chunk: Buffer): Row[] {
    const rows: Row[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.#heldBytes === 0) this.#finish(chunk, start, end, end - start, rows);
      else {
        this.#hold(chunk.subarray(start, end));
        this.#finishHeld(rows);
      }
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    return rows;
  }

  /** The last row, when it has no newline. */
  end(): Row[] {
    const rows: Row[] = [];
    if (this.#heldBytes > 0) this.#finishHeld(rows);
    return rows;
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    if (this.#heldBytes > this.#maxLineBytes) this.#held = [];
    else this.#held.push(part);
  }

  #finishHeld(rows: Row[]): void {
    const bytes = this.#heldBytes;
    const line = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    this.#finish(line, 0, line.length, bytes, rows);
  }

  #finish(buffer: Buffer, from: number, to: number, bytes: number, rows: Row[]): void {
    const row = ++this.#row;
    if (bytes > this.#maxLineBytes) {
      rows.push({ row, error: tooLong(row, bytes, this.#maxLineBytes) });
      this.#atStart = false;
      return;
    }
    const start = this.#afterBom(buffer, from);
    const end = to > start && buffer[to - 1] === RETURN ? to - 1 : to;
    if (end === start) return;
    const text = buffer.toString("utf8", start, end);
    if (text.charCodeAt(0) <= SPACE && text.trim() === "") return;
    rows.push({ row, text });
  }

  #afterBom(buffer: Buffer, from: number): number {
    if (!this.#atStart) return from;
    this.#atStart = false;
    return buffer.subarray(from, from + BOM.length).equals(BOM) ? from + BOM.length : from;
  }
}

function tooLong(row: number, bytes: number, limit: number): RewardError {
  return new RewardError("GUERDON_ROW_LENGTH", `Expected row ${row} to be at most ${limit} bytes long, got ${bytes}.`, {
    hint: "The row was skipped and the others were read. Shorten it, or read it with a larger `--max-line-mb`.",
    details: { row, expected: limit, got: bytes },
  });
}
