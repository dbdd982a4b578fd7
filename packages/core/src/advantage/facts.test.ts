import { describe, expect, it } from "vitest";
import type { Advantage, AnyFactory } from "../piece/index.ts";
import {
  advantages,
  conditional,
  episodePlusStep,
  gae,
  groupBy,
  groupRelative,
  hierarchical,
  multiHeadGae,
  perSourceReturns,
  weigh,
} from "./index.ts";

/** What the engine is told of an advantage before it calls it: with a wrong one it hands over the wrong rows. */
type Facts = Partial<Omit<Advantage, "advantages" | "adaptive">>;

function factsIn(factory: AnyFactory, options?: Record<string, unknown>): Facts {
  const { id, kind, options: _, advantages: __, adaptive: ___, ...facts } = factory(options) as Advantage;
  expect([id, kind]).toEqual([factory.id, "advantage"]);
  return facts;
}

const GROUP = { scope: "group", decoupled: false, needs: [] } as const;
const BATCH = { scope: "batch", decoupled: false, needs: [] } as const;
const ROLLOUT = { scope: "rollout", decoupled: false, needs: [] } as const;
const step = (name: string): { name: string; level: "step" } => ({ name, level: "step" });

describe("facts of advantages", () => {
  const expected: { readonly [piece: string]: Facts } = {
    "absolute-anchored": { ...GROUP, level: "step", inputs: [step("credit")] },
    accumulate: { ...ROLLOUT, level: "step", refines: true },
    "best-of-group": { ...GROUP, shiftInvariant: true },
    "clipped-bonus": { ...ROLLOUT, refines: true, inputs: [{ name: "bonus" }] },
    conditional: {
      ...GROUP,
      inputs: [{ name: "metric" }, { name: "mu", default: 1 }, { name: "alpha", default: 1 }],
    },
    decoupled: { ...BATCH, decoupled: true, shiftInvariant: true, zeroSum: "batch" },
    "entropy-scale": { ...BATCH, refines: true, inputs: [{ name: "entropy" }] },
    "episode-plus-step": {
      ...GROUP,
      level: "step",
      refines: true,
      inputs: [step("credit"), { ...step("weight"), default: 1 }],
    },
    "future-clarity": { ...BATCH, level: "step", refines: true, inputs: [step("entropy")] },
    gae: {
      ...ROLLOUT,
      level: "token",
      inputs: [
        { name: "values", level: "token" },
        { name: "bootstrap", level: "rollout", default: 0 },
      ],
    },
    given: { ...ROLLOUT, inputs: [{ name: "of", level: "rollout" }] },
    "group-by": { ...GROUP, level: "step", inputs: [step("credit")] },
    "group-relative": { ...GROUP, shiftInvariant: true, zeroSum: "group" },
    hierarchical: { ...GROUP, inputs: [{ name: "stratum" }, { name: "target" }] },
    "log-mean": { ...GROUP, shiftInvariant: true },
    "masked-amplify": { ...ROLLOUT, refines: true, inputs: [{ name: "mask" }] },
    "multi-head-gae": { ...BATCH, level: "token", inputs: [{ name: "heads", level: "token", many: true }] },
    "per-source-returns": { ...BATCH, level: "token", inputs: [{ name: "sources", level: "token", many: true }] },
    "reference-relative": { ...GROUP, shiftInvariant: true, inputs: [{ name: "reference" }] },
    "running-prompt": BATCH,
    weigh: { ...ROLLOUT, refines: true, inputs: [{ name: "weight" }] },
    whiten: { ...BATCH, refines: true },
  };

  it("are known here for every advantage there is", () => {
    expect(advantages.map(({ pieceName }) => pieceName)).toEqual(Object.keys(expected));
  });

  it.each(advantages.map((factory) => [factory.pieceName, factory] as const))("of %s", (name, factory) => {
    expect(factsIn(factory)).toEqual(expected[name]);
  });

  it.each<[AnyFactory, Record<string, unknown>, Facts]>([
    [groupRelative, { batch: "token" }, { ...BATCH, needs: ["tokens"], shiftInvariant: true }],
    [groupRelative, { baseline: "token-mean" }, { ...GROUP, needs: ["tokens"], shiftInvariant: true }],
    [groupRelative, { batch: "rollout" }, { ...BATCH, shiftInvariant: true, zeroSum: "batch" }],
    [groupRelative, { batch: "rollout", baseline: "none" }, { ...BATCH, zeroSum: "batch" }],
    [groupRelative, { baseline: "batch-mean", scale: "batch-std" }, { ...BATCH, zeroSum: "batch" }],
    [groupRelative, { clip: 1 }, { ...GROUP, shiftInvariant: true }],
    [groupRelative, { baseline: "given" }, { ...GROUP, inputs: [{ name: "reference" }] }],
    [groupRelative, { filter: true, scale: "mean" }, { ...GROUP, zeroSum: "group", inputs: [{ name: "keep" }] }],
    [weigh, { normaliseMean: true }, { ...BATCH, refines: true, inputs: [{ name: "weight" }] }],
    [
      perSourceReturns,
      { whiten: false, level: "step" },
      { ...GROUP, level: "step", inputs: [{ ...step("sources"), many: true }] },
    ],
    [groupBy, { level: "rollout" }, { ...GROUP, shiftInvariant: true, zeroSum: "group" }],
    [
      groupBy,
      { level: "rollout", baseline: "leave-one-out", scale: "none" },
      { ...GROUP, shiftInvariant: true, zeroSum: "group" },
    ],
    [groupBy, { level: "rollout", baseline: "leave-one-out" }, { ...GROUP, shiftInvariant: true }],
    [groupBy, { level: "rollout", baseline: "none" }, GROUP],
    [groupBy, { level: "rollout", among: "batch" }, BATCH],
    [
      conditional,
      { split: "threshold" },
      {
        ...GROUP,
        inputs: [{ name: "metric" }, { name: "mu", default: 1 }, { name: "alpha", default: 1 }, { name: "threshold" }],
      },
    ],
    [
      episodePlusStep,
      { by: "key" },
      {
        ...GROUP,
        level: "step",
        refines: true,
        inputs: [step("credit"), { ...step("weight"), default: 1 }, step("key")],
      },
    ],
    [
      gae,
      { rewards: "credit", whiten: true, level: "step" },
      {
        ...BATCH,
        level: "step",
        inputs: [step("values"), { name: "bootstrap", level: "rollout", default: 0 }, step("credit")],
      },
    ],
    [
      hierarchical,
      { intraWeight: 0 },
      {
        ...GROUP,
        shiftInvariant: true,
        zeroSum: "group",
        inputs: [{ name: "stratum" }, { name: "target" }],
      },
    ],
    [
      multiHeadGae,
      { whiten: false },
      { ...ROLLOUT, level: "token", inputs: [{ name: "heads", level: "token", many: true }] },
    ],
    [
      weigh,
      { level: "token" },
      { ...ROLLOUT, level: "token", refines: true, inputs: [{ name: "weight", level: "token" }] },
    ],
    [groupBy, { by: "key" }, { ...GROUP, level: "step", inputs: [step("credit"), step("key")] }],
  ])("of %o with %j", (factory, options, facts) => {
    expect(factsIn(factory, options)).toEqual(facts);
  });
});
