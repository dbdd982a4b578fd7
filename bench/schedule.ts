import type { Adaptive, Transform } from "@guerdon/core/piece";
import { hypervolumeWeight, lagrangeMultiplier, minNormDirection } from "@guerdon/core/schedule";
import { flatLayout, fullSignal, type Signal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Steps of adaptive schedules on the signals of a batch, and a minimum-norm direction, against numpy. */
const GROUP = 8;
const OBJECTIVES = 8;

/** One step of an adaptive piece on so many signals; `bound` comes after them. */
function part(
  name: string,
  what: string,
  piece: Transform,
  signals: number,
  [state, bound]: readonly [string, number?],
): Part {
  const { init, step } = piece.adaptive as Adaptive;
  const prepare: Part["prepare"] = (columns, size) => {
    const layout = flatLayout(new Array(size / GROUP).fill(GROUP));
    const inputs: Signal[] = columns.slice(0, signals).map((column) => fullSignal("rollout", column));
    if (bound !== undefined) inputs.push(fullSignal("batch", [bound]));
    return () => [(step(init(), inputs, layout, 0) as Record<string, number>)[state] as number];
  };
  return { name, what, prepare };
}

const direction: Part["prepare"] = (columns, size) => {
  const gradients = columns.slice(0, OBJECTIVES).map((column) => column.subarray(0, size / 10).map((x) => x - 0.45));
  return () => {
    const { weights, direction: mix } = minNormDirection(gradients);
    return [...weights, mix[0] as number];
  };
};

await againstNumpy("schedule", OBJECTIVES, [
  part("multiplier", "lagrange-multiplier, one step", lagrangeMultiplier(), 1, ["z", 0.25]),
  part("hypervolume", "hypervolume-weight, one step on 3 signals", hypervolumeWeight({ reference: [0, 0, 0] }), 3, [
    "weight",
  ]),
  { name: "min_norm", what: "minimum-norm direction of 8 gradients of a tenth as many numbers", prepare: direction },
]);
