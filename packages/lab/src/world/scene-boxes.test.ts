import { describe, expect, it } from "vitest";
import { BOX_LABELS, drawScene } from "./draw-scene.ts";
import { type StatedScene, sceneBoxes } from "./scene-boxes.ts";

let seen: readonly StatedScene[] = [];
const settings = { side: 16, most: 4, proposals: 5, emptyShare: 0.1, noise: 0.3 };
const world = sceneBoxes({
  scenes: 200,
  heldOut: 20,
  ...settings,
  measure: (scenes) => {
    seen = scenes;
    return { equal: scenes.map(({ predicted, expected }) => Number(predicted.length === expected.length)) };
  },
});
/** A response of choices in the order they are asked for. */
const respond = (context: number, written: readonly number[]) => {
  const choices = new Array<number>(world.heads.length).fill(-1);
  let head = 0;
  for (const choice of written) {
    choices[head] = choice;
    head = world.follows?.(context, head, choice) ?? head + 1;
  }
  return { context, choices, entropies: [], uniform: () => 0 };
};
const all = Array.from({ length: 220 }, (_, context) => context);

describe("drawScene", () => {
  it("draws boxes in the scene, in some scenes none, each with a proposal within reach", () => {
    const scenes = all.map((i) => drawScene(i, settings));
    const counts = scenes.map(({ boxes }) => boxes.length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([0, 4]);
    for (const { boxes, proposals, sources } of scenes) {
      expect([...sources].filter((source) => source >= 0).sort()).toEqual(boxes.map((_, b) => b));
      sources.forEach((source, k) => {
        const { box } = boxes[source] ?? { box: proposals[k] as number[] };
        box.forEach((x, c) => {
          expect(Math.abs(x - (proposals[k]?.[c] as number))).toBeLessThanOrEqual(2);
        });
      });
      for (const { box } of boxes) {
        expect(Math.min(box[2] - box[0], box[3] - box[1], 17 - Math.max(...box))).toBeGreaterThan(0);
        expect(Math.min(box[2] - box[0], box[3] - box[1])).toBeGreaterThanOrEqual(4);
      }
    }
  });

  it("shows proposals from the surest on, and all of it truly where there is no noise", () => {
    const { boxes, proposals, seen: shown, sources } = drawScene(3, { ...settings, noise: 0 });
    const sure = sources.map((_, k) => shown[8 * k] as number);
    expect(sure).toEqual([...sure].sort((a, b) => b - a));
    boxes.forEach(({ box, label }, source) => {
      const b = sources.indexOf(source);
      const rest = shown.slice(8 * b + 1, 8 * b + 8);
      expect(rest.slice(0, 3)).toEqual(BOX_LABELS.map((name) => 6 * Number(name === label)));
      rest.slice(3).forEach((off, c) => {
        expect(off * 2).toBe((proposals[b]?.[c] as number) - box[c as 0]);
      });
    });
  });
});

describe("sceneBoxes", () => {
  it("reads its own demonstrations back, while the surest proposals are boxes", () => {
    const found = world.measure(all.map((context) => respond(context, world.demonstrate?.(context) ?? [])));
    let whole = 0;
    for (const { predicted, expected } of seen) {
      for (const one of predicted) expect(expected).toContainEqual(one);
      whole += Number(predicted.length === expected.length);
    }
    expect(whole).toBeGreaterThan(100);
    expect(Array.from(found.equal).reduce((sum, one) => sum + one, 0)).toBe(whole);
  });

  it("stops where told, reads nothing where the format is broken", () => {
    const one = [1, 2, 2, 2, 2, 2];
    const found = world.measure([
      respond(0, [1, ...one, 0]),
      respond(0, [1, ...one, ...one, 0]),
      respond(0, [0, ...one, 0]),
      respond(0, [1, 0]),
    ]);
    const [first] = drawScene(0, settings).proposals as [number[]];
    expect(seen.map(({ predicted }) => predicted.length)).toEqual([1, 2, 0, 0]);
    expect(seen[0]?.predicted).toEqual([{ box: first, label: "lamp", weight: 1 }]);
    expect(Array.from(found.sound)).toEqual([1, 1, 0, 1]);
    const there = Number((found.there[0] as number) > 0);
    expect(Array.from(found.dual)).toEqual([there, there, 1 - there, 1 - there]);
  });
});
