import { RewardError } from "@guerdon/core/error";
import { type Environment, widthOf } from "./environment.ts";
import { wrapped } from "./wrapped.ts";

export interface NoiseActionsOptions {
  /** Numbers of noise for each copy. */
  readonly size: number;
  /**
   * Writes what a frozen generator makes of noise for what each copy shows; the same for the same noise.
   *
   * @param observations - [N, O]
   * @param noise - [N, size]
   * @param actions - [N, A] what the environment takes
   */
  readonly generate: (observations: Float32Array, noise: Float64Array, actions: Float64Array) => void;
  /** m: noise is clipped to [−m, m]. Default 1.5. */
  readonly magnitude?: number;
}

/**
 * An environment whose action is the noise that a frozen generator starts from: learning steers the generator, and leaves its
 * weights alone.
 *
 * Everything else is the environment's own. The generator must be deterministic: with noise of its own the process would
 * have hidden state.
 *
 * @param environment - takes real actions
 * @throws RewardError GUERDON_OPTION when the magnitude is not above 0, or the environment takes whole numbers
 * @paper 224 §Mechanism 1 (noise as action space; m = 1.5)
 *
 * ```ts doctest
 * import { noiseActions, pendulum, vectorise } from "@guerdon/lab/environment";
 * const generate = (_, noise, actions) => actions.set(noise.map((w) => 2 * Math.tanh(w)));
 * noiseActions(vectorise(pendulum(), 1), { size: 1, generate }).action.high // => [1.5]
 * ```
 */
export function noiseActions(environment: Environment, options: NoiseActionsOptions): Environment {
  const { size, generate, magnitude = 1.5 } = options;
  if (!(magnitude > 0)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`magnitude\` to be above 0, got ${magnitude}.`);
  }
  if (environment.action.kind !== "box") {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected ${environment.id} to take real actions, got ${environment.action.kind} ones.`,
      { hint: "Noise stands for actions that a generator makes: take an environment with a box of actions." },
    );
  }
  const { count, action } = environment;
  const noise = new Float64Array(count * size);
  const actions = new Float64Array(count * widthOf(action));
  const bound = new Array<number>(size).fill(magnitude);
  return wrapped(environment, {
    action: { kind: "box", low: bound.map((value) => -value), high: bound },
    step: (asked) => {
      if (asked.length !== noise.length) {
        throw new RewardError(
          "GUERDON_SHAPE",
          `Expected \`actions\` to have ${noise.length} values, got ${asked.length}.`,
        );
      }
      for (let i = 0; i < noise.length; i++) {
        noise[i] = Math.min(magnitude, Math.max(-magnitude, asked[i] as number));
      }
      generate(environment.observations, noise, actions);
      environment.step(actions);
    },
  });
}
