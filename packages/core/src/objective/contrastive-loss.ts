import { RewardError } from "../error/index.ts";
import { exp } from "../internal/exp.ts";
import { bufferFor, checkFinite, checkLength } from "./check-length.ts";

export interface ContrastiveColumns {
  /** Score of each query with each key, row by row; the key of a query is the one at its own place. */
  readonly scores: Float64Array;
  /** Queries, and as many keys. */
  readonly width: number;
  /** What each pair is of; a key of the same, but not its own, is no wrong answer. */
  readonly labels?: Int32Array;
}

export interface ContrastiveLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d scores [B × B]. */
  readonly gradient: Float64Array;
  /** Share of the queries whose own key has the highest score. */
  readonly accuracy: number;
}

/**
 * Tells the key of each query from those of the others (InfoNCE), in both directions.
 *
 *   loss = ½ · mean_i ( −log softmax_j(s_ij) at j = i ) + ½ · mean_j ( −log softmax_i(s_ij) at i = j )
 *
 * Scores are s = qᵀWk or a cosine over a temperature; d loss / dW follows from the gradient. Equal scores give log B, and
 * log B − loss is at most the mutual information. The loss is minimised.
 *
 * @shape scores [B × B], labels [B] → loss, gradient [B × B]
 * @unit logit → nats
 * @throws RewardError GUERDON_SHAPE when there are not as many keys as queries, or lengths differ
 * @throws RewardError GUERDON_NON_FINITE when a loss overflows, with its place
 * @paper 003 §Mechanism (two halves of the trajectories of a task, both directions averaged, weight 0.01)
 * @paper 003 §Pitfalls (pairs of the same task are masked)
 * @kind objective
 * @alias infoNce
 *
 * ```ts doctest
 * import { contrastiveLoss } from "@guerdon/core/objective";
 * contrastiveLoss({ scores: new Float64Array(4), width: 2 }).loss // => Math.LN2
 * ```
 */
export function contrastiveLoss(
  { scores, width, labels }: ContrastiveColumns,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): ContrastiveLoss {
  if (scores.length !== width * width) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`scores\` to be ${width} rows of ${width}, got ${scores.length}.`,
      {
        details: { width, got: scores.length },
      },
    );
  }
  checkLength("labels", labels, width, "B");
  const gradient = bufferFor("out.gradient", out.gradient, scores.length, "B × B").fill(0);
  let [loss, correct] = [0, 0];
  for (let i = 0; i < width; i++) {
    const row = pullTo(scores, gradient, labels, { own: i, start: i * width, stride: 1, width });
    const column = pullTo(scores, gradient, labels, { own: i, start: i, stride: width, width });
    loss += (row.loss + column.loss) / (2 * width);
    if (row.isFirst) correct++;
  }
  checkFinite("contrastiveLoss", loss, { gradient });
  return { loss, gradient, accuracy: width === 0 ? 0 : correct / width };
}

/** A row or a column of scores, and the place in it that is right. */
interface Line {
  readonly own: number;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
}

/** Adds the gradient of a line, and says its −log softmax and whether nothing scores as high. */
function pullTo(
  scores: Float64Array,
  gradient: Float64Array,
  labels: Int32Array | undefined,
  { own, start, stride, width }: Line,
): { readonly loss: number; readonly isFirst: boolean } {
  const counts = (j: number): boolean => j === own || labels === undefined || labels[j] !== labels[own];
  const right = scores[start + own * stride] as number;
  let [greatest, isFirst] = [right, true];
  for (let j = 0; j < width; j++) {
    if (j === own || !counts(j)) continue;
    const score = scores[start + j * stride] as number;
    if (score >= right) isFirst = false;
    greatest = Math.max(greatest, score);
  }
  let sum = 0;
  for (let j = 0; j < width; j++) if (counts(j)) sum += exp((scores[start + j * stride] as number) - greatest);
  for (let j = 0; j < width; j++) {
    if (!counts(j)) continue;
    const at = start + j * stride;
    const share = exp((scores[at] as number) - greatest) / sum;
    gradient[at] = (gradient[at] as number) + (share - (j === own ? 1 : 0)) / (2 * width);
  }
  return { loss: Math.log(sum) + greatest - right, isFirst };
}
