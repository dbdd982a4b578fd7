import { expect } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";

export type Columns = Readonly<Record<string, unknown>>;

export interface GradientCase {
  readonly name: string;
  readonly run: (columns: never) => { readonly loss: number; readonly gradient: unknown };
  readonly columns: (seed: number) => Columns;
  /** The columns that are differentiated by, and where their gradients are; `gradient` itself without a name. */
  readonly by: Readonly<Record<string, string>>;
}

/** Numbers between two bounds that follow from a seed and a name. */
export function draw(seed: number, name: string, length: number, low = -2, high = 2): Float64Array {
  const key = streamKey(seed, name);
  return Float64Array.from({ length }, (_, i) => low + (high - low) * uniformAt(key, i));
}

/** Zeros and ones, more ones than zeros. */
export function flags(seed: number, name: string, length: number): Uint8Array {
  return Uint8Array.from(draw(seed, name, length, 0, 1), (value) => (value < 0.75 ? 1 : 0));
}

const STEP = 1e-3;

/**
 * Compares every gradient with central differences of the loss, to 1e-6 of the largest of its column. A place whose
 * first or second differences at two widths do not agree is at a corner and is left out; says how many were compared and left out.
 */
export function compareGradients({ run, columns, by }: GradientCase, seed: number): readonly [number, number] {
  const given = columns(seed);
  const { gradient } = run(given as never);
  let [compared, corners] = [0, 0];
  for (const [key, name] of Object.entries(by)) {
    const own = (name === "" ? gradient : (gradient as Record<string, unknown>)[name]) as Float64Array;
    const scale = own.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-3);
    for (let i = 0; i < own.length; i++) {
      const at = (width: number): number =>
        run({ ...given, [key]: moved(given[key] as Float64Array, i, width) } as never).loss;
      const [far, near] = [differences(at, 2 * STEP), differences(at, STEP)];
      const bend = Math.abs(near.slope - far.slope) + STEP * Math.abs(near.curve - far.curve);
      if (bend > 1e-3 * scale) corners++;
      else {
        compared++;
        expect(Math.abs((4 * near.slope - far.slope) / 3 - (own[i] as number)) / scale).toBeLessThanOrEqual(1e-6);
      }
    }
  }
  return [compared, corners];
}

interface Differences {
  readonly slope: number;
  readonly curve: number;
}

function differences(at: (width: number) => number, width: number): Differences {
  const [up, here, down] = [at(width), at(0), at(-width)];
  return { slope: (up - down) / (2 * width), curve: (up - 2 * here + down) / (width * width) };
}

function moved(column: Float64Array, i: number, width: number): Float64Array {
  const copy = column.slice();
  copy[i] = (copy[i] as number) + width;
  return copy;
}

/** Code and text of what a function throws. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return "no error";
}
