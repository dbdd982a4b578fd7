import { exp } from "../internal/exp.ts";
import { log1pOfUnit } from "../internal/softplus.ts";
/** What is made of the margin of a pair. */
export interface PairLink {
  /** The curve g that margins go through. */
  readonly link: "logistic" | "squared" | "hinge";
  /** The margin that `squared` and `hinge` ask for. */
  readonly target: number;
  /** Added inside the logarithm of `logistic`. */
  readonly logEps: number;
  /** The steepest slope of `squared`, which goes on as a straight line beyond (Huber). Default none. */
  readonly maxSlope?: number | undefined;
}

/** Writes the convex loss g(m) and its slope g′(m); at the corner of the hinge the slope is 0. */
export function pairLinkInto(cell: Float64Array, { link, target, logEps, maxSlope }: PairLink, margin: number): void {
  if (link === "logistic") {
    const e = exp(margin < 0 ? margin : -margin);
    const right = (margin < 0 ? e : 1) / (1 + e);
    const wrong = (margin < 0 ? 1 : e) / (1 + e);
    cell[0] = logEps === 0 ? log1pOfUnit(e) - Math.min(margin, 0) : -Math.log(right + logEps);
    cell[1] = logEps === 0 ? 0 - wrong : (-right * wrong) / (right + logEps);
    return;
  }
  const short = target - margin;
  if (link === "squared" && maxSlope !== undefined && 2 * Math.abs(short) > maxSlope) {
    cell[0] = maxSlope * (Math.abs(short) - maxSlope / 4);
    cell[1] = -maxSlope * Math.sign(short);
    return;
  }
  const counts = link === "squared" || short > 0;
  cell[0] = counts ? (link === "squared" ? short * short : short) : 0;
  cell[1] = counts ? (link === "squared" ? -2 * short : -1) : 0;
}
