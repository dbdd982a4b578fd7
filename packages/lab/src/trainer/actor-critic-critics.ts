import type { Metrics } from "../experiment/run.ts";
import type { HostTree, MlpNetwork } from "../tensor/index.ts";
import { type ActionSamples, fillSamples, lowerSamples, SAMPLES } from "./action-samples.ts";
import type { ActorCriticSettings } from "./actor-critic-settings.ts";
import type { AgentShape } from "./off-policy-agent.ts";
import { createOffPolicyNetwork, fillInputs, type OffPolicyNetwork } from "./off-policy-network.ts";
import { scheduledAt } from "./scheduled.ts";

/** The networks that learn, or their slow copies. */
export type CriticSide = "batch" | "target";

/** Critics of observations and actions, of which the least is believed. */
export interface ActorCritics {
  /** [B] the critic that said least of each row. */
  readonly least: Int32Array;
  /**
   * Asks all critics about [B, O] observations and [B, A] actions in −1 … 1.
   *
   * @param samples - further actions of each row, which `learn` makes the critics say less of
   */
  ask(observations: Float32Array, actions: Float64Array, side: CriticSide, samples?: ActionSamples): void;
  /** What the least critic said of a row. */
  said(side: CriticSide, row: number): number;
  /**
   * One step of all critics, after they were asked: mean w·(Q_i − target)²/2, and the conservative part of samples.
   *
   * @param errors - takes the largest |Q_i − target| of each row
   */
  learn(targets: Float64Array, weights: Float64Array, errors: Float64Array, step: number): Metrics;
  /** Writes −pull·dQ/da of the least critic, as the mean over rows has it, after they were asked. [B, A] */
  slopes(pull: number, into: Float64Array): void;
  follow(rate: number): void;
  save(): readonly HostTree[];
  restore(state: readonly HostTree[]): void;
}

/** @param width - A */
export function createActorCritics(
  settings: ActorCriticSettings,
  shape: AgentShape,
  width: number,
  seed: number,
): ActorCritics {
  const { batch: rows, observationWidth } = shape;
  const { hidden = [64, 64], activation = "relu", critics: count = 2 } = settings;
  const widths = [observationWidth + width, ...hidden, 1];
  const { conservatism } = settings;
  const perRow = conservatism === undefined ? 0 : 2 * (conservatism.samples ?? SAMPLES);
  const critics = Array.from({ length: count }, (_, k) =>
    createOffPolicyNetwork({ widths, activation, name: `critic.${k}`, batch: rows * (1 + perRow) }, seed),
  );
  let asked: ActionSamples | undefined;
  const least = new Int32Array(rows);
  const said = (side: CriticSide, row: number): number =>
    outputAt((critics[least[row] as number] as OffPolicyNetwork)[side], row);
  return {
    least,
    said,
    ask: (observations, actions, side, samples) => {
      asked = samples;
      for (const { [side]: network } of critics) {
        fillInputs(network, rows, [observations, observationWidth], [actions, width]);
        if (samples !== undefined) fillSamples(network, rows, [observations, observationWidth], samples);
        network.forward();
      }
      least.fill(0);
      for (let k = 1; k < count; k++) {
        const network = (critics[k] as OffPolicyNetwork)[side];
        for (let b = 0; b < rows; b++) if (outputAt(network, b) < said(side, b)) least[b] = k;
      }
    },
    learn: (targets, weights, errors, step) => {
      let [loss, value, gradientNorm, excess] = [0, 0, 0, 0];
      errors.fill(0);
      for (const critic of critics) {
        const { outputGradient, outputStride } = critic.batch;
        for (let b = 0; b < rows; b++) {
          const [output, weight] = [outputAt(critic.batch, b), (weights[b] as number) / rows];
          const error = output - (targets[b] as number);
          outputGradient[b * outputStride] = weight * error;
          errors[b] = Math.max(errors[b] as number, Math.abs(error));
          loss += (weight * error * error) / 2;
          value += output / (rows * count);
        }
        if (asked !== undefined) excess += lowerSamples(critic.batch, weights, asked, conservatism?.weight ?? 0);
        critic.batch.backward();
        const norm = critic.step(scheduledAt(settings.learningRate, step), settings.maxGradientNorm);
        gradientNorm = Math.max(gradientNorm, norm);
      }
      const parts = { "loss.critic": loss + (conservatism?.weight ?? 0) * excess, value, gradientNorm };
      return asked === undefined ? parts : { ...parts, excess: excess / count };
    },
    slopes: (pull, into) => {
      for (const [k, { batch }] of critics.entries()) {
        if (least.includes(k)) slopesOf(batch, k, least, -pull / rows, observationWidth, into);
      }
    },
    follow: (rate) => {
      for (const critic of critics) critic.follow(rate);
    },
    save: () => critics.map((critic) => critic.save()),
    restore: (state) => {
      for (const [k, critic] of critics.entries()) critic.restore(state[k] as HostTree);
    },
  };
}

function outputAt({ output, outputStride }: MlpNetwork, row: number): number {
  return output[row * outputStride] as number;
}

/** The part of the rows that chose a critic. */
function slopesOf(
  critic: MlpNetwork,
  k: number,
  chosen: Int32Array,
  slope: number,
  observationWidth: number,
  into: Float64Array,
): void {
  const width = into.length / chosen.length;
  // Rows of samples have no part in it.
  critic.outputGradient.fill(0);
  for (let b = 0; b < chosen.length; b++) critic.outputGradient[b * critic.outputStride] = chosen[b] === k ? slope : 0;
  critic.backwardToInput();
  for (let b = 0; b < chosen.length; b++) {
    if (chosen[b] !== k) continue;
    const from = b * critic.inputGradientStride + observationWidth;
    for (let a = 0; a < width; a++) into[b * width + a] = critic.inputGradient[from + a] as number;
  }
}
