import { describe, expect, it } from "vitest";
import { z } from "zod";
import { credits } from "../credit/index.ts";
import { scoreBatch } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { type Advantage, defineSource, makeLibrary } from "../piece/index.ts";
import { compileProgram, type ProgramSpec } from "../program/index.ts";
import { makeBatch, type Rollout, UNBOUNDED } from "../signal/index.ts";
import { advantagePresets, advantages, groupBy, groupRelative } from "./index.ts";

/** Numbers that the dataset row holds: one for the rollout, or one for each step. */
const numbers = (["rollout", "step"] as const).map((level) =>
  defineSource({
    name: `${level}-numbers`,
    version: 1,
    summary: `Numbers of the row, one for each ${level}.`,
    options: z.strictObject({}),
    build: () => ({
      kind: "source",
      level,
      fields: { of: { type: "json" } },
      range: UNBOUNDED,
      score: ({ of = [] }, out, _, layout) => {
        of.forEach((value, r) => {
          const from = level === "step" ? (layout.stepOffsets[r] as number) : r;
          [value].flat().forEach((number, i) => {
            out.set(from + i, number as number);
          });
        });
      },
    }),
  }),
);

type AdvantageSpec = NonNullable<ProgramSpec["advantage"]>;

const library = makeLibrary([...advantages, ...credits, ...numbers], advantagePresets);
const TERMS = {
  right: { use: "rollout-numbers", of: "{{ item.right }}" },
  length: { use: "rollout-numbers", of: "{{ item.length }}" },
  parts: { use: "step-numbers", of: "{{ item.parts }}" },
  values: { use: "step-numbers", of: "{{ item.values }}" },
};
const ROWS = [
  { right: 1, length: 10, parts: [1, 0], values: [0.5, 0.5] },
  { right: 1, length: 20, parts: [0], values: [1] },
  { right: 0, length: 30, parts: [0, 2, 1], values: [0, 0, 0] },
  { right: 0, length: 40, parts: [4], values: [0.5] },
];
const batch = makeBatch(
  ROWS.map(
    (item, i): Rollout => ({
      id: `r${i}`,
      group: "g",
      item,
      prompt: [],
      completion: [{ role: "assistant", content: "x" }],
      steps: item.parts.map(() => ({})),
    }),
  ),
  3,
);

async function advantagesOf(advantage: AdvantageSpec): Promise<readonly number[]> {
  const program = compileProgram(
    { reward: "r", terms: TERMS, total: "right", credit: "parts", advantage } as never,
    library,
  );
  const { advantages: out } = await scoreBatch(program, batch, { clock: realClock });
  return [...out.values].map((value) => Math.round(value * 1e9) / 1e9 + 0);
}

