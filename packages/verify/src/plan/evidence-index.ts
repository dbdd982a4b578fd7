import type { Json } from "@guerdon/core/signal";
import { parseStrict } from "../json/parse-strict.ts";

/** What tools returned, to be asked for records. */
export interface EvidenceIndex {
  /** Whether one record, or one text, has all values; of the observation `source`, or of any. */
  holds(values: readonly (readonly [key: string, value: Json])[], source: number | undefined): boolean;
}

interface Evidence {
  /** For a key with a value, the numbers of the records that have it. */
  readonly records: ReadonlyMap<string, ReadonlySet<number>>;
  /** An output that is no JSON, in small letters. */
  readonly text: string | undefined;
}

export function evidenceIndex(observations: readonly Json[]): EvidenceIndex {
  const evidence = observations.map(read);
  return {
    holds(values, source) {
      const among = source === undefined ? evidence : evidence.slice(source, source + 1);
      return source !== undefined && source < 0 ? false : among.some((one) => has(one, values));
    },
  };
}

function read(observation: Json): Evidence {
  const parsed = typeof observation === "string" ? parseStrict(observation)?.value : observation;
  const isRecordful = typeof parsed === "object" && parsed !== null;
  if (!isRecordful) return { records: new Map(), text: plain(observation) };
  const records = new Map<string, Set<number>>();
  const open: Json[] = [parsed];
  for (let record = 0; record < open.length; record++) {
    const value = open[record] as Json;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === "object" && inner !== null) open.push(inner);
      if (Array.isArray(value)) continue;
      const entry = entryOf(key, inner);
      const known = records.get(entry);
      if (known === undefined) records.set(entry, new Set([record]));
      else known.add(record);
    }
  }
  return { records, text: undefined };
}

function has({ records, text }: Evidence, values: readonly (readonly [key: string, value: Json])[]): boolean {
  if (text !== undefined) return values.every(([, value]) => isWordOf(text, plain(value)));
  const sets = values.map(([key, value]) => records.get(entryOf(key, value)));
  const [first, ...others] = sets.sort((a, b) => (a?.size ?? 0) - (b?.size ?? 0));
  if (first === undefined || others.includes(undefined)) return false;
  for (const record of first) if (others.every((set) => set?.has(record))) return true;
  return false;
}

function entryOf(key: string, value: Json): string {
  return `${typeof value} ${JSON.stringify([key, typeof value === "string" ? plain(value) : value])}`;
}

function plain(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.trim().toLowerCase().replace(/\s+/gu, " ");
}

/** Places of a text that are looked at for one value. */
const LIMIT_TRIES = 10_000;

/** Whether a text has a value that no letter or digit touches: 80 is not in 180, nor in 80.5. */
function isWordOf(text: string, value: string): boolean {
  if (value === "") return false;
  let tries = 0;
  for (let at = text.indexOf(value); at !== -1 && tries < LIMIT_TRIES; at = text.indexOf(value, at + 1)) {
    tries++;
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + value.length, at + value.length + 2);
    if (!/[\p{L}\p{N}]$|\p{N}[.,]$/u.test(before) && !/^[\p{L}\p{N}]|^[.,]\p{N}/u.test(after)) return true;
  }
  return false;
}
