import { RewardError } from "@guerdon/core/error";
import { type Environment, widthOf } from "./environment.ts";
import { wrapped } from "./wrapped.ts";

/**
 * Brings actions into the bounds of their space before the environment takes them; any real number may then be sent.
 *
 * @throws RewardError GUERDON_OPTION for actions that are not real numbers
 *
 * ```ts doctest
 * import { clipActions, pendulum, vectorise } from "@guerdon/lab/environment";
 * const [clipped, full] = [clipActions(vectorise(pendulum(), 1)), vectorise(pendulum(), 1)];
 * clipped.step([9]);
 * full.step([2]);
 * clipped.rewards[0] === full.rewards[0] // => true
 * ```
 */
export function clipActions(inner: Environment): Environment {
  const { action, count, id } = inner;
  if (action.kind !== "box") {
    throw new RewardError("GUERDON_OPTION", `Expected real actions to clip, got ${action.kind} ones of ${id}.`, {
      details: { environment: id, got: action.kind },
    });
  }
  const { low, high } = action;
  const width = widthOf(action);
  const kept = new Float64Array(count * width);
  const open = new Array<number>(width).fill(Number.POSITIVE_INFINITY);
  return wrapped(inner, {
    action: { kind: "box", low: open.map((bound) => -bound), high: open },
    step: (actions) => {
      if (actions.length !== kept.length) {
        throw new RewardError(
          "GUERDON_SHAPE",
          `Expected \`actions\` to have ${kept.length} values, got ${actions.length}.`,
        );
      }
      for (let i = 0; i < kept.length; i++) {
        kept[i] = Math.min(high[i % width] as number, Math.max(low[i % width] as number, actions[i] as number));
      }
      inner.step(kept);
    },
  });
}
