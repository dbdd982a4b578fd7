import { describe, expect, it } from "vitest";
import { z } from "zod";
import { groupRelative } from "../advantage/index.ts";
import { gate, product } from "../combinator/index.ts";
import { type AnyFactory, defineAdvantage, defineShaper, type Transform } from "../piece/index.ts";
import { deriveSignal, fullSignal, type Interval, type Signal } from "../signal/index.ts";
import { brokenLaws } from "./broken-laws.test-support.ts";
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

let calls = 0;
const withFilled = (of: Signal): Signal => fullSignal("rollout", of.values);
const meanOf = (of: Signal): number => of.values.reduce((sum, value) => sum + value, 0) / of.values.length;

describe("lawsOf a transform", () => {
  it("finds nothing wrong with a shaper that keeps them", async () => {
    expect(await brokenLaws(shaper({}))).toEqual([]);
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
    expect(await brokenLaws(shaper(wrong))).toContain(law);
  });

  it("says which case breaks a law", () => {
    const law = lawsOf(shaper({ range: () => ({ min: 0, max: 1 }) })).find(({ name }) => name === "stays in its range");
    expect(() => law?.check()).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`shaper/twice@1\` to keep the law "stays in its range", got -1.8752814247120497 at 1 outside of [0, 1].]`,
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
    expect(await brokenLaws(naive)).toEqual(
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
