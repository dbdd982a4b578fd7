import { type CallValue, isRecord, WholeFloat } from "./tool-call.ts";

/** A value as texts alone: numbers, booleans and texts that say the same become equal, whatever case or blanks. */
export function looseValue(value: CallValue): CallValue {
  if (value instanceof WholeFloat) return looseText(String(value.value));
  if (Array.isArray(value)) return value.map((entry: CallValue) => looseValue(entry));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, looseValue(entry)]));
  return value === null ? null : looseText(String(value));
}

function looseText(text: string): string {
  const bare = text.trim().toLowerCase();
  return /^[+-]?\d+(?:\.\d+)?$/u.test(bare) && bare.length < 16 ? String(Number(bare)) : bare.replaceAll(/\s+/gu, " ");
}
