import type { Context, FieldColumns } from "@guerdon/core/piece";
import { type Layout, outcomeAt, type Signal, SignalBuilder, sizeAt } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { recorded } from "./recorded.ts";

const layout: Layout = {
  groupOf: Int32Array.of(0, 0, 1),
  stepOffsets: Int32Array.of(0, 2, 2, 3),
  tokenOffsets: Int32Array.of(0, 1, 3, 3),
};

function read(options: Parameters<typeof recorded>[0], columns: FieldColumns): Signal {
  const piece = recorded(options);
  const out = new SignalBuilder(piece.level ?? "rollout", sizeAt(layout, piece.level ?? "rollout"));
  void piece.score(columns, out, undefined as unknown as Context, layout);
  return out.build();
}

describe("recorded", () => {
  it("reads the rewards of steps (by hand)", () => {
    const out = read({}, { values: [[{ reward: 1 }, { reward: -2, action: "x" }], [], [{ action: "y" }]] });
    expect([...out.values]).toEqual([1, -2, 0]);
    expect(outcomeAt(out, 2)).toEqual({ kind: "abstained", reason: "nothing was recorded" });
  });

  it("reads bare numbers of tokens, nulls too", () => {
    const out = read({ level: "token" }, { values: [[-0.5], [null, -1], []] });
    expect([...out.values]).toEqual([-0.5, 0, -1]);
    expect([...out.present]).toEqual([1, 0, 1]);
  });

  it("reads a number deep in each entry, and no property of a prototype", () => {
    expect([...read({ key: "meta.progress" }, { values: [[{ meta: { progress: 3 } }, {}], [], [{}]] }).values]).toEqual(
      [3, 0, 0],
    );
    expect([...read({ key: "constructor" }, { values: [[{}, {}], [], [{}]] }).present]).toEqual([0, 0, 0]);
  });

  it("reads a stored score of the rollout", () => {
    expect([...read({ level: "rollout" }, { values: [0.5, { reward: 2 }, null] }).values]).toEqual([0.5, 2, 0]);
  });

  it("fails what does not fit, and puts it down to the task", () => {
    const out = read({}, { values: [[{ reward: 1 }], [], ["high"]] });
    expect([0, 1, 2].map((i) => outcomeAt(out, i))).toMatchInlineSnapshot(`
      [
        {
          "blame": "task",
          "kind": "failed",
          "reason": "Expected \`values\` to hold a number for each of the 2 steps, got 1.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "Expected \`values\` to hold a number for each of the 2 steps, got 1.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "Expected \`values\` to hold numbers, got "high".",
          "retryable": false,
        },
      ]
    `);
  });

  const steps = [[{ reward: 1 }, { reward: 0.5 }], [], [{ reward: -1 }]];
  for (const law of lawsOf(recorded, { columns: { values: steps }, layout })) it(law.name, law.check);
  const tokens = [[-1], [-0.5, null], []];
  for (const law of lawsOf(recorded, { options: { level: "token" }, columns: { values: tokens }, layout }))
    it(`${law.name}, of tokens`, law.check);
  for (const law of lawsOf(recorded, { options: { level: "rollout" }, columns: { values: [1, null, 3] } }))
    it(`${law.name}, of rollouts`, law.check);
});
