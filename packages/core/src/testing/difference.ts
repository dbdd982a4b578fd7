import { type Json, missingAt, type Signal } from "../signal/index.ts";

/** Equal up to rounding: 1e-9 of the larger, or of 1. */
export function close(a: number, b: number, tolerance = 1e-9): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

/** What differs first between two signals, in words; nothing when they agree in values, mask and reasons. */
export function difference(expected: Signal, got: Signal, tolerance = 1e-9): string | undefined {
  if (expected.level !== got.level) return `level ${got.level} instead of ${expected.level}`;
  if (expected.values.length !== got.values.length) {
    return `${got.values.length} values instead of ${expected.values.length}`;
  }
  for (let i = 0; i < expected.values.length; i++) {
    const [a, b] = [wordsAt(expected, i), wordsAt(got, i)];
    if (expected.present[i] !== got.present[i]) return `${b} instead of ${a} at ${i}`;
    const same =
      expected.present[i] === 1 ? close(expected.values[i] as number, got.values[i] as number, tolerance) : a === b;
    if (!same) return `${b} instead of ${a} at ${i}`;
  }
  return undefined;
}

/** "0.5", or why there is no value. */
export function wordsAt(signal: Signal, index: number): string {
  if (signal.present[index] === 1) return String(signal.values[index]);
  const reason = missingAt(signal, index);
  return reason.kind === "abstained" ? `abstained (${reason.reason})` : `failed/${reason.blame} (${reason.reason})`;
}

/** A signal as JSON for a counterexample: a number, or words for a missing value. */
export function shown(signal: Signal): Json {
  return Array.from(signal.values, (value, i) => (signal.present[i] === 1 ? value : wordsAt(signal, i)));
}
