import { streamKey } from "@guerdon/core/random";
import { normalAt } from "../tensor/normal-at.ts";
import type { ContextualResponse, ContextualWorldOptions } from "./contextual-world.ts";
import { drawVideo, VIDEO_COLOURS, VIDEO_SHAPES, type Video } from "./draw-video.ts";
import { fillOf, followBoxes, groundShape, nearestFill, type PixelBox, patchOf, shapeOf } from "./ground-shape.ts";

/** What came of the key frames and the request of a response. */
export interface GroundedVideo {
  /** [3] boxes that the request found in the key frames, and where the target is there. */
  readonly found: readonly (PixelBox | undefined)[];
  readonly there: readonly (PixelBox | undefined)[];
  /** [T] boxes that follow from them, and where the target is. */
  readonly followed: readonly (PixelBox | undefined)[];
  readonly target: readonly (PixelBox | undefined)[];
  /** Whether the video is of another kind than those for training. */
  readonly isForeign: boolean;
}

export interface KeyframeVideoOptions<N extends string> {
  /** Videos for training, and held-out ones; as many of the latter are foreign: new shapes and a distractor more. */
  readonly videos?: number;
  readonly heldOut?: number;
  readonly frames?: number;
  /** Deviation of the noise on what the first system sees. Default 0.05. */
  readonly noise?: number;
  measure(videos: readonly GroundedVideo[]): { readonly [name in N]: ArrayLike<number> };
}

type VideoSignal = "visible" | "apart" | "ratio" | "colour" | "shape" | "looks";

/** Key frames of a response. */
const KEYS = 3;

/**
 * A video of coloured shapes in which one that speeds up is to be found: key frames, and a request in plain attributes.
 *
 * Two systems. The first sees no pixels: of each colour, with noise, how often and how large it is shown, its speed early and
 * late, and how much of its box it fills. It chooses a colour, which reveals the frames where that is large and what it is
 * shaped like, then a shape and three frames. The second is
 * fixed and exact: `groundShape` looks for colour and shape in the key frames, `followBoxes` from there through the video.
 *
 * Signals: `visible` share of key frames with the target; `apart` share of their pairs more than a frame apart; `ratio` mean
 * area of the target in them, relative to its largest; `colour`, `shape` 1 where right; `looks` frames that following took;
 * and what `measure` gives.
 *
 * @paper 133 §Experiment (keyframeVideo), §Mechanism (key-frame, alignment and global terms)
 *
 * ```ts doctest
 * import { keyframeVideo } from "@guerdon/lab/world";
 * keyframeVideo({ videos: 2, heldOut: 1, measure: () => ({}) }).heads // => [4, 3, 16, 16, 16]
 * ```
 */
export function keyframeVideo<N extends string>(
  options: KeyframeVideoOptions<N>,
): ContextualWorldOptions<N | VideoSignal> & {
  /** The attributes of a video's target: colour, shape. */
  target(context: number): readonly [colour: number, shape: number];
} {
  const { videos = 1000, heldOut = 200, frames = 16, noise = 0.05 } = options;
  const kinds = [
    { frames, distractors: 2, shapes: VIDEO_SHAPES },
    { frames, distractors: 3, shapes: ["frame", "hat"] },
  ] as const;
  const drawn = Array.from({ length: videos + 2 * heldOut }, (_, i) =>
    drawVideo(i, kinds[i < videos + heldOut ? 0 : 1]),
  );
  const truths = drawn.map(truthOf);
  const glances = drawn.map((video, i) => glanceAt(video, streamKey(i, "glance at a video"), noise));
  return {
    contexts: glances.map(({ seen }) => seen),
    training: videos,
    heads: [VIDEO_COLOURS.length, VIDEO_SHAPES.length, ...new Array<number>(KEYS).fill(frames)],
    facts: frames + VIDEO_SHAPES.length,
    reveals: (context, head, choice) =>
      head === 0 ? ((glances[context] as Glance).tracks[choice] as readonly number[]) : [],
    target: (context) => [(drawn[context] as Video).colour, (truths[context] as Truth).shape],
    demonstrate: (context) => largestBlob(drawn[context] as Video),
    measure: (responses) => {
      const read = responses.map((response) => {
        const [video, truth] = [drawn[response.context] as Video, truths[response.context] as Truth];
        return readVideo(response, video, truth, response.context >= videos + heldOut);
      });
      const signals = Object.fromEntries(
        ["visible", "apart", "ratio", "colour", "shape", "looks"].map((name) => [
          name,
          read.map(({ known }) => known[name as VideoSignal]),
        ]),
      );
      return { ...options.measure(read.map(({ grounded }) => grounded)), ...signals } as {
        readonly [name in N | VideoSignal]: ArrayLike<number>;
      };
    },
  };
}

