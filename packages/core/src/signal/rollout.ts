import type { Json } from "./json.ts";

/** One chat message, in the shape trainers and OpenAI-like APIs share. */
export interface Message {
  readonly role: string;
  readonly content: Json;
  readonly [key: string]: Json;
}

/** One step (turn) of a rollout: what was seen, what was done, what the environment paid. */
export interface Step {
  readonly observation?: Json;
  readonly action?: Json;
  readonly reward?: number;
  readonly meta?: Json;
}

/** Token ids of the completion with what the sampler knew about each. All arrays have length T. */
export interface TokenTrace {
  readonly ids: ArrayLike<number>;
  readonly logprobs?: ArrayLike<number>;
  /** Index of the step each token belongs to, counted within the rollout. */
  readonly stepOf?: ArrayLike<number>;
}

/** One episode or response: prompt, completion, dataset row and what is known below them. */
export interface Rollout {
  readonly id: string;
  /** Rollouts of the same prompt share a group. */
  readonly group: string;
  /** The dataset row, reached by `{{ item.* }}`. */
  readonly item: Json;
  readonly prompt: readonly Message[];
  readonly completion: readonly Message[];
  readonly steps?: readonly Step[];
  readonly tokens?: TokenTrace;
  readonly meta?: Json;
}
