import { graver, type Missing, missingAt, type Signal, UNEXPLAINED } from "../signal/index.ts";

/** The gravest reason among the missing values from `from` to `to`; of two as grave the first by its words. */
export function gravestReason(of: Signal, from: number, to: number): Missing {
  let gravest: Missing | undefined;
  for (let i = from; i < to; i++) {
    if (of.present[i] === 1) continue;
    const own = missingAt(of, i);
    if (gravest === undefined) gravest = own;
    else if (graver(own, gravest) === graver(gravest, own)) gravest = graver(own, gravest);
    else if (JSON.stringify(own) < JSON.stringify(gravest)) gravest = own;
  }
  return gravest ?? UNEXPLAINED;
}
