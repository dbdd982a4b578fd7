import { describe, expect, it } from "vitest";
import { checkWorld, layoutOf, type SceneLooks, scenePolicy, sceneQa } from "./index.ts";

const names = ["chance", "correct"] as const;
const [TARGET, ANCHOR, LANDMARK, DISTRACTOR, OTHER, NONE] = [0, 1, 2, 3, 6, 10] as const;

/** What is seen of the scene of number `scene` by looks of one response each. */
function seenOf(
  scene: number,
  responses: readonly (readonly number[])[],
  blockedShare = 0,
  jitter = 0.1,
): SceneLooks[] {
  const seen: SceneLooks[] = [];
  const measure = (own: SceneLooks): readonly number[] => {
    seen.push(own);
    return [own.chance, Number(own.correct)];
  };
  const world = sceneQa({ names, measure, blockedShare, jitter });
  const prompts = world.prompts(3, scene, 1);
  const completions = {
    ids: Int32Array.from(
      responses.flatMap((own) => [...own, ...new Array<number>(5 - own.length).fill(NONE)]),
      (k) => k + 2,
    ),
    maxTokens: 5,
    lengths: new Int32Array(responses.length).fill(5),
    ended: new Uint8Array(responses.length),
  };
  world.signals(prompts, completions, layoutOf(prompts, completions));
  return seen;
}

describe("sceneQa", () => {
  it.each(
    checkWorld(sceneQa({ names, measure: ({ chance, correct }) => [chance, Number(correct)] })).map(
      (law) => [law.name, law.check] as const,
    ),
  )("%s", (_, check) => {
    check();
  });

  it("knows the answer by any valid route in its order, and is confused by distractors off it", () => {
    const chances = seenOf(1, [
      [ANCHOR, TARGET],
      [TARGET, ANCHOR],
      [LANDMARK, OTHER, TARGET],
      [DISTRACTOR, DISTRACTOR + 1, TARGET],
      [DISTRACTOR, DISTRACTOR, TARGET],
      [ANCHOR, DISTRACTOR, TARGET],
      [],
    ]).map(({ chance }) => Math.round(chance * 100) / 100);
    // The same distractor twice is two looks and one step: no route is whole.
    expect(chances).toEqual([0.95, 0.25, 0.95, 0.95, 0.25, 0.85, 0.25]);
  });

  it("shows nothing of a hidden anchor", () => {
    const [byAnchor, byLandmark] = seenOf(
      0,
      [
        [ANCHOR, TARGET],
        [LANDMARK, TARGET],
      ],
      1,
    ) as [SceneLooks, SceneLooks];
    expect([byAnchor.routes, byAnchor.looks.length]).toEqual([[0, 0], 1]);
    expect([byLandmark.routes, byLandmark.chance]).toEqual([[0, 1], 0.95]);
  });

  it("puts boxes around what it looks at, off by the jitter at most", () => {
    for (const { looks, scene } of seenOf(2, new Array(20).fill([TARGET]), 0, 0.2)) {
      const [x1, , x2] = (scene.objects[0] as (typeof scene.objects)[number]).box;
      const off = ((looks[0]?.box[0] as number) - (x1 as number)) / ((x2 as number) - (x1 as number));
      expect(Math.abs(off)).toBeLessThanOrEqual(0.2);
    }
  });
});

describe("scenePolicy", () => {
  it("starts with the first route, and sees which scene it is asked about", () => {
    const world = sceneQa({ names, measure: () => [0, 0] });
    const writer = scenePolicy({}, 4).writer(world, 3);
    const start = scenePolicy({}, 4).model(world, 1).parameters(1);
    writer.load(start);
    const { ids } = writer.generate(world.prompts(1, 0, 3), { maxTokens: 5, temperature: 0 });
    const none = 2 + NONE;
    expect([...ids.subarray(0, 5)]).toEqual([2 + ANCHOR, 2 + TARGET, none, none, none]);
    expect([...ids.subarray(10, 15)]).toEqual([2 + ANCHOR, 2 + LANDMARK, 2 + TARGET, none, none]);
  });
});
