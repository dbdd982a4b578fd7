import { streamKey, uniformAt } from "@guerdon/core/random";

/** Colours of shapes; a pixel is 0 where nothing is, else 1 + the number of its colour. */
export const VIDEO_COLOURS = ["red", "green", "blue", "yellow"] as const;
/** Shapes that are named; the share of their box that they fill tells them apart. */
export const VIDEO_SHAPES = ["square", "disc", "diamond"] as const;
/** Pixels of a side of a frame. */
export const VIDEO_SIDE = 16;

/** Which pixels around the centre belong to a shape of a radius. */
const OUTLINES: { readonly [shape: string]: (dx: number, dy: number, radius: number) => boolean } = {
  square: () => true,
  disc: (dx, dy, radius) => dx * dx + dy * dy <= radius * radius + 0.8 * radius,
  diamond: (dx, dy, radius) => Math.abs(dx) + Math.abs(dy) <= radius,
  frame: (dx, dy, radius) => Math.max(Math.abs(dx), Math.abs(dy)) === radius || dx * dy === 0,
  hat: (dx, dy) => dy >= 0 || dx === 0,
};

export interface VideoSettings {
  readonly frames: number;
  /** Shapes besides the target. */
  readonly distractors: number;
  /** Names of shapes that are drawn from; those of `VIDEO_SHAPES`, and `frame` and `hat`. */
  readonly shapes: readonly string[];
}

/** Frames of coloured shapes that move; one of them, the target, speeds up. */
export interface Video {
  /** [T · side²] */
  readonly pixels: Uint8Array;
  readonly frames: number;
  /** Number of the target's colour. */
  readonly colour: number;
  /** [colours · T] how far what has the colour moves from the frame before, in pixels; 0 where it is not seen in both. */
  readonly speeds: Float64Array;
}

interface Mover {
  readonly colour: number;
  readonly shape: string;
  /** First frame in which it is seen, and the number of frames. */
  readonly from: number;
  readonly length: number;
  readonly radius: (age: number) => number;
  readonly place: (age: number) => readonly [x: number, y: number];
}

/** Video number `i`: the same for ever. The target is seen in 30–60 % of the frames, distractors in more. */
export function drawVideo(i: number, settings: VideoSettings): Video {
  const { frames, distractors } = settings;
  const key = streamKey(i, "video of shapes");
  const colours = VIDEO_COLOURS.map((_, c) => c).sort((a, b) => uniformAt(key, a) - uniformAt(key, b));
  const movers = colours
    .slice(0, distractors + 1)
    .map((colour, m) => moverOf(streamKey(key, `${m}`), colour, m === 0, settings));
  const pixels = new Uint8Array(frames * VIDEO_SIDE ** 2);
  const order = [...movers].sort((a, b) => uniformAt(key, 20 + a.colour) - uniformAt(key, 20 + b.colour));
  for (const mover of order) for (let t = 0; t < frames; t++) paint(pixels, t, mover);
  const speeds = new Float64Array(VIDEO_COLOURS.length * frames);
  for (const { colour, from, length, place } of movers) {
    for (let age = 1; age < length; age++) {
      const [[x, y], [before, above]] = [place(age), place(age - 1)];
      speeds[colour * frames + from + age] = Math.hypot(x - before, y - above);
    }
  }
  return { pixels, frames, colour: colours[0] as number, speeds };
}

function moverOf(key: number, colour: number, isTarget: boolean, { frames, shapes }: VideoSettings): Mover {
  const between = (k: number, low: number, high: number): number => low + (high - low) * uniformAt(key, k);
  const share = isTarget ? between(0, 0.3, 0.6) : between(0, 0.5, 0.9);
  const length = Math.max(3, Math.round(share * frames));
  const from = Math.floor(between(1, 0, frames - length + 1));
  const peak = between(2, 0.2, 0.8) * length;
  const angle = between(3, 0, 2 * Math.PI);
  const [x, y] = [between(4, 0, VIDEO_SIDE), between(5, 0, VIDEO_SIDE)];
  // A distractor goes at one speed; the target begins slowly and ends fast.
  const pace = isTarget ? 0.25 : between(6, 0.4, 1.2);
  const gain = isTarget ? 1.4 / length : 0;
  return {
    colour,
    shape: shapes[Math.floor(uniformAt(key, 7) * shapes.length)] as string,
    from,
    length,
    radius: (age) => Math.max(1, Math.round(3.2 - (4.5 * Math.abs(age - peak)) / length)),
    place: (age) => {
      const way = pace * age + 0.5 * gain * age * age;
      return [bounce(x + way * Math.cos(angle)), bounce(y + way * Math.sin(angle))];
    },
  };
}

/** Between 2 and side − 3, turned back at both ends. */
function bounce(at: number): number {
  const room = VIDEO_SIDE - 5;
  const turned = (((at - 2) % (2 * room)) + 2 * room) % (2 * room);
  return 2 + (turned > room ? 2 * room - turned : turned);
}

function paint(pixels: Uint8Array, t: number, { colour, shape, from, length, radius, place }: Mover): void {
  const age = t - from;
  if (age < 0 || age >= length) return;
  const [x, y] = place(age).map(Math.round) as [number, number];
  const reach = radius(age);
  const isInside = OUTLINES[shape] as (dx: number, dy: number, radius: number) => boolean;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [px, py] = [x + dx, y + dy];
      if (px < 0 || py < 0 || px >= VIDEO_SIDE || py >= VIDEO_SIDE || !isInside(dx, dy, reach)) continue;
      pixels[(t * VIDEO_SIDE + py) * VIDEO_SIDE + px] = colour + 1;
    }
  }
}
