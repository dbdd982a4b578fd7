import type { Temperature } from "./actor-critic-settings.ts";

/** The weight of an entropy, as it is now. */
export interface ActorCriticTemperature {
  /** log α, then the moments and the steps of Adam; empty for a number that stays. */
  readonly state: Float32Array;
  value(): number;
  /** One step, from the mean log-probability of a batch. */
  learn(logProb: number): void;
}

/**
 * The temperature of maximum-entropy learning: with too little entropy it rises, with too much it falls.
 *
 *   loss = −log α · (mean log π + target), by Adam on log α
 *
 * @paper Haarnoja et al. 2018, "Soft actor-critic algorithms and applications", §5 (on log α, as in their code)
 */
export function createActorCriticTemperature(temperature: Temperature, actionWidth: number): ActorCriticTemperature {
  if (typeof temperature === "number") {
    return { state: new Float32Array(0), value: () => temperature, learn: () => undefined };
  }
  const { start, learningRate, target = -actionWidth } = temperature;
  const state = Float32Array.of(Math.log(start), 0, 0, 0);
  return {
    state,
    value: () => Math.exp(state[0] as number),
    learn: (logProb) => {
      const [log, mean, square, steps] = state as unknown as readonly [number, number, number, number];
      const slope = -(logProb + target);
      state[1] = 0.9 * mean + 0.1 * slope;
      state[2] = 0.999 * square + 0.001 * slope * slope;
      state[3] = steps + 1;
      const first = (state[1] as number) / (1 - 0.9 ** (steps + 1));
      const second = (state[2] as number) / (1 - 0.999 ** (steps + 1));
      state[0] = log - (learningRate * first) / (Math.sqrt(second) + 1e-8);
    },
  };
}
