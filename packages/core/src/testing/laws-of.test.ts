import { describe, expect, it } from "vitest";
import { z } from "zod";
import { groupRelative } from "../advantage/index.ts";
import { gate, product } from "../combinator/index.ts";
import { RewardError } from "../error/index.ts";
import {
  type AnyFactory,
  defineAdvantage,
  defineShaper,
  defineSource,
  type FieldColumns,
  type Source,
  type Transform,
} from "../piece/index.ts";
import {
  deriveSignal,
  fullSignal,
  type Interval,
  type Layout,
  type Signal,
  type SignalBuilder,
} from "../signal/index.ts";
import { type LawSettings, lawsOf } from "./index.ts";

const none: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/** A shaper that keeps all laws, with some part replaced by a wrong one. */
function shaper(wrong: Partial<Transform<Record<string, never>>>): AnyFactory {
  return defineShaper({
    name: "twice",
    version: 1,
    summary: "Doubles.",
    options: none,
    build: () => ({
      kind: "shaper",
      inputs: [{ name: "of" }],
      range: ([of]) => ({ min: 2 * (of as Interval).min, max: 2 * (of as Interval).max }),
      trend: () => "increasing",
      apply: ([of]) => double(of as Signal),
      ...wrong,
    }),
  });
}

function double(of: Signal): Signal {
  return deriveSignal(
    of.level,
    of.values.map((value, i) => 2 * value * (of.present[i] as number)),
    of.present.slice(),
    [of],
  );
}

/** Names of the laws that fail. */
async function brokenIn(factory: AnyFactory, settings: LawSettings = {}): Promise<string[]> {
  const broken: string[] = [];
  for (const law of lawsOf(factory, settings)) {
    try {
      await law.check();
    } catch (error) {
      if (!RewardError.is(error) || error.code !== "GUERDON_LAW") throw error;
      broken.push(law.name);
    }
  }
  return broken;
}

let calls = 0;
const withFilled = (of: Signal): Signal => fullSignal("rollout", of.values);
const meanOf = (of: Signal): number => of.values.reduce((sum, value) => sum + value, 0) / of.values.length;

describe("lawsOf a transform", () => {
  it("finds nothing wrong with a shaper that keeps them", async () => {
    expect(await brokenIn(shaper({}))).toEqual([]);
  });

  it.each<[string, Partial<Transform<Record<string, never>>>]>([
    ["gives the same result twice", { apply: ([of]) => mapped(of as Signal, (value) => value + calls++) }],
    ["stays in its range", { range: () => ({ min: 0, max: 1 }) }],
    ["moves as its trend says", { trend: () => "decreasing" }],
    ["moves as its trend says", { trend: () => "constant" }],
    ["missing stays missing", { apply: ([of]) => withFilled(double(of as Signal)) }],
    [
      "scores where nothing is missing",
      { apply: ([of]) => ({ ...double(of as Signal), present: new Uint8Array((of as Signal).values.length) }) },
    ],
    [
      "does not look under the mask",
      { apply: ([of]) => mapped(of as Signal, (value) => value - meanOf(of as Signal)) },
    ],
    [
      "keeps rollouts apart",
      { apply: ([of]) => mapped(of as Signal, (value) => value + (of as Signal).values.length) },
    ],
    [
      "keeps groups apart",
      { scope: "group", apply: ([of]) => mapped(of as Signal, (value) => value + (of as Signal).values.length) },
    ],
    ["follows its rollouts", { scope: "group", apply: ([of]) => mapped(of as Signal, (value, i) => value + i) }],
    [
      "stays finite for extreme values",
      { apply: ([of]) => ({ ...double(of as Signal), values: (of as Signal).values.map((value) => 2 * value) }) },
    ],
    [
      "takes an empty batch",
      {
        apply: ([of]) => ({
          ...double(of as Signal),
          present: (of as Signal).present.length === 0 ? new Uint8Array(1) : (of as Signal).present.slice(),
        }),
      },
    ],
    [
      "does not change its inputs",
      {
        apply: ([of]) => {
          (of as Signal).values.fill(0);
          return double(of as Signal);
        },
      },
    ],
  ])("catches a shaper that breaks: %s", async (law, wrong) => {
    expect(await brokenIn(shaper(wrong))).toContain(law);
  });

  it("says which case breaks a law", () => {
    const law = lawsOf(shaper({ range: () => ({ min: 0, max: 1 }) })).find(({ name }) => name === "stays in its range");
    expect(() => law?.check()).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`shaper/twice@1\` to keep the law "stays in its range", got 3.7741758494862605 at 1 outside of [0, 1].]`,
    );
  });
});

function mapped(of: Signal, map: (value: number, index: number) => number): Signal {
  return deriveSignal(
    of.level,
    of.values.map((value, i) => map(value, i)),
    of.present.slice(),
    [of],
  );
}

