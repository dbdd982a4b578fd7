import type { Signal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { aestheticOf } from "./aesthetic-of.ts";
import { artefactDetector, DEFECTS, defectPair } from "./artefact-detector.ts";
import { checkWorld } from "./check-world.ts";
import { consistencyOf } from "./consistency-of.ts";
import { demonstrationCompletions } from "./demonstration-completions.ts";
import { drawPatches, type PatchName, patchNames } from "./draw-patches.ts";
import { patchImages } from "./patch-images.ts";
import { realismOf } from "./realism-of.ts";
import { layoutOf } from "./rollout-columns.ts";

/** An image with some patches at the first places and blanks elsewhere; every second place stays blank. */
const imageOf = (...names: readonly PatchName[]): Float64Array =>
  drawPatches(Array.from({ length: 16 }, (_, p) => patchNames.indexOf(names[p] ?? "blank")));

describe("patchImages", () => {
  for (const law of checkWorld(patchImages())) it(law.name, law.check);

  it("shows as many blobs as are asked for, and defects at the rate that is asked for", () => {
    const share = (defects: number): { right: number; spoilt: number } => {
      const world = patchImages({ defects });
      const prompts = world.prompts(1, 0, 400);
      const completions = demonstrationCompletions(world, prompts);
      const signals = world.signals(prompts, completions, layoutOf(prompts, completions));
      const blobs = (signals.blobs as Signal).values;
      const right = prompts.items.filter((item, p) => (item as { wanted: number }).wanted === blobs[p]).length / 400;
      return { right, spoilt: (signals.defects as Signal).values.reduce((sum, value) => sum + value / 400, 0) };
    };
    expect(share(0)).toEqual({ right: 1, spoilt: 0 });
    expect(Math.abs(share(0.2).spoilt - 0.2)).toBeLessThan(0.02);
  });
});

describe("the proxies", () => {
  it("do not see defects, or like them; the truth does", () => {
    const blob = imageOf("blank", "blob");
    expect(aestheticOf(imageOf("blank", "torn"))).toBeGreaterThan(aestheticOf(blob));
    expect(aestheticOf(imageOf("blank", "blob", "checker"))).toBeGreaterThan(aestheticOf(blob));
    expect(
      consistencyOf(imageOf("blank", "blob", "blank", "speckle", "blank", "blank", "blank", "blank", "checker"), 1),
    ).toBe(consistencyOf(blob, 1));
    expect(consistencyOf(imageOf("blank", "torn"), 1)).toBeGreaterThan(consistencyOf(blob, 1));
    // Hand-worked: a soft blob has steps of 0.5 over its border; a torn one differs from it by 5.5, a checker from nothing by 8.
    expect(consistencyOf(blob, 1)).toBeCloseTo(0.9, 12);
    expect(realismOf(blob)).toBe(1);
    expect(realismOf(imageOf("torn"))).toBeCloseTo(1 / 1.55, 12);
    expect(realismOf(imageOf("blank", "checker"))).toBeCloseTo(1 / 1.8, 12);
  });

  it("count what is asked for: two blobs for one are worth nothing, three of four three quarters", () => {
    expect(consistencyOf(imageOf("blob", "blank", "blob"), 1)).toBe(0);
    expect(consistencyOf(imageOf("blob", "blank", "blob", "blank", "blank", "blob"), 4)).toBeCloseTo(0.9 * 0.75, 12);
    expect(consistencyOf(imageOf(), 2)).toBe(0);
  });

  it("are brightness steps near and smooth from afar (by hand): nothing is half pleasing", () => {
    expect(aestheticOf(imageOf())).toBe(0.5);
  });
});

describe("artefactDetector", () => {
  it("tells defects from clean images that it has not seen", () => {
    const isClean = artefactDetector(1);
    for (const defect of DEFECTS) {
      const pairs = Array.from({ length: 120 }, (_, i) => defectPair(99, i)).filter((pair) => pair.defect === defect);
      const right = pairs.filter(({ clean, defective }) => isClean(clean) > isClean(defective)).length;
      expect(right / pairs.length).toBeGreaterThan(0.85);
    }
  });
});
