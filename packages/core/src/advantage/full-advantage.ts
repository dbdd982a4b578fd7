import { deriveSignal, type Level, type Signal } from "../signal/index.ts";

/** Advantages with a value everywhere; one that is not finite becomes a failure of the engine. */
export function fullAdvantage(level: Level, values: Float64Array): Signal {
  return deriveSignal(level, values, new Uint8Array(values.length).fill(1), []);
}
