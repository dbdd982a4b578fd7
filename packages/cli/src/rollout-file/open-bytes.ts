import { createReadStream, type Stats, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { RewardError } from "@guerdon/core/error";
import { gunzipChunks } from "./gunzip-chunks.ts";

const CHUNK_BYTES = 1024 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** The bytes of an input, unzipped where they are gzipped. */
export interface ByteSource {
  readonly bytesRead: number;
  readonly totalBytes: number | undefined;
  chunks(): AsyncGenerator<Buffer>;
}

/**
 * Opens a file, or standard input for `-`.
 *
 * @throws RewardError GUERDON_FILE when there is no such file
 */
export function openBytes(path: string): ByteSource {
  const stats = path === "-" ? undefined : statOf(path);
  let bytesRead = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    const stream: Readable = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream) {
      bytesRead += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  return {
    get bytesRead(): number {
      return bytesRead;
    },
    totalBytes: stats?.isFile() ? stats.size : undefined,
    chunks: () => unzipped(counted()),
  };
}

function statOf(path: string): Stats {
  let reason = "a folder";
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return stats;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    reason = code === "ENOENT" ? "no such file" : String(code);
  }
  throw new RewardError("GUERDON_FILE", `Expected \`${path}\` to be a file of rollouts, got ${reason}.`, {
    hint: "Give the path of a JSONL file, plain or gzipped, or `-` for standard input.",
    details: { path, got: reason },
  });
}

async function* unzipped(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const { head, rest } = await withHead(source);
  const zipped = GZIP_MAGIC.every((byte, index) => head[index] === byte);
  yield* zipped ? gunzipChunks(rest) : rest;
}

/** Takes as many chunks as hold the magic bytes, and gives them back joined to the others. */
async function withHead(source: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
  return { head, rest: rest() };
}
