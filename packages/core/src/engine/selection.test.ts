import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  abstained,
  failed,
  fullSignal,
  type Layout,
  type Level,
  type Missing,
  missingAt,
  outcomeAt,
  type Signal,
  SignalBuilder,
  sizeAt,
} from "../signal/index.ts";
import { leaveOut, type Selection, scatter, selectAll, selectWhere, subLayout, take, without } from "./selection.ts";

/** Three groups of 2, 1 and 1; rollouts with 2, 0, 1 and 2 steps and 3, 1, 0 and 2 tokens. */
const LAYOUT: Layout = {
  groupOf: Int32Array.of(0, 0, 1, 2),
  stepOffsets: Int32Array.of(0, 2, 2, 3, 5),
  tokenOffsets: Int32Array.of(0, 3, 4, 4, 6),
  stepOfToken: Int32Array.of(0, 1, -1, -1, 3, 4),
};
const OUT = abstained("left out");

function selectionOf(rows: readonly number[], count = 4): Selection {
  const left = new Map<number, Missing>();
  for (let r = 0; r < count; r++) if (!rows.includes(r)) left.set(r, OUT);
  return { rows: Int32Array.from(rows), left };
}

function counted(level: Level, layout = LAYOUT): Signal {
  return fullSignal(
    level,
    Float64Array.from({ length: sizeAt(layout, level) }, (_, i) => i + 1),
  );
}

describe("selectWhere", () => {
  it("selects where the condition is positive, and gives each other row its reason", () => {
    const condition = new SignalBuilder("rollout", 5);
    condition.set(0, 1);
    condition.set(1, 0);
    condition.set(2, -1);
    condition.fail(3, "judge", "timed out", true);
    condition.set(4, 1e-300);
    const { rows, left } = selectWhere(condition.build(), "calls > 0");
    const skipped = abstained("skipped: `calls > 0` does not hold");
    expect([...rows]).toEqual([0, 4]);
    expect([...left]).toEqual([
      [1, skipped],
      [2, skipped],
      [3, failed("judge", "timed out", true)],
    ]);
  });

  it("leaves a row out whose condition nobody explains", () => {
    const { left } = selectWhere(new SignalBuilder("rollout", 1).build(), "a");
    expect([...left]).toEqual([[0, abstained("no value was given")]]);
  });
});

describe("without", () => {
  it("leaves out further rows and keeps the reasons of the first", () => {
    const missing = new Map<number, Missing>([
      [1, failed("task", "no answer")],
      [3, failed("task", "no answer")],
    ]);
    const { rows, left } = without(selectionOf([0, 3]), missing);
    expect([...rows]).toEqual([0]);
    expect([...left]).toEqual([
      [1, OUT],
      [2, OUT],
      [3, failed("task", "no answer")],
    ]);
  });

  it("is the same selection when nothing is missing", () => {
    const all = selectAll(3);
    expect(without(all, new Map())).toBe(all);
    expect([[...all.rows], all.left.size]).toEqual([[0, 1, 2], 0]);
  });
});

describe("subLayout", () => {
  it("lays out some rows: groups numbered anew, steps and tokens together, steps of tokens moved (by hand)", () => {
    expect(subLayout(LAYOUT, Int32Array.of(1, 3))).toEqual({
      groupOf: Int32Array.of(0, 1),
      stepOffsets: Int32Array.of(0, 0, 2),
      tokenOffsets: Int32Array.of(0, 1, 3),
      stepOfToken: Int32Array.of(-1, 0, 1),
    });
    expect(subLayout(LAYOUT, Int32Array.of(0, 2)).groupOf).toEqual(Int32Array.of(0, 1));
  });

  it("is the layout itself for all rows, and one of nothing for none", () => {
    expect(subLayout(LAYOUT, Int32Array.of(0, 1, 2, 3))).toBe(LAYOUT);
    expect(subLayout(LAYOUT, new Int32Array(0))).toEqual({
      groupOf: new Int32Array(0),
      stepOffsets: Int32Array.of(0),
      tokenOffsets: Int32Array.of(0),
      stepOfToken: new Int32Array(0),
    });
  });
});

