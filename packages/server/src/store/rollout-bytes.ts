import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import type { Rollout } from "@guerdon/core/signal";

const compress = promisify<Buffer, { level: number }, Buffer>(deflateRaw);
const expand = promisify<Uint8Array, Buffer>(inflateRaw);

/** Rollouts as compressed JSON; arrays of numbers of any kind become lists. The work is done off the event loop. */
export async function rolloutsToBytes(rollouts: readonly Rollout[]): Promise<Uint8Array> {
  return compress(Buffer.from(JSON.stringify(rollouts, listOf)), { level: 1 });
}

/** Reads what `rolloutsToBytes` wrote. */
export async function rolloutsFromBytes(bytes: Uint8Array): Promise<readonly Rollout[]> {
  return JSON.parse((await expand(bytes)).toString("utf8")) as Rollout[];
}

function listOf(_: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
}
