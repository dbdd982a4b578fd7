import type { Json } from "@guerdon/core/signal";

/**
 * A value of a database as JSON, the same for all engines: null, a text, a number (a boolean is 1 or 0), an integer
 * beyond 2⁵³ by its digits, bytes in hexadecimal, or a number JSON does not have.
 *
 * A number that is a whole one up to 2⁵³ may have been an integer or a float: in SQL 1 equals 1.0.
 */
export type Cell =
  | null
  | string
  | number
  | { readonly int: string }
  | { readonly bytes: string }
  | { readonly float: "NaN" | "Infinity" | "-Infinity" };

export function integerCell(value: bigint): Cell {
  return value >= -MAX_SAFE && value <= MAX_SAFE ? Number(value) : { int: String(value) };
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function floatCell(value: number): Cell {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return { float: String(value) as "NaN" };
}

/** A decimal by its text: a whole one exactly, else the nearest float. */
export function decimalCell(text: string): Cell {
  const whole = /^([+-]?\d+)(?:\.0*)?$/.exec(text)?.[1];
  return whole === undefined ? floatCell(Number(text)) : integerCell(BigInt(whole));
}

export function bytesCell(bytes: Uint8Array): Cell {
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex") };
}

/** A point in time by its text; at midnight it is the day, which it equals in SQL. */
export function timestampCell(text: string): Cell {
  const plain = text.replace("T", " ").replace(/(?:Z|[+-]00(?::?00)?)$/, "");
  return plain
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "")
    .replace(/ 00:00:00$/, "");
}

/** A value of a result that was given as JSON. */
export function givenCell(value: Json | undefined): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return floatCell(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}
