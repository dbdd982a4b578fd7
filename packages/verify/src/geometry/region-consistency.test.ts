import { flatLayout, SignalBuilder } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { INLINE } from "../text/score-rows.test-support.ts";
import { readBox } from "./read-box.ts";
import { regionConsistency } from "./region-consistency.ts";
import { consensusBox, regionVotes, voteDensities } from "./region-votes.ts";

describe("regionVotes", () => {
  it("counts three boxes (215 §Experiment, by hand)", () => {
    const boxes = [
      [0, 0, 4, 4],
      [2, 0, 6, 4],
      [3, 0, 5, 2],
    ] as const;
    expect(regionVotes(boxes).highest).toBe(3);
    expect(voteDensities(boxes)).toEqual(
      [(16 + 8 + 2) / 48, (16 + 8 + 4) / 48, (2 + 2 + 2 + 4) / 12].map((v) => expect.closeTo(v, 12)),
    );
    expect(consensusBox(boxes)).toEqual([3, 0, 4, 2]);
    expect(consensusBox([])).toBeUndefined();
  });

  it("equals a count by pixels", () => {
    const boxes = Array.from(
      { length: 12 },
      (_, i) => [i % 5, (i * 3) % 7, (i % 5) + 3 + (i % 2), ((i * 3) % 7) + 2] as const,
    );
    const at = (x: number, y: number): number =>
      boxes.filter(([a, b, c, d]) => x >= a && x < c && y >= b && y < d).length;
    const cells = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)] as const);
    const highest = Math.max(...cells.map(([x, y]) => at(x, y)));
    const slow = boxes.map(([a, b, c, d]) => {
      const inside = cells.filter(([x, y]) => x >= a && x < c && y >= b && y < d);
      return inside.reduce((sum, [x, y]) => sum + at(x, y), 0) / (highest * inside.length);
    });
    expect(voteDensities(boxes)).toEqual(slow.map((value) => expect.closeTo(value, 12)));
  });
});

describe("regionConsistency", () => {
  it("scores within groups; a text without place casts no vote", () => {
    const text = ["[0, 0, 2, 1]", "[0, 0, 1, 1]", "nowhere", "(5, 5)", "(5, 5)"];
    const out = new SignalBuilder("rollout", 5);
    regionConsistency().score({ text }, out, INLINE, flatLayout([3, 2]));
    expect([...out.build().values]).toEqual([0.75, 1, 0, 1, 1]);
  });

  it("reads boxes and points only", () => {
    expect([readBox("1 2 3"), readBox("3 3 1 1"), readBox("1 2 3 4 5"), readBox("1".repeat(20_000))]).toEqual(
      Array(4).fill(undefined),
    );
  });

  const columns = { text: ["[0, 0, 2, 1]", "[0, 0, 1, 1]", "", "7 8", "x"] };
  for (const law of lawsOf(regionConsistency, { columns, layout: flatLayout([2, 3]) })) it(law.name, law.check);
});
