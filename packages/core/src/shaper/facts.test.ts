import { describe, expect, it } from "vitest";
import type { AnyFactory, InputSpec, Transform } from "../piece/index.ts";
import { flatLayout, fullSignal, type Layout, type Level, type Signal, sizeAt } from "../signal/index.ts";
import { centre, clip, difference, shapers, sigmoid, winRate } from "./index.ts";

/** What the engine is told of a shaper before it calls it: with a wrong one it hands over the wrong rows. */
type Facts = Pick<Transform, "scope" | "inputs"> & { readonly level?: Level };

/** Options without which a shaper is not made. */
const NEEDED: { readonly [piece: string]: object } = { clip: { max: 1 } };

const made = (factory: AnyFactory, options: object = NEEDED[factory.pieceName] ?? {}): Transform =>
  factory(options as Record<string, unknown>) as Transform;

function factsOf({ scope, inputs, level }: Transform): Facts {
  return { scope, inputs, ...(level === undefined ? {} : { level }) };
}

const named = (...names: readonly string[]): readonly InputSpec[] => names.map((name) => ({ name }));
const LENGTH = { name: "of", default: { use: "length", unit: "tokens" } } as const;
const ofRollout = (name: string, value: number): InputSpec => ({ name, level: "rollout", default: value });
const own = (...inputs: readonly InputSpec[]): Facts => ({ scope: "rollout", inputs });
const group = (...inputs: readonly InputSpec[]): Facts => ({ scope: "group", inputs });
const batch = (...inputs: readonly InputSpec[]): Facts => ({ scope: "batch", inputs });
const steps = (...inputs: readonly InputSpec[]): Facts => ({ scope: "rollout", level: "step", inputs });
const of: InputSpec = { name: "of" };

const EXPECTED: { readonly [piece: string]: Facts } = {
  "advice-potential": steps(...named("id", "advice")),
  affine: own(of),
  "asymmetric-trust": steps(of, ofRollout("dependence", 0)),
  "banded-deviation": own(LENGTH, ...named("target", "band", "correct"), { name: "strength", default: 0.5 }),
  "batch-balance": batch(of, ...named("mode", "correct"), { name: "rate", default: 0.5 }),
  centre: group(of),
  clip: own(of),
  "cosine-budget": own(LENGTH, ...named("budget", "correct")),
  "count-bonus": own(...named("id")),
  "dead-zone": own(of, { name: "low", default: 0.5 }, { name: "high", default: 0.75 }),
  difference: steps(of, ofRollout("outside", 0)),
  "episodic-count-decay": steps(of, ...named("id")),
  huber: own(of),
  "inverse-frequency": batch(of),
  "length-exp": group(LENGTH, ...named("correct")),
  "length-rank": group(LENGTH, ...named("correct")),
  "length-sigmoid": group(LENGTH, ...named("correct"), { name: "strength", default: 0.6 }),
  "length-step": own(LENGTH, ...named("limit")),
  "length-target": own(LENGTH, ...named("target")),
  "merge-runs": steps(of, ...named("label")),
  "min-max": group(of),
  "outlier-mask": batch(of),
  "pairwise-dominance": group(of, ...named("side")),
  potential: steps(of, ofRollout("end", 0)),
  proportion: batch(of),
  quantise: own(of),
  rank: group(of),
  "rank-filter": group(of),
  relative: own(of, { name: "references", many: true }),
  "repetition-factor": own({ name: "share" }, { name: "run", default: 0 }),
  "running-normalise": batch(of),
  "running-quantile": { scope: "batch", level: "batch", inputs: [{ name: "of", level: "rollout" }] },
  sigmoid: own(of),
  "soft-overlong": own(LENGTH, ...named("limit", "buffer")),
  softmax: group(of),
  squash: own(of),
  standardise: group(of),
  statistic: { scope: "group", level: "group", inputs: [{ name: "of", level: "rollout" }] },
  "sticky-penalty": steps(of),
  tolerance: own(of, { name: "target", default: 0 }, { name: "width", default: 1 }),
  "truncate-below": steps(of, ofRollout("threshold", 0.6)),
  "win-rate": group(of),
};

describe("facts of shapers", () => {
  it("are known here for every shaper there is", () => {
    expect(shapers.map(({ pieceName }) => pieceName)).toEqual(Object.keys(EXPECTED));
  });

  it.each(shapers.map((factory) => [factory.pieceName, factory] as const))("of %s", (name, factory) => {
    expect(factsOf(made(factory))).toEqual(EXPECTED[name]);
  });

  it.each<[AnyFactory, object, Facts]>([
    [centre, { by: "batch" }, batch(of)],
    [centre, { by: "value" }, own(of)],
    [centre, { by: "reference" }, own(...named("of", "reference"))],
    [winRate, { against: "references" }, own(of, { name: "references", many: true })],
    [winRate, { against: "queue" }, batch(of)],
  ])("of %o with %j", (factory, options, facts) => {
    expect(factsOf(made(factory, options))).toEqual(facts);
  });

  it("say what moves with what, and how far it goes", () => {
    const [low, high] = [
      { min: 0, max: 2 },
      { min: 5, max: 6 },
    ];
    expect([0, 1].map((index) => centre({ by: "reference" }).trend(index, [low, high]))).toEqual([
      "increasing",
      "decreasing",
    ]);
    expect(centre({ by: "reference" }).range([low, high])).toEqual({ min: -6, max: -3 });
    expect(centre({ by: "value", value: 5 }).range([low])).toEqual({ min: -5, max: -3 });
    expect(sigmoid().trend(0, [low])).toBe("increasing");
    expect(clip({ max: 5 }).trend(0, [high])).toBe("constant");
    expect(clip({ max: 6 }).trend(0, [high])).toBe("increasing");
    expect(clip({ min: 1, max: 1 }).range([low])).toEqual({ min: 1, max: 1 });
    expect(difference().range([high, high])).toEqual({ min: -1, max: 1 });
    expect(difference().range([high, low])).toEqual({ min: -1, max: 6 });
    expect(difference({ edge: "zero" }).range([{ min: 1, max: 1 }, low])).toEqual({ min: -1, max: 1 });
  });
});

describe("a result that overflows", () => {
  const layout: Layout = {
    ...flatLayout([3, 2]),
    stepOffsets: Int32Array.of(0, 2, 4, 6, 7, 8),
    tokenOffsets: Int32Array.of(0, 2, 4, 6, 7, 8),
    stepOfToken: Int32Array.from({ length: 8 }, (_, t) => t),
    groupKeys: ["a", "b"],
  };
  const extremes = [1e308, -1e308, 1e308, 3, -1e308, 5e-324, -0, 1];

  it.each(shapers.map((factory) => [factory.pieceName, factory] as const))(
    "leaves the inputs of %s alone",
    (_, factory) => {
      const piece = made(factory);
      const inputs = piece.inputs.flatMap(({ level, many }, k): Signal[] => {
        const at = level ?? piece.level ?? "rollout";
        const values = (shift: number): number[] =>
          Array.from({ length: sizeAt(layout, at) }, (__, i) => extremes[(i + shift) % extremes.length] as number);
        return many === true ? [fullSignal(at, values(k)), fullSignal(at, values(k + 1))] : [fullSignal(at, values(k))];
      });
      const before = structuredClone(inputs);
      piece.apply(inputs, layout);
      expect(inputs).toEqual(before);
    },
  );
});
