import { deriveSignal, type Level, type Signal } from "../signal/index.ts";

/** Advantages with a value everywhere; one that is not finite becomes a failure of the engine. */
export function fullAdvantage(level: Level, values: Float64Array): Signal {
  const present = new Uint8Array(values.length).fill(1);
  return allFinite(values) ? { level, values, present } : deriveSignal(level, values, present, []);
}

/** x − x is 0 for a finite x alone. Four sums at a time wait less for each other. */
function allFinite(values: Float64Array): boolean {
  const whole = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    const [p, q] = [values[i] as number, values[i + 1] as number];
    const [r, s] = [values[i + 2] as number, values[i + 3] as number];
    a += p - p;
    b += q - q;
    c += r - r;
    d += s - s;
  }
  for (let i = whole; i < values.length; i++) a += (values[i] as number) - (values[i] as number);
  return a + b + c + d === 0;
}
