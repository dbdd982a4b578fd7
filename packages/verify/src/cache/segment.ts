import { randomBytes } from "node:crypto";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { keyOf } from "./record.ts";

const SUFFIX = ".records";

/** A file of records that one process appends to and all may read. */
export interface Segment {
  readonly name: string;
  /** Reads the records that were added since the last scan; a line without its end is left for the next. */
  scan(onRecord: (key: string, offset: number, length: number) => void): Promise<void>;
  /** Reads one line; nothing if the file is gone. */
  read(offset: number, length: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

/** A name that no other process gives, later than all names given before. */
export function newSegmentName(): string {
  const time = Date.now().toString(36).padStart(9, "0");
  return `${time}-${process.pid}-${randomBytes(4).toString("hex")}${SUFFIX}`;
}

/** The names of all segments of a directory, oldest first. */
export async function segmentNames(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith(SUFFIX)).sort();
}

/** Opens a segment for reading, when it is first read. */
export function openSegment(directory: string, name: string): Segment {
  let file: Promise<FileHandle | undefined> | undefined;
  let scanned = 0;

  function handle(): Promise<FileHandle | undefined> {
    file ??= open(join(directory, name)).catch(() => undefined);
    return file;
  }

  async function scan(onRecord: (key: string, offset: number, length: number) => void): Promise<void> {
    const source = await handle();
    const size = (await source?.stat())?.size ?? 0;
    if (source === undefined || size <= scanned) return;
    const bytes = await readAt(source, scanned, size - scanned);
    let from = 0;
    for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
      const key = keyOf(bytes.subarray(from, to));
      if (key !== undefined) onRecord(key, scanned + from, to - from);
      from = to + 1;
    }
    scanned += from;
  }

  async function read(offset: number, length: number): Promise<Buffer | undefined> {
    const source = await handle();
    return source && readAt(source, offset, length);
  }

  async function close(): Promise<void> {
    await (await file)?.close();
    file = Promise.resolve(undefined);
  }

  return { name, scan, read, close };
}

async function readAt(source: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await source.read(bytes, got, length - got, offset + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return bytes.subarray(0, got);
}
