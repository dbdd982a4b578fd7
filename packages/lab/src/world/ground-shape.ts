import { VIDEO_SIDE, type Video } from "./draw-video.ts";

/** x1, y1, x2, y2 in pixels, the upper ones one beyond the last pixel. */
export type PixelBox = readonly [x1: number, y1: number, x2: number, y2: number];

/** Pixels of a colour in a part of a frame: their number and the box around them. */
export interface ColourPatch {
  readonly count: number;
  readonly box: PixelBox;
}

/** Fewest pixels of a shape that can be told from noise, and of one that is followed. */
const [SEEN, FOLLOWED] = [12, 3] as const;
/** Share of its box that each of `VIDEO_SHAPES` fills. */
const FILLS = [1, 0.8, 0.52];

/** The pixels of a colour in a frame, within a box; undefined where there are none. */
export function patchOf({ pixels }: Video, t: number, colour: number, within?: PixelBox): ColourPatch | undefined {
  const [left, top, right, bottom] = within ?? [0, 0, VIDEO_SIDE, VIDEO_SIDE];
  let [count, x1, y1, x2, y2] = [0, VIDEO_SIDE, VIDEO_SIDE, 0, 0];
  for (let y = Math.max(0, top); y < Math.min(VIDEO_SIDE, bottom); y++) {
    for (let x = Math.max(0, left); x < Math.min(VIDEO_SIDE, right); x++) {
      if (pixels[(t * VIDEO_SIDE + y) * VIDEO_SIDE + x] !== colour + 1) continue;
      count++;
      [x1, y1] = [Math.min(x1, x), Math.min(y1, y)];
      [x2, y2] = [Math.max(x2, x + 1), Math.max(y2, y + 1)];
    }
  }
  return count === 0 ? undefined : { count, box: [x1, y1, x2, y2] };
}

/** Share of its box that a patch fills. */
export function fillOf({ count, box: [x1, y1, x2, y2] }: ColourPatch): number {
  return count / ((x2 - x1) * (y2 - y1));
}

/** The number of the shape that fills its box by about this share. */
export function nearestFill(fill: number): number {
  return FILLS.reduce(
    (best, own, k) => (Math.abs(own - fill) < Math.abs((FILLS[best] as number) - fill) ? k : best),
    0,
  );
}

/** The number of the shape that a patch is taken for; what is new is taken for what is most like it. */
export function shapeOf(patch: ColourPatch): number {
  return nearestFill(fillOf(patch));
}

/**
 * The box of what has a colour and a shape in one frame: a fixed matcher of templates.
 *
 * @returns undefined where the colour has fewer than 12 pixels, or another shape
 */
export function groundShape(video: Video, t: number, colour: number, shape: number): PixelBox | undefined {
  const patch = patchOf(video, t, colour);
  return patch === undefined || patch.count < SEEN || shapeOf(patch) !== shape ? undefined : patch.box;
}

/**
 * Boxes of all frames from those of key frames: each frame follows the nearest key frame, pixel by pixel of the colour.
 *
 * From frame to frame a box is looked for within a pixel of where it was; once it is lost, it stays lost.
 *
 * @param keys - key frames and what was found in each; the first of equally near ones counts
 * @returns [T] boxes, and how many frames were looked at
 */
export function followBoxes(
  video: Video,
  colour: number,
  keys: readonly { readonly at: number; readonly box: PixelBox | undefined }[],
): { readonly boxes: readonly (PixelBox | undefined)[]; readonly looks: number } {
  let looks = 0;
  const nearest = (t: number) => keys.reduce((a, b) => (Math.abs(b.at - t) < Math.abs(a.at - t) ? b : a));
  const boxes = new Array<PixelBox | undefined>(video.frames).fill(undefined);
  for (const key of new Set(Array.from({ length: video.frames }, (_, t) => nearest(t)))) {
    for (const step of [-1, 1]) {
      let box = key.box;
      boxes[key.at] = box;
      for (let t = key.at + step; box !== undefined && t >= 0 && t < video.frames && nearest(t) === key; t += step) {
        looks++;
        const [x1, y1, x2, y2]: PixelBox = box;
        const patch = patchOf(video, t, colour, [x1 - 1, y1 - 1, x2 + 1, y2 + 1]);
        box = patch === undefined || patch.count < FOLLOWED ? undefined : patch.box;
        boxes[t] = box;
      }
    }
  }
  return { boxes, looks };
}
