import type { ResolvedMathOptions } from "./math-options.ts";
import { type Rational, rational } from "./rational.ts";

/** One number of an answer: exact when it is a fraction; `decimal` when a decimal was written in it. */
export interface AnswerNumber {
  readonly exact: Rational | undefined;
  readonly value: number;
  readonly decimal: boolean;
}

const NOISE = 1e-11;

/**
 * Whether two real numbers count as the same answer.
 *
 * Exact numbers must be identical. When one was written as a decimal, both are rounded to `decimals` places:
 *
 *   round(a, d) = round(b, d)   and   |a − b| ≤ 10^(−d/2) · max(|a|, |b|)
 *
 * The second condition keeps small numbers apart that would all round to 0.
 * The tolerances of the options are tried last.
 */
export function sameNumber(gold: AnswerNumber, candidate: AnswerNumber, options: ResolvedMathOptions): boolean {
  if (!gold.exact !== !candidate.exact && !(Number.isFinite(gold.value) && Number.isFinite(candidate.value)))
    return false;
  const gap = Math.abs(gold.value - candidate.value);
  const size = Math.max(Math.abs(gold.value), Math.abs(candidate.value));
  if (gold.exact && candidate.exact) {
    if (rational.same(gold.exact, candidate.exact)) return true;
    if ((gold.decimal || candidate.decimal) && gap <= size * 10 ** (-options.decimals / 2)) {
      if (rational.rounded(gold.exact, options.decimals) === rational.rounded(candidate.exact, options.decimals))
        return true;
    }
  } else if (gap <= NOISE * size) return true;
  else if ((gold.decimal || candidate.decimal) && gap <= size * 10 ** (-options.decimals / 2)) {
    const unit = 10 ** options.decimals;
    if (Math.round(gold.value * unit) === Math.round(candidate.value * unit)) return true;
  }
  const { absoluteTolerance, relativeTolerance } = options;
  if (absoluteTolerance > 0 && gap <= absoluteTolerance) return true;
  return relativeTolerance > 0 && gap <= relativeTolerance * Math.abs(gold.value);
}
