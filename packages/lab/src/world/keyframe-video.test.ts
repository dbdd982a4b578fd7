import { describe, expect, it } from "vitest";
import { drawVideo, VIDEO_SHAPES, VIDEO_SIDE } from "./draw-video.ts";
import { patchOf } from "./ground-shape.ts";
import { type GroundedVideo, keyframeVideo } from "./keyframe-video.ts";

const settings = { frames: 16, distractors: 2, shapes: VIDEO_SHAPES };
let seen: readonly GroundedVideo[] = [];
const world = keyframeVideo({
  videos: 60,
  heldOut: 10,
  measure: (videos) => {
    seen = videos;
    return { foreign: videos.map(({ isForeign }) => Number(isForeign)) };
  },
});
const respond = (context: number, choices: readonly number[]) => ({
  context,
  choices,
  entropies: [],
  uniform: () => 0,
});
const videos = Array.from({ length: 60 }, (_, i) => drawVideo(i, settings));

describe("drawVideo", () => {
  it("shows the target in 30–60 % of the frames, where it speeds up", () => {
    const shares = videos.map((video) => {
      const shown = Array.from({ length: 16 }, (_, t) => patchOf(video, t, video.colour)).filter(
        (p) => p !== undefined,
      );
      return shown.length / 16;
    });
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.63);
    expect(shares.reduce((a, b) => a + b, 0) / 60).toBeGreaterThan(0.35);
    const faster = videos.filter((video) => {
      const speeds = [...video.speeds.subarray(16 * video.colour, 16 * video.colour + 16)].filter((v) => v > 0);
      return (speeds.at(-1) as number) > 1.5 * (speeds[0] as number);
    });
    expect(faster.length).toBeGreaterThan(45);
  });

  it("is the same for a number, and stays within its frames and colours", () => {
    expect(drawVideo(7, settings)).toEqual(videos[7]);
    expect(videos[0]?.pixels.length).toBe(16 * VIDEO_SIDE ** 2);
    expect(Math.max(...(videos[0]?.pixels ?? []))).toBeLessThanOrEqual(4);
  });
});

describe("keyframeVideo", () => {
  it("measures key frames by where the target is", () => {
    const [colour, shape] = world.target(0);
    const areas = Array.from({ length: 16 }, (_, t) => patchOf(videos[0] as never, t, colour)?.count ?? 0);
    const best = areas.indexOf(Math.max(...areas));
    const never = areas.indexOf(0);
    const {
      visible,
      apart,
      ratio,
      colour: rightColour,
      shape: rightShape,
    } = world.measure([respond(0, [colour, shape, best, never, never])]);
    expect(visible[0]).toBeCloseTo(1 / 3, 12);
    expect(ratio[0]).toBeCloseTo(1 / 3, 12);
    expect(apart[0]).toBeCloseTo(Math.abs(best - never) > 1 ? 2 / 3 : 0, 12);
    expect([rightColour[0], rightShape[0]]).toEqual([1, 1]);
    expect(seen[0]?.there[1]).toBeUndefined();
    expect(seen[0]?.found[0]).toEqual(seen[0]?.there[0]);
    expect(seen[0]?.target.filter((box) => box !== undefined).length).toBe(areas.filter((area) => area > 0).length);
  });

  it("finds nothing of an attribute that is wrong", () => {
    const [colour, shape] = world.target(1);
    world.measure([respond(1, [colour, (shape + 1) % 3, 4, 8, 12])]);
    expect(seen[0]?.followed.filter((box) => box !== undefined).length).toBeLessThanOrEqual(16);
    world.measure([respond(1, [(colour + 1) % 4, 0, 0, 0, 0])]);
    expect(seen[0]?.found.every((box, k) => box === undefined || box !== seen[0]?.there[k])).toBe(true);
  });

  it("reveals large frames and a shape by the colour, and holds foreign videos apart", () => {
    const facts = world.reveals?.(0, 0, world.target(0)[0]) ?? [];
    expect(facts.filter((fact) => fact >= 16).length).toBe(1);
    expect(facts.length).toBeGreaterThan(1);
    expect(world.reveals?.(0, 1, 0)).toEqual([]);
    const { foreign } = world.measure([69, 70].map((context) => respond(context, [0, 0, 0, 5, 10])));
    expect(Array.from(foreign)).toEqual([0, 1]);
  });

  it("demonstrates the largest blob", () => {
    const choices = world.demonstrate?.(2) ?? [];
    const sizes = [0, 1, 2, 3].map((c) =>
      Math.max(...Array.from({ length: 16 }, (_, t) => patchOf(videos[2] as never, t, c)?.count ?? 0)),
    );
    expect(choices[0]).toBe(sizes.indexOf(Math.max(...sizes)));
    expect(choices.length).toBe(5);
  });
});
