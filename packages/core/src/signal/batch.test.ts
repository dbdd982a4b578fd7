import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Batch, groupOffsets, makeBatch, type Rollout, separateBatch, sizeAt } from "./index.ts";

interface Parts {
  readonly steps?: number;
  readonly tokens?: number;
  readonly stepOf?: readonly number[];
}

function rollout(id: string, group: string, { steps, tokens, stepOf }: Parts = {}): Rollout {
  return {
    id,
    group,
    item: null,
    prompt: [],
    completion: [],
    ...(steps === undefined ? {} : { steps: Array.from({ length: steps }, () => ({})) }),
    ...(tokens === undefined
      ? {}
      : { tokens: { ids: Array.from({ length: tokens }, (_, t) => t), ...(stepOf === undefined ? {} : { stepOf }) } }),
  };
}

function idsOf({ rollouts }: Batch): string {
  return rollouts.map(({ id }) => id).join("");
}

describe("makeBatch", () => {
  it("puts the members of a group together, groups in the order of their first member", () => {
    const rows = [
      ["1", "b"],
      ["2", "a"],
      ["3", "b"],
      ["4", "c"],
      ["5", "a"],
    ] as const;
    const batch = makeBatch(
      rows.map(([id, group]) => rollout(id, group)),
      7,
    );
    expect(idsOf(batch)).toBe("13254");
    expect([...batch.layout.groupOf]).toEqual([0, 0, 1, 1, 2]);
    expect([...groupOffsets(batch.layout)]).toEqual([0, 2, 4, 5]);
    expect(batch.step).toBe(7);
  });

  it("gives back the very rows when groups are contiguous already", () => {
    const rows = [rollout("1", "b"), rollout("2", "b"), rollout("3", "a")];
    expect(makeBatch(rows).rollouts).toBe(rows);
  });

  it("does not change the rows it is given when it has to move them", () => {
    const rows = [rollout("1", "b"), rollout("2", "a"), rollout("3", "b")];
    const before = [...rows];
    makeBatch(rows);
    expect(rows).toEqual(before);
  });

  it("is a batch of no groups for no rollouts", () => {
    expect(makeBatch([])).toEqual({
      rollouts: [],
      layout: {
        groupOf: new Int32Array(0),
        stepOffsets: Int32Array.of(0),
        tokenOffsets: Int32Array.of(0),
        groupKeys: [],
      },
      step: 0,
    });
  });

  it("keeps every row once, order within a group, and each group in one piece", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c", "__proto__", "")), (groups) => {
        const { rollouts, layout } = makeBatch(groups.map((group, i) => rollout(String(i), group)));
        for (const group of new Set(groups)) {
          const own = rollouts.flatMap((row, r) => (row.group === group ? [r] : []));
          expect(own).toEqual(own.map((_, k) => (own[0] as number) + k));
          expect(new Set(own.map((r) => layout.groupOf[r])).size).toBe(1);
          const ids = own.map((r) => Number(rollouts[r]?.id));
          expect(ids).toEqual([...ids].sort((a, b) => a - b));
        }
        expect(rollouts.length).toBe(groups.length);
        expect(sizeAt(layout, "group")).toBe(new Set(groups).size);
      }),
    );
  });

  it("lays out steps and tokens after the rows are moved (by hand)", () => {
    const { layout } = makeBatch([
      rollout("1", "a", { steps: 2, tokens: 3, stepOf: [0, 0, 1] }),
      rollout("2", "b", { steps: 1 }),
      rollout("3", "a", { steps: 3, tokens: 2, stepOf: [2, 0] }),
      rollout("4", "b", { tokens: 1 }),
    ]);
    expect([...layout.stepOffsets]).toEqual([0, 2, 5, 6, 6]);
    expect([...layout.tokenOffsets]).toEqual([0, 3, 5, 5, 6]);
    expect([...(layout.stepOfToken ?? [])]).toEqual([0, 0, 1, 4, 2, -1]);
  });

  it("has no `stepOfToken` when no trace says which step its tokens belong to", () => {
    expect(makeBatch([rollout("1", "a", { steps: 1, tokens: 2 })]).layout.stepOfToken).toBeUndefined();
  });

  it("gives tokens whose step does not exist no step, and never one of another rollout", () => {
    const { layout } = makeBatch([
      rollout("1", "a", { steps: 1, tokens: 2, stepOf: [1, 0] }),
      rollout("2", "a", { steps: 1, tokens: 2, stepOf: [-1, 0, 0, 0] }),
      rollout("3", "a", { steps: 1, tokens: 2, stepOf: [0] }),
    ]);
    expect([...(layout.stepOfToken ?? [])]).toEqual([-1, 0, -1, 1, 2, -1]);
  });
});

describe("separateBatch", () => {
  it("makes a group of every row, keeps the order, and lays out steps as they come", () => {
    const rows = [rollout("1", "a", { steps: 1 }), rollout("2", "b"), rollout("3", "a", { steps: 2 })];
    const batch = separateBatch(rows, 3);
    expect(batch).toEqual({
      rollouts: rows,
      layout: {
        groupOf: Int32Array.of(0, 1, 2),
        stepOffsets: Int32Array.of(0, 1, 1, 3),
        tokenOffsets: new Int32Array(4),
        groupKeys: ["a", "b", "a"],
      },
      step: 3,
    });
  });

  it("separates neighbours of one group too", () => {
    expect([...separateBatch([rollout("1", "a"), rollout("2", "a")]).layout.groupOf]).toEqual([0, 1]);
  });
});
