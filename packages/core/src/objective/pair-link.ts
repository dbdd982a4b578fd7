import { logSigmoid, sigmoid } from "./log-sigmoid.ts";

/** What is made of the margin of a pair. */
export interface PairLink {
  readonly link: "logistic" | "squared" | "hinge";
  /** The margin that `squared` and `hinge` ask for. */
  readonly target: number;
  /** Added inside the logarithm of `logistic`. */
  readonly logEps: number;
}

/** The convex loss g(m) of one margin. */
export function pairLink({ link, target, logEps }: PairLink, margin: number): number {
  if (link === "squared") return (margin - target) * (margin - target);
  if (link === "hinge") return Math.max(0, target - margin);
  return logEps === 0 ? -logSigmoid(margin) : -Math.log(sigmoid(margin) + logEps);
}

/** g′(m); at the corner of the hinge it is 0. */
export function pairLinkSlope({ link, target, logEps }: PairLink, margin: number): number {
  if (link === "squared") return 2 * (margin - target);
  if (link === "hinge") return margin < target ? -1 : 0;
  const wrong = sigmoid(-margin);
  if (logEps === 0) return -wrong;
  const right = sigmoid(margin);
  return (-right * wrong) / (right + logEps);
}
