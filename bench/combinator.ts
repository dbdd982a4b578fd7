import { ensemble, paretoFront, powerMean, tiers, weightedSum } from "@guerdon/core/combinator";
import type { Transform } from "@guerdon/core/piece";
import { flatLayout, type Signal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Combinators over rollouts × 4 terms in groups of 8, against numpy. */
const GROUP = 8;
const TERMS = 4;

function part(name: string, what: string, piece: Transform, terms = TERMS): Part {
  const prepare: Part["prepare"] = (columns, size) => {
    const layout = flatLayout(new Array(size / GROUP).fill(GROUP));
    const inputs = columns
      .slice(0, terms)
      .map((values): Signal => ({ level: "rollout", values, present: new Uint8Array(size).fill(1) }));
    return () => piece.apply(inputs, layout).values;
  };
  return { name, what, prepare };
}

await againstNumpy("combinator", TERMS, [
  part("weighted_sum", "weighted-sum of 4 terms", weightedSum({ weights: [0.5, 1, -0.25, 2] })),
  part("tiers", "tiers of 4 terms", tiers({ thresholds: 0.5 })),
  part("ensemble", "ensemble of 4 terms, mean-minus-std", ensemble({ reduce: "mean-minus-std" })),
  part("power_mean", "power-mean of 4 terms, harmonic", powerMean()),
  part("pareto_mask", "pareto-front, mask of 3 terms in groups of 8", paretoFront(), 3),
]);