describe("advantages in programs", () => {
  it("have no input that an option hides", () => {
    const made = [
      ...advantages.map((factory) => factory()),
      groupRelative({ baseline: "given", filter: true }),
      groupBy({ by: "key" }),
    ];
    const hidden = made.flatMap(({ id, options, inputs = [] }: Advantage) =>
      inputs.flatMap(({ name }) => (Object.hasOwn(options as object, name) ? [`${id} ${name}`] : [])),
    );
    expect(hidden).toEqual([]);
  });

  it.each<[string, AdvantageSpec, readonly number[]]>([
    ["gae of steps reads `values`", { use: "gae", level: "step", lambda: 0 }, [0, 0.5, 0, 0, 0, 0, -0.5]],
    [
      "gae reads `credit` where it is paid",
      { use: "gae", level: "step", lambda: 1, rewards: "credit", values: 0 },
      [1, 0, 0, 3, 3, 1, 4],
    ],
    [
      "several critics",
      {
        use: "multi-head-gae",
        level: "step",
        lambda: 1,
        whiten: false,
        weights: [1, 2],
        heads: ["parts", 0, "0.5 * parts", 0],
      },
      [2, 0, 0, 6, 6, 2, 8],
    ],
    [
      "several sources",
      { use: "per-source-returns", level: "step", baseline: "none", whiten: false, sources: ["parts"] },
      [2, 1, 1, 3, 3, 1, 4],
    ],
    ["a split by a metric (183)", { use: "conditional", metric: "length" }, [1, 1, -1, -1]],
    [
      "a share of the split that a term sets",
      { use: "conditional", metric: "length", mu: "0.25 + 0.25 * (length > 0)" },
      [0.5, 0.5, -0.5, -0.5],
    ],
    ["strata (137)", { use: "hierarchical", scale: "none", stratum: "length > 25", target: 1 }, [0.5, 0.5, -1.5, -1.5]],
    ["a peer (217)", { use: "reference-relative", reference: "length > 35" }, [1, 1, 0, 0]],
    ["a greedy answer (ReMax)", { use: "remax", reference: "length / 40" }, [0.75, 0.5, -0.75, -1]],
    ["rollouts that do not count", { use: "dr-grpo", filter: true, keep: "length < 40" }, [1 / 3, 1 / 3, -2 / 3, 0]],
    [
      "steps of the group (165)",
      { use: "group-by", scale: "none" },
      [-1 / 7, -8 / 7, -8 / 7, -8 / 7, 6 / 7, -1 / 7, 20 / 7],
    ],
    [
      "rollouts by key (084)",
      { use: "group-by", level: "rollout", by: "key", scale: "none", key: "length > 15" },
      [0, 2 / 3, -1 / 3, -1 / 3],
    ],
    ["a critic (145)", { use: "given", level: "step", of: "right - values" }, [0.5, 0.5, 0, 0, 0, 0, -0.5]],
    [
      "rollout and steps (148)",
      ["dr-grpo", { use: "episode-plus-step", baseline: "none", weight: 0.3 }],
      [0.8, 0.5, 0.5, -0.5, 0.1, -0.2, 0.7],
    ],
    [
      "planning steps (151)",
      ["dr-grpo", { use: "masked-amplify", level: "step", mask: "parts > 0" }],
      [0.6, 0.5, 0.5, -0.5, -0.4, -0.4, -0.4],
    ],
    ["a bonus (222)", ["dr-grpo", { use: "clipped-bonus", bonus: "length / 100" }], [0.6, 0.7, -0.25, -0.25]],
    [
      "durations (170)",
      ["dr-grpo", { use: "weigh", weight: "length", normaliseMean: true, max: 1.2 }],
      [0.2, 0.4, -0.6, -0.6],
    ],
    [
      "returns normalised first (165)",
      [
        { use: "group-by", by: "index", scale: "none" },
        { use: "accumulate", gamma: 1 },
      ],
      [-1.25, -1, -1.25, -0.25, 1, 0, 2.75],
    ],
    [
      "a chain of three (221)",
      ["dr-grpo", { use: "future-clarity", entropy: 0, zeta: 1 }, { use: "whiten", scale: "none" }],
      [1.5, 0.5, 0.5, 0.5, 0.5, -0.5, -0.5].map((a) => a - 2.5 / 7),
    ],
    [
      "uncertain rollouts (221)",
      ["dr-grpo", { use: "entropy-scale", k: 0, entropy: "length" }],
      [0.5, 0.5, -0.5, -0.5],
    ],
  ])("%s", async (_, advantage, expected) => {
    expect(await advantagesOf(advantage)).toEqual(expected.map((value) => Math.round(value * 1e9) / 1e9));
  });

  it.each(advantagePresets.filter(({ use }) => use !== "gae" && use !== "decoupled").map(({ name }) => [name]))(
    "%s compiles and scores",
    async (name) => {
      const more = name === "remax" ? { reference: 0.5 } : {};
      const scored = await scoreBatch(
        compileProgram(
          { reward: "r", terms: TERMS, total: "right + 0.1 * length", advantage: { use: name, ...more } } as never,
          library,
        ),
        makeBatch(
          batch.rollouts.map((rollout) => ({ ...rollout, tokens: { ids: [1, 2], logprobs: [0, 0] } })),
          0,
        ),
        { clock: realClock },
      );
      expect(scored.advantages.present.every((present) => present === 1)).toBe(true);
    },
  );
});
