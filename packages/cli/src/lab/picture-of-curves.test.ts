import { describe, expect, it } from "vitest";
import { loadCanvas } from "../report/index.ts";
import { pictureOfCurves } from "./picture-of-curves.ts";

describe("pictureOfCurves", () => {
  it("stands alone: names metric and arms, with text escaped, and draws a line and a band an arm in colours of its own", async () => {
    const curve = (arm: string, values: readonly number[]) => ({ arm, seed: 0, updates: [1, 2, 3], values });
    const curves = [curve("a < b", [0, 1, 2]), curve("plain", [2, 1, 0])];
    const svg = pictureOfCurves(await loadCanvas(), "return", curves, ["a < b", "plain"]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="600" height="380"/);
    expect(svg).not.toMatch(/var\(|NaN|undefined/);
    expect([...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].slice(0, 3).map(([, text]) => text)).toEqual([
      "return",
      "a &lt; b",
      "plain",
    ]);
    for (const colour of ["#3b82b8", "#c97a2b"]) {
      expect(svg.match(new RegExp(`(fill|stroke)="${colour}"`, "g"))).toHaveLength(3);
    }
  });
});
