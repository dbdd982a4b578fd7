import { graver, type Missing, missingAt, type Signal, UNEXPLAINED } from "../signal/index.ts";

/** The gravest reason among the values from `from` to `to` that are missing. */
export function gravestIn(signal: Signal, from: number, to: number): Missing {
  let reason: Missing | undefined;
  for (let i = from; i < to; i++) {
    if (signal.present[i] === 1) continue;
    const own = missingAt(signal, i);
    reason = reason === undefined ? own : graver(reason, own);
  }
  return reason ?? UNEXPLAINED;
}
