import { type FileHandle, mkdir, open, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { newSegmentName, segmentNames } from "./segment.ts";

export interface SegmentWriterOptions {
  readonly directory: string;
  /** All segments together; the oldest are removed to keep it. */
  readonly maxBytes: number;
  readonly segmentBytes: number;
}

/** Where a line was written. */
export interface Place {
  readonly name: string;
  readonly offset: number;
}

/** Appends lines to segments that no other process writes. */
export interface SegmentWriter {
  /** Writes lines, each at most `segmentBytes` long; one call at a time. */
  append(lines: readonly Buffer[]): Promise<readonly Place[]>;
  close(): Promise<void>;
}

/** Makes a writer that starts a segment when there is something to write. */
export function segmentWriter({ directory, maxBytes, segmentBytes }: SegmentWriterOptions): SegmentWriter {
  let file: FileHandle | undefined;
  let name = "";
  let size = 0;

  async function append(lines: readonly Buffer[]): Promise<readonly Place[]> {
    const places: Place[] = [];
    for (let from = 0; from < lines.length; ) {
      await prepare((lines[from] as Buffer).length);
      const batch: Buffer[] = [];
      let end = size;
      for (; from < lines.length; from++) {
        const line = lines[from] as Buffer;
        if (end + line.length > segmentBytes) break;
        places.push({ name, offset: end });
        batch.push(line);
        end += line.length;
      }
      await write(Buffer.concat(batch));
    }
    return places;
  }

  // Another process may have removed the segment; what is appended to it then would never be found.
  async function prepare(bytes: number): Promise<void> {
    if (file && size + bytes <= segmentBytes && (await file.stat()).nlink > 0) return;
    await close();
    await mkdir(directory, { recursive: true });
    await evict();
    name = newSegmentName();
    file = await open(join(directory, name), "ax");
    size = 0;
  }

  async function write(bytes: Buffer): Promise<void> {
    try {
      await file?.appendFile(bytes);
      size += bytes.length;
    } catch (error) {
      // Part of it may be written, so the size is no longer known.
      await close();
      throw error;
    }
  }

  async function evict(): Promise<void> {
    const segments = [];
    for (const each of await segmentNames(directory)) segments.push({ name: each, bytes: await bytesOf(each) });
    let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const oldest of segments) {
      if (total + segmentBytes <= maxBytes) return;
      await unlink(join(directory, oldest.name)).catch(() => {});
      total -= oldest.bytes;
    }
  }

  async function bytesOf(each: string): Promise<number> {
    return stat(join(directory, each)).then(
      ({ size: bytes }) => bytes,
      () => 0,
    );
  }

  async function close(): Promise<void> {
    const last = file;
    file = undefined;
    await last?.close();
  }

  return { append, close };
}
