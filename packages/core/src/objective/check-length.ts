import { RewardError } from "../error/index.ts";
import { allFinite } from "../internal/all-finite.ts";

interface Column {
  readonly length: number;
}

/** Throws unless a column, if there is one, has the length that another gives. */
export function checkLength(name: string, column: Column | undefined, expected: number, symbol: string): void {
  if (column === undefined || column.length === expected) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`${name}\` to have shape [${symbol}] = [${expected}], got [${column.length}].`,
    { details: { name, symbol, expected, got: column.length } },
  );
}

/** Throws unless offsets start at 0, never fall and end at `length`. */
export function checkOffsets(name: string, offsets: Int32Array, length: number): void {
  let ok = offsets.length > 0 && offsets[0] === 0 && offsets[offsets.length - 1] === length;
  for (let i = 1; ok && i < offsets.length; i++) ok = (offsets[i] as number) >= (offsets[i - 1] as number);
  if (ok) return;
  throw new RewardError("GUERDON_SHAPE", `Expected \`${name}\` to rise from 0 to ${length}, got [${offsets}].`, {
    details: { name, length, got: [...offsets] },
  });
}

/** Throws unless every index points into a column of `length`. */
export function checkIndexes(name: string, indexes: Int32Array, length: number): void {
  for (let i = 0; i < indexes.length; i++) {
    const index = indexes[i] as number;
    if (index >= 0 && index < length) continue;
    throw new RewardError("GUERDON_SHAPE", `Expected \`${name}[${i}]\` to be an index below ${length}, got ${index}.`, {
      details: { name, at: i, length, got: index },
    });
  }
}

/** The buffer that was given for a result, or a new one. */
export function bufferFor(name: string, given: Float64Array | undefined, length: number, symbol: string): Float64Array {
  checkLength(name, given, length, symbol);
  return given ?? new Float64Array(length);
}

/** Throws unless a loss and what else is given are finite; names the first place that is not. */
export function checkFinite(objective: string, loss: number, columns: { readonly [name: string]: Float64Array }): void {
  for (const [name, column] of Object.entries(columns)) {
    if (allFinite(column)) continue;
    const at = column.findIndex((value) => !Number.isFinite(value));
    throw nonFinite(objective, `${name}[${at}]`, column[at] as number);
  }
  if (!Number.isFinite(loss)) throw nonFinite(objective, "loss", loss);
}

function nonFinite(objective: string, place: string, got: number): RewardError {
  return new RewardError("GUERDON_NON_FINITE", `Expected \`${place}\` of \`${objective}\` to be finite, got ${got}.`, {
    hint: "Look for log-probabilities or scores that are not finite or too far apart; a ratio can be bounded.",
    details: { objective, place, got: String(got) },
  });
}
