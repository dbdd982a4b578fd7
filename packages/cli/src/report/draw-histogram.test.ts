import { describe, expect, it } from "vitest";
import { Distribution } from "./distribution.ts";
import { drawHistogram } from "./draw-histogram.ts";
import { loadCanvas } from "./load-canvas.ts";

const LOOK = { label: "score", colour: () => "var(--total)", width: 360, height: 200 };
const many = (value: (index: number) => number): readonly number[] => Array.from({ length: 200 }, (_, i) => value(i));

describe("drawHistogram", () => {
  it("draws a bar for each distinct value, with count and share", async () => {
    const svg = await draw([0, 0, 0, 1]);
    const [bars] = /aria-label="rect"[\s\S]*?<\/g>/.exec(svg) ?? [""];
    expect(bars.match(/<(path|rect) /g)?.length).toBe(2);
    expect(svg).toContain(">3 · 75%<");
    expect(svg).toContain(">1 · 25%<");
    expect(svg).toContain('aria-label="Histogram of score: 4 values, mean 0.25"');
  });

  it.each([
    ["one value", [7]],
    ["one huge value", [1e300]],
    ["the least and greatest doubles", [-Number.MAX_VALUE / 4, Number.MIN_VALUE, Number.MAX_VALUE / 4]],
    ["many values far apart", many((index) => 10 ** (index - 100))],
    ["many values close together", many((index) => 1 + index * 2 ** -50)],
    ["many negative values", many((index) => -index / 3)],
  ])("draws finite shapes for %s", async (_, values) => {
    const svg = await draw(values);
    expect(svg).toMatch(/^<svg/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("says when there is nothing to draw", async () => {
    expect(await draw([])).toBe('<p class="none">No value is present.</p>');
  });
});

async function draw(values: readonly number[]): Promise<string> {
  const column = new Distribution();
  column.addColumn(values);
  return drawHistogram(await loadCanvas(), column.toJSON(), LOOK).text;
}
