import { RewardError } from "@guerdon/core/error";
import { type Space, widthOf } from "../environment/environment.ts";

/** Actions as networks read them. */
export interface OffPolicyActions {
  /** Numbers an action has for a network. */
  readonly width: number;
  /** Writes [B, width] from actions as the environment takes them [B, A]. */
  write(actions: ArrayLike<number>, into: Float64Array): void;
}

/**
 * How networks read the actions of a space: discrete ones as one-hot, bounded ones in −1 … 1, others as they are.
 *
 * @throws RewardError GUERDON_OPTION for several discrete actions at a time
 *
 * ```ts doctest
 * import { offPolicyActions } from "@guerdon/lab/trainer";
 * const into = new Float64Array(3);
 * offPolicyActions({ kind: "discrete", size: 3 }).write([2], into);
 * [...into] // => [0, 0, 1]
 * ```
 */
export function offPolicyActions(space: Space): OffPolicyActions {
  if (space.kind === "multi-discrete") {
    throw new RewardError("GUERDON_OPTION", "Expected discrete or box actions, got multi-discrete ones.", {
      details: { got: space.kind },
    });
  }
  if (space.kind === "discrete") {
    const { size } = space;
    return {
      width: size,
      write: (actions, into) => {
        into.fill(0);
        for (let b = 0; b < actions.length; b++) into[b * size + (actions[b] as number)] = 1;
      },
    };
  }
  const width = widthOf(space);
  const isBounded = space.low.map((low, a) => Number.isFinite(low) && Number.isFinite(space.high[a]));
  const half = space.low.map((low, a) => (isBounded[a] ? ((space.high[a] as number) - low) / 2 : 1));
  const middle = space.low.map((low, a) => (isBounded[a] ? low + (half[a] as number) : 0));
  return {
    width,
    write: (actions, into) => {
      for (let i = 0; i < actions.length; i++) {
        into[i] = ((actions[i] as number) - (middle[i % width] as number)) / (half[i % width] as number);
      }
    },
  };
}