describe("lawsOf an advantage", () => {
  it("catches a baseline that counts missing rewards as 0, and a sum that is not 0", async () => {
    const naive = defineAdvantage({
      name: "naive",
      version: 1,
      summary: "Takes the mean over all members, missing or not.",
      options: none,
      build: () => ({
        kind: "advantage",
        decoupled: false,
        scope: "batch",
        shiftInvariant: true,
        zeroSum: "batch",
        advantages: ({ total }) => {
          const mean = meanOf(total);
          return fullSignal(
            "rollout",
            total.values.map((value) => value - 2 * mean),
          );
        },
      }),
    });
    expect(await brokenIn(naive)).toEqual(
      expect.arrayContaining([
        "gives 0 without a reward",
        "is not moved by rollouts without a reward",
        "gives 0 where all members are equal",
        "does not change when a group's rewards shift",
        "adds up to 0",
        "does not look under the mask",
      ]),
    );
  });
});

describe("lawsOf a source", () => {
  const columns = { text: ["", "ab", "abc"], reference: ["a", "b", "c"] };

  it("finds nothing wrong with a source that keeps them", async () => {
    expect(await brokenIn(source({}), { columns })).toEqual([]);
  });

  it.each<[string, Partial<Source<Record<string, never>>>]>([
    ["gives the same result twice", { score: (_, out) => fill(out, () => (calls++ % 97) / 100) }],
    ["stays in its range", { range: { min: 0, max: 0.1 } }],
    ["decides every value", { score: () => {} }],
    ["judges each row alone", { score: (_, out) => fill(out, () => out.length / 10) }],
    [
      "reads only its declared fields",
      { score: ({ reference }, out) => fill(out, (i) => String(reference?.[i]).length / 10) },
    ],
    ["blames the engine for nothing", { score: (_, out) => fill(out, () => Number.NaN) }],
    [
      "takes an empty batch",
      {
        score: ({ text }, out) => {
          const longest = (text as readonly string[])[0]!.length;
          fill(out, () => longest);
        },
      },
    ],
    [
      "does not change its columns",
      {
        score: ({ text }, out) => {
          fill(out, () => 0);
          (text as unknown[])[0] = "changed";
        },
      },
    ],
  ])("catches a source that breaks: %s", async (law, wrong) => {
    expect(await brokenIn(source(wrong), { columns: structuredClone(columns) })).toContain(law);
  });

  it("asks for the columns of the required fields", () => {
    expect(() => lawsOf(source({}))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`columns\` to hold the fields of \`source/size@1\`, got no \`text\`.]`,
    );
    expect(() => lawsOf(source({}), { columns: { other: ["a"] } })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`columns\` to hold the fields of \`source/size@1\`, got no \`text\`.]`,
    );
  });

  it("judges rows of steps alone by their own steps", async () => {
    const perStep = source({
      level: "step",
      score: (_, out, __, layout) => fill(out, (i) => stepsOf(layout)[i] as number),
    });
    const layout = {
      groupOf: Int32Array.of(0, 0, 1),
      stepOffsets: Int32Array.of(0, 2, 2, 5),
      tokenOffsets: new Int32Array(4),
    };
    expect(await brokenIn(perStep, { columns, layout })).toEqual([]);
  });
});

/** For each step, how many the rollout has before it, as a share of ten. */
function stepsOf({ groupOf, stepOffsets }: Layout): readonly number[] {
  return Array.from(groupOf, (_, r) => {
    const count = (stepOffsets[r + 1] as number) - (stepOffsets[r] as number);
    return Array.from({ length: count }, (__, step) => step / 10);
  }).flat();
}

function fill(out: SignalBuilder, valueAt: (index: number) => number, least = 0): void {
  for (let i = 0; i < Math.max(out.length, least); i++) out.set(i, valueAt(i));
}

function source(wrong: Partial<Source<Record<string, never>>>): AnyFactory {
  return defineSource({
    name: "size",
    version: 1,
    summary: "Length of a text in tens of characters.",
    options: none,
    build: () => ({
      kind: "source",
      fields: { text: { type: "text" } },
      range: { min: 0, max: 1 },
      score: ({ text }: FieldColumns, out) => fill(out, (i) => String(text?.[i]).length / 10),
      ...wrong,
    }),
  });
}

describe("skips", () => {
  it("leave a law out when they say why", () => {
    const names = (settings: LawSettings): string[] => lawsOf(gate, settings).map(({ name }) => name);
    const skip = [{ law: "stays in its range", reason: "an example" }];
    expect(names({}).filter((name) => !names({ skip }).includes(name))).toEqual(["stays in its range"]);
  });

  it("are refused when they match no law or say nothing", () => {
    const skip = (law: string, reason: string) => () => lawsOf(product, { skip: [{ law, reason }] });
    expect(skip("stays in his range", "an example")).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`skip\` to name a law of \`combinator/product@1\`, got "stays in his range".]`,
    );
    expect(skip("stays in its range", " ")).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`skip\` to say why "stays in its range" does not hold, got no reason.]`,
    );
  });

  it("include only the laws the facts make apply", () => {
    const names = (options: unknown): string[] => lawsOf(groupRelative, { options }).map(({ name }) => name);
    expect(names({})).toContain("keeps groups apart");
    expect(names({ scale: "batch-std" })).not.toContain("keeps groups apart");
    expect(names({ baseline: "none", scale: "none" })).not.toContain("adds up to 0");
  });
});
