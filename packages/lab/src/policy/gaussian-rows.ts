import type { HeadRows } from "./head.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * `gaussianHead` with one deviation for each number, on the host, with its gradient.
 *
 *   d log π / d μ = (a − μ)/σ²,   d log π / d log σ = ((a − μ)/σ)² − 1,   d H / d log σ = 1
 */
export function gaussianRows(size: number): HeadRows {
  return {
    evaluate: ({ raw, stride, count, actions, own }, logProbs, entropy) => {
      let constant = 0;
      for (let a = 0; a < size; a++) constant += (own[a] as number) + HALF_LOG_TWO_PI;
      for (let r = 0; r < count; r++) {
        let squares = 0;
        for (let a = 0; a < size; a++) {
          const z =
            ((actions[r * size + a] as number) - (raw[r * stride + a] as number)) * Math.exp(-(own[a] as number));
          squares += z * z;
        }
        logProbs[r] = -0.5 * squares - constant;
        entropy[r] = constant + 0.5 * size;
      }
    },
    pull: ({ raw, stride, count, actions, own }, gradients, rawSlope, ownSlope) => {
      ownSlope.fill(0, 0, size);
      for (let r = 0; r < count; r++) {
        const [ofLogProb, ofEntropy] = [gradients.logProbs[r] as number, gradients.entropy?.[r] ?? 0];
        for (let a = 0; a < size; a++) {
          const inverse = Math.exp(-(own[a] as number));
          const z = ((actions[r * size + a] as number) - (raw[r * stride + a] as number)) * inverse;
          rawSlope[r * stride + a] = ofLogProb * z * inverse;
          ownSlope[a] = (ownSlope[a] as number) + ofLogProb * (z * z - 1) + ofEntropy;
        }
      }
    },
  };
}
