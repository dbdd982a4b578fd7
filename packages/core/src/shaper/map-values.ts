import { deriveSignal, type Signal } from "../signal/index.ts";

/** Applies a function to every present value of a signal; what is missing stays missing. */
export function mapValues(input: Signal, map: (value: number) => number): Signal {
  const values = new Float64Array(input.values.length);
  for (let i = 0; i < values.length; i++) {
    if (input.present[i] === 1) values[i] = map(input.values[i] as number);
  }
  return deriveSignal(input.level, values, input.present.slice(), [input]);
}
