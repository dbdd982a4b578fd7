import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { RewardError } from "@guerdon/core/error";
import { isDeeperThan } from "./is-deeper-than.ts";
import type { RequestLimits } from "./request-limits.ts";

/**
 * Reads the JSON body of a request; an empty one is `{}`.
 *
 * @throws RewardError GUERDON_LIMIT for a body that is too large or too deep
 * @throws RewardError GUERDON_REQUEST for bytes that are no UTF-8, and text that is no JSON
 */
export async function readJson(request: IncomingMessage, limits: RequestLimits): Promise<unknown> {
  const bytes = await readBody(request, limits.maxBodyBytes);
  if (bytes.length === 0) return {};
  if (isDeeperThan(bytes, limits.maxDepth)) throw limit(`nested at most ${limits.maxDepth} deep`, "a deeper one", 400);
  if (!isUtf8(bytes)) throw wrongBody("UTF-8", "other bytes");
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw wrongBody("JSON", "text that is none");
  }
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { "content-length": declared, "content-encoding": encoding = "identity" } = request.headers;
  if (encoding !== "identity")
    return Promise.reject(limit("sent as it is", `one encoded by ${encoding.slice(0, 20)}`, 415));
  if (declared !== undefined && Number(declared) > maxBytes) return Promise.reject(tooLarge(maxBytes, declared));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        request.removeAllListeners("data").resume();
        reject(tooLarge(maxBytes, "more"));
      }
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)));
    const breakOff = (): void => {
      if (!request.complete) reject(wrongBody("whole", "one that breaks off"));
    };
    request.on("error", breakOff);
    request.on("close", breakOff);
  });
}

function tooLarge(maxBytes: number, got: string): RewardError {
  return limit(`at most ${maxBytes} bytes`, got, 413);
}

function limit(expected: string, got: string, status: number): RewardError {
  return new RewardError("GUERDON_LIMIT", `Expected the body to be ${expected}, got ${got}.`, { details: { status } });
}

function wrongBody(expected: string, got: string): RewardError {
  return new RewardError("GUERDON_REQUEST", `Expected the body to be ${expected}, got ${got}.`, {
    details: { status: 400 },
  });
}
