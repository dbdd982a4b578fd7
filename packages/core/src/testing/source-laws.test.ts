import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyFactory, defineSource, type FieldColumns, type Source } from "../piece/index.ts";
import type { Layout, SignalBuilder } from "../signal/index.ts";
import { brokenLaws } from "./broken-laws.test-support.ts";
import { lawsOf } from "./index.ts";

const none: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});
let calls = 0;

describe("lawsOf a source", () => {
  const columns = { text: ["", "ab", "abc"], reference: ["a", "b", "c"] };

  it("finds nothing wrong with a source that keeps them", async () => {
    expect(await brokenLaws(source({}), { columns })).toEqual([]);
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
    expect(await brokenLaws(source(wrong), { columns: structuredClone(columns) })).toContain(law);
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
    expect(await brokenLaws(perStep, { columns, layout })).toEqual([]);
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
