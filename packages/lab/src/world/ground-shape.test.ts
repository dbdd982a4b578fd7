import { describe, expect, it } from "vitest";
import { VIDEO_SIDE, type Video } from "./draw-video.ts";
import { followBoxes, groundShape, patchOf, shapeOf } from "./ground-shape.ts";

/** A square of 4 × 4 pixels of colour 1 whose upper left corner is given for each frame; none where it is absent. */
function squares(corners: readonly (readonly [number, number] | undefined)[]): Video {
  const pixels = new Uint8Array(corners.length * VIDEO_SIDE ** 2);
  corners.forEach((corner, t) => {
    if (corner === undefined) return;
    for (let y = 0; y < 4; y++)
      for (let x = 0; x < 4; x++) pixels[(t * VIDEO_SIDE + corner[1] + y) * VIDEO_SIDE + corner[0] + x] = 2;
  });
  return { pixels, frames: corners.length, colour: 1, speeds: new Float64Array(4 * corners.length) };
}

describe("groundShape", () => {
  it("finds a colour and a shape, and nothing of another", () => {
    const video = squares([[3, 5], undefined]);
    expect(groundShape(video, 0, 1, 0)).toEqual([3, 5, 7, 9]);
    expect(groundShape(video, 0, 1, 2)).toBeUndefined();
    expect(groundShape(video, 0, 0, 0)).toBeUndefined();
    expect(groundShape(video, 1, 1, 0)).toBeUndefined();
  });

  it("does not see what has fewer than 12 pixels", () => {
    const video = squares([[3, 5]]);
    for (let x = 3; x < 7; x++) for (const y of [5, 6]) video.pixels[y * VIDEO_SIDE + x] = x < 6 ? 0 : 2;
    expect(patchOf(video, 0, 1)?.count).toBe(10);
    expect(groundShape(video, 0, 1, 0)).toBeUndefined();
  });

  it("tells shapes by the share of their box", () => {
    expect(shapeOf({ count: 25, box: [0, 0, 5, 5] })).toBe(0);
    expect(shapeOf({ count: 21, box: [0, 0, 5, 5] })).toBe(1);
    expect(shapeOf({ count: 13, box: [0, 0, 5, 5] })).toBe(2);
  });
});

describe("followBoxes", () => {
  it("follows what moves by a pixel a frame, in both directions", () => {
    const video = squares([[2, 2], [3, 2], [4, 2], [5, 2], undefined, undefined]);
    const { boxes, looks } = followBoxes(video, 1, [{ at: 2, box: [4, 2, 8, 6] }]);
    expect(boxes).toEqual([[2, 2, 6, 6], [3, 2, 7, 6], [4, 2, 8, 6], [5, 2, 9, 6], undefined, undefined]);
    expect(looks).toBe(4);
  });

  it("loses what jumps, and takes each frame from the nearest key frame", () => {
    const video = squares([
      [2, 2],
      [9, 9],
      [9, 9],
      [2, 2],
    ]);
    expect(followBoxes(video, 1, [{ at: 0, box: [2, 2, 6, 6] }]).boxes).toEqual([
      [2, 2, 6, 6],
      undefined,
      undefined,
      undefined,
    ]);
    const two = followBoxes(video, 1, [
      { at: 0, box: undefined },
      { at: 2, box: [9, 9, 13, 13] },
    ]);
    expect(two.boxes).toEqual([undefined, undefined, [9, 9, 13, 13], undefined]);
  });
});