interface Truth {
  readonly boxes: readonly (PixelBox | undefined)[];
  readonly areas: readonly number[];
  /** Shape that the target is taken for in most frames. */
  readonly shape: number;
}

function truthOf(video: Video): Truth {
  const patches = Array.from({ length: video.frames }, (_, t) => patchOf(video, t, video.colour));
  const votes = VIDEO_SHAPES.map(() => 0);
  for (const patch of patches) if (patch !== undefined && patch.count >= 12) (votes[shapeOf(patch)] as number)++;
  return {
    boxes: patches.map((patch) => patch?.box),
    areas: patches.map((patch) => patch?.count ?? 0),
    shape: votes.indexOf(Math.max(...votes)),
  };
}

function readVideo(
  { choices }: ContextualResponse,
  video: Video,
  { boxes, areas, shape: right }: Truth,
  isForeign: boolean,
): { readonly grounded: GroundedVideo; readonly known: { readonly [name in VideoSignal]: number } } {
  const [colour, shape, ...at] = choices as [number, number, ...number[]];
  const keys = at.map((t) => ({ at: t, box: groundShape(video, t, colour, shape) }));
  const { boxes: followed, looks } = followBoxes(video, colour, keys);
  const most = Math.max(1, ...areas);
  const mean = (of: (t: number) => number): number => at.reduce((sum, t) => sum + of(t), 0) / KEYS;
  const pairs = at.flatMap((a, i) => at.slice(i + 1).map((b) => Number(Math.abs(a - b) > 1)));
  return {
    grounded: {
      found: keys.map(({ box }) => box),
      there: at.map((t) => boxes[t]),
      followed,
      target: boxes,
      isForeign,
    },
    known: {
      visible: mean((t) => Number((areas[t] as number) > 0)),
      apart: pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length,
      ratio: mean((t) => (areas[t] as number) / most),
      colour: Number(colour === video.colour),
      shape: Number(shape === right),
      looks,
    },
  };
}

/** Key frames where the largest blob of the video is largest, and its attributes: what a heuristic takes for the target. */
function largestBlob(video: Video): readonly number[] {
  const patches = VIDEO_COLOURS.map((_, colour) =>
    Array.from({ length: video.frames }, (_, t) => ({ t, patch: patchOf(video, t, colour) })).sort(
      (a, b) => (b.patch?.count ?? 0) - (a.patch?.count ?? 0),
    ),
  );
  const sizes = patches.map(([first]) => first?.patch?.count ?? 0);
  const colour = sizes.indexOf(Math.max(...sizes));
  const best = patches[colour] as (typeof patches)[number];
  const shape = best[0]?.patch === undefined ? 0 : shapeOf(best[0].patch);
  return [colour, shape, ...best.slice(0, KEYS).map(({ t }) => t)];
}

/** What the first system sees of a video. */
interface Glance {
  /** Of each colour: share of frames with it, largest area, speed in its first and its last half, fill. */
  readonly seen: readonly number[];
  /** [colours] facts that choosing a colour reveals: frames in which it seems large, and behind them what it is shaped like. */
  readonly tracks: readonly (readonly number[])[];
}

/** Share of its largest area at which a colour is large. */
const LARGE = 0.7;

function glanceAt(video: Video, key: number, noise: number): Glance {
  const rows = VIDEO_COLOURS.map((_, colour) => {
    const blur = (k: number): number => noise * normalAt(key, colour * 100 + k);
    const patches = Array.from({ length: video.frames }, (_, t) => patchOf(video, t, colour));
    const areas = patches.map((patch, t) => (patch?.count ?? 0) / 20 + blur(t));
    const speeds = [...video.speeds.subarray(colour * video.frames, (colour + 1) * video.frames)].filter((v) => v > 0);
    const half = Math.ceil(speeds.length / 2);
    const largest = patches.reduce((a, b) => ((b?.count ?? 0) > (a?.count ?? 0) ? b : a));
    const fill = (largest === undefined ? 0 : fillOf(largest)) + blur(64);
    const most = Math.max(...areas);
    const shown = patches.filter((patch) => patch !== undefined).length / video.frames;
    return {
      seen: [
        shown + blur(65),
        most,
        meanOf(speeds.slice(0, half)) + blur(66),
        meanOf(speeds.slice(half)) + blur(67),
        fill,
      ],
      track: [...areas.flatMap((area, t) => (area >= LARGE * most ? [t] : [])), video.frames + nearestFill(fill)],
    };
  });
  return { seen: rows.flatMap(({ seen }) => seen), tracks: rows.map(({ track }) => track) };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
