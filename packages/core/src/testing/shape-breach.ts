import { missingAt, type Signal } from "../signal/index.ts";

/** What is wrong with a signal as such: lengths, a value under the mask, a number that is not finite. */
export function shapeBreach(signal: Signal, length: number): string | undefined {
  const { values, present } = signal;
  if (values.length !== length) return `${values.length} values instead of ${length}`;
  if (present.length !== length) return `${present.length} entries in \`present\` instead of ${length}`;
  for (let i = 0; i < length; i++) {
    if (present[i] !== 0 && present[i] !== 1) return `${present[i]} in \`present\` at ${i}`;
    if (!Number.isFinite(values[i])) return `${values[i]} at ${i}`;
    if (present[i] === 0 && values[i] !== 0) return `${values[i]} under the mask at ${i}`;
  }
  return undefined;
}

/** Whether a value is missing because the engine could not represent it. */
export function overflowed(signal: Signal, index: number): boolean {
  if (signal.present[index] === 1) return false;
  const reason = missingAt(signal, index);
  return reason.kind === "failed" && reason.blame === "engine";
}
