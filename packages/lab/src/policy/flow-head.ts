import { numpy as np } from "@jax-js/jax";
import { normalAt, type Tensor } from "../tensor/index.ts";
import { FLOW_CONTEXT } from "./flow-shape.ts";
import type { Head, HeadInput, HeadRows, RowSampler } from "./head.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface FlowHeadOptions {
  /** Whether a density is the product over the numbers of a sample, or the geometric mean of its factors. */
  readonly density?: "sum" | "mean";
}

/**
 * Normal numbers around the network's output, with the deviation that the observation says: a step of generation.
 *
 *   log π(u) = c·Σ_d −½((u_d − v_d)/s)² − log s − ½ log 2π,   c = 1, or 1/D with `density: "mean"`
 *
 * Where s is 0 nothing is drawn: u = v, and both log-density and its gradient are 0. An action is [u, v]: what was
 * drawn, and what the network said, which the density does not ask about. With s = 1 and u the target of matching, −2·log π is the
 * squared error, up to a constant: matching is fitting by likelihood.
 *
 * @shape raw [B, D + 4] (v, then the context), actions [B, 2·D] → [B]
 */
export function flowHead(size: number, { density = "sum" }: FlowHeadOptions = {}): Head {
  const share = density === "mean" ? 1 / size : 1;
  return {
    id: "flow@1",
    width: size,
    actionWidth: 2 * size,
    integers: false,
    draws: 2 * size,
    gain: 0.1,
    context: FLOW_CONTEXT,
    parameters: () => ({}),
    evaluate: (raw, _own, actions) => flowTensors(raw, actions, size, share),
    rows: () => flowRows(size, share),
    sampler: () => flowSampler(size, share),
  };
}

function flowTensors(raw: Tensor, actions: Tensor, size: number, share: number): ReturnType<Head["evaluate"]> {
  const output = raw.ref.slice([], [0, size]);
  const deviation = raw.slice([], [size, size + 1]);
  const decides = np.where(deviation.ref.greater(0), 1, 0);
  const safe = deviation.add(np.subtract(1, decides.ref));
  const logs = np.log(safe.ref).add(HALF_LOG_TWO_PI).mul(decides.ref).mul(size).reshape([-1]);
  const z = actions.slice([], [0, size]).sub(output).mul(decides.ref.div(safe));
  const half = decides.mul(0.5 * size).reshape([-1]);
  return {
    logProbs: np.square(z).sum(-1).mul(-0.5).sub(logs.ref).mul(share),
    entropy: logs.add(half).mul(share),
  };
}

/** The same on the host, with its gradient: d log π / d v = c·(u − v)/s². */
function flowRows(size: number, share: number): HeadRows {
  const deviationOf = ({ observations, count }: HeadInput, r: number): number => {
    const width = observations.length / count;
    return observations[(r + 1) * width - FLOW_CONTEXT] as number;
  };
  return {
    evaluate: (input, logProbs, entropy) => {
      const { raw, stride, count, actions } = input;
      for (let r = 0; r < count; r++) {
        const s = deviationOf(input, r);
        let squares = 0;
        for (let d = 0; s > 0 && d < size; d++) {
          squares += (((actions[2 * r * size + d] as number) - (raw[r * stride + d] as number)) / s) ** 2;
        }
        const logs = s > 0 ? size * (Math.log(s) + HALF_LOG_TWO_PI) : 0;
        logProbs[r] = -share * (0.5 * squares + logs);
        entropy[r] = s > 0 ? share * (logs + 0.5 * size) : 0;
      }
    },
    pull: (input, gradients, rawSlope) => {
      const { raw, stride, count, actions } = input;
      for (let r = 0; r < count; r++) {
        const s = deviationOf(input, r);
        const slope = s > 0 ? (share * (gradients.logProbs[r] as number)) / (s * s) : 0;
        for (let d = 0; d < size; d++) {
          rawSlope[r * stride + d] = slope * ((actions[2 * r * size + d] as number) - (raw[r * stride + d] as number));
        }
      }
    },
  };
}

function flowSampler(size: number, share: number): RowSampler {
  return {
    load: () => undefined,
    draw: (raw, at, key, counter, actions, row) => {
      const s = raw[at + size] as number;
      let logProb = 0;
      for (let d = 0; d < size; d++) {
        const output = raw[at + d] as number;
        const noise = s > 0 ? normalAt(key, counter / 2 + d) : 0;
        actions[2 * row * size + d] = output + s * noise;
        actions[(2 * row + 1) * size + d] = output;
        if (s > 0) logProb -= 0.5 * noise * noise + Math.log(s) + HALF_LOG_TWO_PI;
      }
      return share * logProb;
    },
    mode: (raw, at, actions, row) => {
      for (let d = 0; d < size; d++) {
        actions[2 * row * size + d] = raw[at + d] as number;
        actions[(2 * row + 1) * size + d] = raw[at + d] as number;
      }
    },
  };
}