describe("scatter", () => {
  it.each<readonly [Level, readonly number[], readonly number[], readonly number[]]>([
    ["rollout", [8, 9], [8, 0, 0, 9], [1, 0, 0, 1]],
    ["step", [6, 7, 8, 9], [6, 7, 0, 8, 9], [1, 1, 0, 1, 1]],
    ["token", [5, 6, 7, 8, 9], [5, 6, 7, 0, 8, 9], [1, 1, 1, 0, 1, 1]],
  ])("puts values of a %s back where their rollouts are", (level, part, values, present) => {
    const whole = scatter(fullSignal(level, part), selectionOf([0, 3]), LAYOUT);
    expect([whole.level, [...whole.values], [...whole.present]]).toEqual([level, values, present]);
    present.forEach((there, i) => {
      if (there === 0) expect(outcomeAt(whole, i)).toEqual(OUT);
    });
  });

  it("moves reasons, evidence and costs along", () => {
    const part = new SignalBuilder("step", 3);
    part.set(0, 5, "seen");
    part.fail(1, "sandbox", "down");
    part.cost(2, 0.5);
    const { notes } = scatter(part.build(), selectionOf([2, 3]), LAYOUT);
    expect(notes).toEqual({
      missing: new Map<number, Missing>([
        [3, failed("sandbox", "down")],
        [0, OUT],
        [1, OUT],
      ]),
      evidence: new Map([[2, "seen"]]),
      costUsd: new Map([[4, 0.5]]),
    });
  });

  it("is the part itself when no row is left out", () => {
    const part = counted("rollout");
    expect(scatter(part, selectAll(4), LAYOUT)).toBe(part);
  });
});

describe("take", () => {
  it.each<readonly [Level, readonly number[]]>([
    ["batch", [1]],
    ["group", [1, 3]],
    ["rollout", [2, 4]],
    ["step", [4, 5]],
    ["token", [4, 5, 6]],
  ])("takes the values of a %s that belong to two rollouts", (level, values) => {
    const taken = take(counted(level), selectionOf([1, 3]), LAYOUT);
    expect([taken.level, [...taken.values], [...taken.present]]).toEqual([level, values, values.map(() => 1)]);
    expect(taken.values.length).toBe(sizeAt(subLayout(LAYOUT, Int32Array.of(1, 3)), level));
  });

  it("keeps why a value is missing", () => {
    const signal = new SignalBuilder("rollout", 4);
    signal.fail(3, "task", "no answer");
    expect(outcomeAt(take(signal.build(), selectionOf([1, 3]), LAYOUT), 1)).toEqual(failed("task", "no answer"));
  });
});

describe("leaveOut", () => {
  it.each<readonly [Level, readonly number[]]>([
    ["rollout", [0, 1, 0, 1]],
    ["step", [0, 0, 0, 1, 1]],
    ["token", [0, 0, 0, 1, 1, 1]],
  ])("makes the values of a %s missing for rows that are left out", (level, present) => {
    const signal = counted(level);
    const masked = leaveOut(signal, selectionOf([1, 3]), LAYOUT);
    expect([...masked.present]).toEqual(present);
    expect([...masked.values]).toEqual(present.map((there, i) => there * (i + 1)));
    expect(missingAt(masked, 0)).toEqual(OUT);
    expect([...signal.present]).toEqual(present.map(() => 1));
  });

  it.each<Level>(["batch", "group"])("keeps what has one value a %s", (level) => {
    const signal = counted(level);
    expect(leaveOut(signal, selectionOf([1]), LAYOUT)).toBe(signal);
  });
});

describe("taking a part and putting it back", () => {
  const widths = fc.array(fc.record({ steps: fc.nat(3), tokens: fc.nat(3), chosen: fc.boolean() }), { maxLength: 8 });

  it.each<Level>(["rollout", "step", "token"])(
    "changes no value of a %s that was taken, and drops the others",
    (level) => {
      fc.assert(
        fc.property(widths, (rows) => {
          const offsets = (of: "steps" | "tokens"): Int32Array =>
            Int32Array.from([0, ...rows.map((_, r) => rows.slice(0, r + 1).reduce((sum, row) => sum + row[of], 0))]);
          const layout = {
            groupOf: Int32Array.from(rows, (_, r) => r),
            stepOffsets: offsets("steps"),
            tokenOffsets: offsets("tokens"),
          };
          const chosen = rows.flatMap((row, r) => (row.chosen ? [r] : []));
          const selection = selectionOf(chosen, rows.length);
          const signal = counted(level, layout);
          const part = take(signal, selection, layout);
          expect(part.values.length).toBe(sizeAt(subLayout(layout, selection.rows), level));
          const back = scatter(part, selection, layout);
          const masked = leaveOut(signal, selection, layout);
          expect([back.values, back.present]).toEqual([masked.values, masked.present]);
        }),
      );
    },
  );
});
