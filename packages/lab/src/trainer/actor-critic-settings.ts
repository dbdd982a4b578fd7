import type { KernelActivation } from "../tensor/index.ts";
import type { Scheduled } from "./policy-gradient-settings.ts";

/** Weight of the entropy: a number, or one that is learnt so that the entropy becomes `target`. */
export type Temperature =
  | number
  | {
      readonly start: number;
      readonly learningRate: number;
      /** In nats of actions in −1 … 1. Default −A. */
      readonly target?: number;
    };

/** What an actor with critics is made of. No method has a name here. */
export interface ActorCriticSettings {
  /** Widths of the hidden layers of actor and critics. Default 64, 64. */
  readonly hidden?: readonly number[];
  /** Default relu. */
  readonly activation?: KernelActivation;
  /** Critics that learn side by side; the least of them is believed. Default 2. */
  readonly critics?: number;
  /** Whether the actor draws from a normal distribution of its own, or always takes one action. */
  readonly draws: boolean;
  /** Weight of the entropy of an actor that draws, in targets and in its loss. Default 0. */
  readonly temperature?: Temperature;
  /** Normal noise on actions of the environment, for half their range 1, while exploring. Default 0. */
  readonly noise?: Scheduled;
  /** Normal noise on the actions of targets, and where it is cut off. */
  readonly smoothing?: { readonly deviation: number; readonly limit: number };
  /** Whether targets take the actions of a slow copy of the actor. Default false. */
  readonly slowActor?: boolean;
  /** Whether the actor climbs the least critic or the first. Default least. */
  readonly climbs?: "least" | "first";
  /** Steps of the critics for each of the actor. Default 1. */
  readonly actorEvery?: number;
  /** How near slow copies come at each step (of the actor, with `actorEvery`). */
  readonly targetRate: number;
  /**
   * Weight of log ∫ e^Q(s, a) da − Q(s, taken) in the loss of each critic, which lowers what is not in the data; for an
   * actor that draws. Default none.
   */
  readonly conservatism?: {
    readonly weight: number;
    /** Actions drawn evenly, and as many by the actor, of each row. Default 4. */
    readonly samples?: number;
  };
  /** c: the actor's loss is −(c / mean |Q|)·Q + (a − taken)², which holds it near the data. */
  readonly cloning?: number;
  readonly learningRate: Scheduled;
  /** Default that of the critics. */
  readonly actorLearningRate?: Scheduled;
  readonly maxGradientNorm?: number;
}
