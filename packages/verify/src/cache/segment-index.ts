import { decodeRecord, type Record } from "./record.ts";
import { openSegment, type Segment, segmentNames } from "./segment.ts";
import type { Place } from "./segment-writer.ts";

/** Where each key's record is, in the segments of all processes. */
export interface SegmentIndex {
  /** Reads the record of a key; a record that is not intact is forgotten. */
  read(key: string): Promise<Record | undefined>;
  /** Notes a record that this process wrote, so that it need not be scanned. */
  add(key: string, place: Place, length: number): void;
  close(): Promise<void>;
}

// How old the list of segments may be when a key is not found.
const REFRESH_MS = 1_000;

/** Makes an index that scans the directory at the first read. */
export function segmentIndex(directory: string): SegmentIndex {
  const segments = new Map<string, Segment>();
  const entries = new Map<string, { segment: Segment; offset: number; length: number }>();
  let scanning: Promise<void> | undefined;
  let scannedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  async function read(key: string): Promise<Record | undefined> {
    if (!entries.has(key)) await refresh();
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    const line = await entry.segment.read(entry.offset, entry.length).catch(() => undefined);
    const record = line && decodeRecord(line);
    if (record?.key === key) return record;
    entries.delete(key);
    return undefined;
  }

  async function refresh(): Promise<void> {
    if (closed) return;
    if (scanning === undefined && performance.now() - scannedAt < REFRESH_MS) return;
    scanning ??= scanAll().finally(() => {
      scanning = undefined;
      scannedAt = performance.now();
    });
    await scanning;
  }

  async function scanAll(): Promise<void> {
    const names = await segmentNames(directory).catch(() => []);
    await forgetOthers(new Set(names));
    for (const name of names) {
      const segment = segmentOf(name);
      await segment.scan((key, offset, length) => entries.set(key, { segment, offset, length })).catch(() => {});
    }
  }

  async function forgetOthers(names: ReadonlySet<string>): Promise<void> {
    const gone = [...segments.values()].filter(({ name }) => !names.has(name));
    if (gone.length === 0) return;
    for (const [key, { segment }] of entries) if (!names.has(segment.name)) entries.delete(key);
    for (const segment of gone) {
      segments.delete(segment.name);
      await segment.close();
    }
  }

  function segmentOf(name: string): Segment {
    const known = segments.get(name) ?? openSegment(directory, name);
    segments.set(name, known);
    return known;
  }

  function add(key: string, { name, offset }: Place, length: number): void {
    entries.set(key, { segment: segmentOf(name), offset, length });
  }

  async function close(): Promise<void> {
    closed = true;
    await scanning;
    entries.clear();
    for (const segment of segments.values()) await segment.close();
  }

  return { read, add, close };
}
