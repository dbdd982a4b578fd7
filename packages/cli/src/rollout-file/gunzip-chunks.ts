import { createGunzip, type Gunzip } from "node:zlib";

const OUTPUT_BYTES = 256 * 1024;
/** Gzip packs at most 1,032 to 1, so one slice yields at most 66 MB. */
const INPUT_BYTES = 64 * 1024;

/**
 * Unzips a stream of chunks.
 *
 * Unlike a piped stream it hands out everything it could unzip before it reports that the input
 * breaks off or is damaged.
 *
 * @throws Error when the input is not gzip to its end
 */
export async function* gunzipChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  let ready: Buffer[] = [];
  let broken: Error | undefined;
  gunzip.on("data", (chunk: Buffer) => ready.push(chunk));
  gunzip.on("error", (error) => {
    broken = error;
  });
  try {
    for await (const chunk of source) {
      for (let at = 0; at < chunk.length && broken === undefined; at += INPUT_BYTES) {
        await write(gunzip, chunk.subarray(at, at + INPUT_BYTES));
        yield* ready;
        ready = [];
      }
      if (broken !== undefined) break;
    }
    if (broken === undefined) await finish(gunzip);
    yield* ready;
    if (broken !== undefined) throw broken;
  } finally {
    gunzip.destroy();
  }
}

/** Resolves when the slice is unzipped and its output was emitted, or when that failed. */
function write(gunzip: Gunzip, slice: Buffer): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once("close", resolve);
    gunzip.write(slice, () => {
      gunzip.off("close", resolve);
      setImmediate(resolve);
    });
  });
}

function finish(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    gunzip.once("close", resolve);
    gunzip.end();
  });
}
