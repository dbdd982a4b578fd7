import { crc32 } from "node:zlib";
import type { Json } from "@guerdon/core/signal";

/** A finished call on disk: one line of checksum, key and value. */
export interface Record {
  readonly key: string;
  readonly value: Json;
}

const CHECKSUM = 8;
const KEY = /^[0-9a-f]+$/;

/** Tells whether a text can be the key of a record. */
export function isKey(key: string): boolean {
  return KEY.test(key);
}

/** Writes a record as `checksum key json` and a line feed. */
export function encodeRecord({ key, value }: Record): Buffer {
  const body = Buffer.from(`${key} ${JSON.stringify(value)}\n`);
  return Buffer.concat([Buffer.from(`${checksum(body.subarray(0, -1))} `), body]);
}

/** The key of an intact line (without its line feed), or nothing. */
export function keyOf(line: Buffer): string | undefined {
  const body = line.subarray(CHECKSUM + 1);
  if (line.toString("latin1", 0, CHECKSUM) !== checksum(body)) return undefined;
  const end = body.indexOf(" ");
  const key = body.toString("latin1", 0, Math.max(end, 0));
  return isKey(key) ? key : undefined;
}

/** Reads a line (without its line feed), or nothing if it is not an intact record. */
export function decodeRecord(line: Buffer): Record | undefined {
  const key = keyOf(line);
  if (key === undefined) return undefined;
  try {
    return { key, value: JSON.parse(line.toString("utf8", CHECKSUM + key.length + 2)) as Json };
  } catch {
    return undefined;
  }
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(CHECKSUM, "0");
}
