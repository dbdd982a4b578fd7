import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";
import type { ClosableCache } from "./closable-cache.ts";
import { decodeRecord, encodeRecord, isKey } from "./record.ts";
import { requireLimit } from "./require-limit.ts";
import { segmentIndex } from "./segment-index.ts";
import { segmentWriter } from "./segment-writer.ts";

export interface DiskCacheOptions {
  readonly directory: string;
  /** Size of all files together; the oldest are removed to keep it. */
  readonly maxBytes?: number;
}

const SEGMENT_BYTES = 64 * 2 ** 20;
const LEAST_BYTES = 64 * 2 ** 10;

/**
 * Keeps values in a directory that any number of processes may share, and that survives their sudden end.
 *
 * Records are appended to a file of the process's own, each with a checksum. Once `set` resolves the value is with the
 * operating system: it is found again after `kill -9`, though maybe not after a loss of power. A record that is torn
 * or changed is as good as absent. Values of other processes are found within a second or so.
 * Values larger than an eighth of `maxBytes` (or than 64 MB) are not kept.
 *
 * @throws RewardError GUERDON_OPTION when `maxBytes` is below 64 KB or a key is no hexadecimal digest
 * @throws RewardError GUERDON_FILE from `set` when nothing can be written
 */
export function diskCache({ directory, maxBytes = 2 ** 30 }: DiskCacheOptions): ClosableCache {
  requireLimit("maxBytes", maxBytes, LEAST_BYTES);
  const segmentBytes = Math.min(SEGMENT_BYTES, Math.floor(maxBytes / 8));
  const index = segmentIndex(directory);
  const writer = segmentWriter({ directory, maxBytes, segmentBytes });
  let waiting = new Map<string, Buffer>();
  let written = new Map<string, Buffer>();
  let turn: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  let closed = false;

  async function get(key: string): Promise<Json | undefined> {
    const line = waiting.get(key) ?? written.get(key);
    if (line) return decodeRecord(line.subarray(0, -1))?.value;
    const record = await index.read(key);
    return record?.value;
  }

  async function set(key: string, value: Json): Promise<void> {
    requireKey(key);
    const line = encodeRecord({ key, value });
    if (closed || line.length > segmentBytes) return;
    waiting.set(key, line);
    await commit();
  }

  // What is set while a write is under way goes into the next one, together.
  function commit(): Promise<void> {
    turn ??= last.then(writeWaiting);
    return turn;
  }

  async function writeWaiting(): Promise<void> {
    last = (turn as Promise<void>).catch(() => {});
    turn = undefined;
    written = waiting;
    waiting = new Map();
    try {
      const places = await writer.append([...written.values()]);
      let i = 0;
      for (const [key, line] of written)
        index.add(key, places[i++] as { name: string; offset: number }, line.length - 1);
    } catch (cause) {
      throw new RewardError("GUERDON_FILE", `Expected \`directory\` to be writable, got \`${directory}\`.`, {
        hint: "Name a directory that this process may write, or make room on its disk.",
        details: { directory },
        cause,
      });
    } finally {
      written = new Map();
    }
  }

  async function flush(): Promise<void> {
    await (turn ?? last);
  }

  async function close(): Promise<void> {
    closed = true;
    await flush();
    await writer.close();
    await index.close();
  }

  return { get, set, flush, close };
}

function requireKey(key: string): void {
  if (isKey(key)) return;
  throw new RewardError("GUERDON_OPTION", `Expected \`key\` to be a hexadecimal digest, got \`${key}\`.`, {
    details: { option: "key", got: key },
  });
}
