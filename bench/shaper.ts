import type { Moment, Transform } from "@guerdon/core/piece";
import { clip, rank, relative, runningNormalise, standardise, winRate } from "@guerdon/core/shaper";
import { flatLayout, type Signal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Shapers over rollouts in groups of 8, against numpy. */
const GROUP = 8;
const STATE = { all: { count: 1000, mean: 0.5, squares: 80, min: 0, max: 1 } };

function part(name: string, what: string, piece: Transform, inputs = 1, moment?: Moment): Part {
  const prepare: Part["prepare"] = (columns, size) => {
    const layout = flatLayout(new Array(size / GROUP).fill(GROUP));
    const signals = columns.slice(0, inputs).map((column): Signal => {
      const values = column.map((u) => Math.floor(64 * u) / 32 - 1);
      return { level: "rollout", values, present: new Uint8Array(size).fill(1) };
    });
    return () => piece.apply(signals, layout, moment).values;
  };
  return { name, what, prepare };
}

await againstNumpy("shaper", 2, [
  part("clip", "clip", clip({ min: -0.5, max: 0.5 })),
  part("relative", "relative to one reference, sigmoid", relative(), 2),
  part("standardise", "standardise in groups of 8", standardise()),
  part("rank", "rank in groups of 8", rank()),
  part("win_rate", "win-rate in groups of 8", winRate()),
  part("running_normalise", "running-normalise", runningNormalise(), 1, { step: 1, state: STATE }),
]);
