import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import { deriveSignal, type Interval, type Layout, missingAt, type Signal, sizeAt } from "../signal/index.ts";

export interface SegmentRewardOptions {
  /** The segment's last token, all its tokens in equal parts, or all its tokens in full. */
  readonly place: "end" | "spread" | "all";
  /** Divides by the number of the rollout's segments that have tokens. */
  readonly average: boolean;
}
type SegmentRewardInput = { readonly [K in keyof SegmentRewardOptions]?: SegmentRewardOptions[K] | undefined };

const options: z.ZodType<SegmentRewardOptions, SegmentRewardInput> = z.strictObject({
  place: z.enum(["end", "spread", "all"]).default("end"),
  average: z.boolean().default(false),
});

/**
 * Puts the rewards of a rollout's steps (segments) onto their tokens; other tokens earn 0.
 *
 *   end      out_t = [t is the last token of segment s] · of_s
 *   spread   out_t = of_s / |s|
 *   all      out_t = of_s
 *   average  divides by the number of segments with tokens, so that more of them do not earn more
 *
 * Token t belongs to segment s = stepOfToken[t]. The tokens that would carry the reward of a segment
 * are missing where that reward is. The reward of a segment without tokens goes nowhere.
 *
 * `place: all` is what a token earns from here to the end of its segment; to the end of the rollout
 * it is `reward-to-go` over the tokens.
 *
 * @shape of [S] → [T]
 * @unit reward → reward
 * @paper 158 §Mechanism: dense reward at the last token of a segment; §Pitfalls: means per response
 * @paper 191 §Pieces: returns by segment, or to the end
 * @paper 042 §Mechanism: the value of a span sits on its last token
 * @paper 109 §Mechanism: reward on the separator token of a turn
 * @paper 063 §Mechanism 3: boxes over a background of 0.5
 * @kind credit
 * @alias segmentReward = { use: segment-reward, place: end }
 * @alias regionRewardMap = "max(0.5, (default(box_a, -1) + 1) / 2, (default(box_b, -1) + 1) / 2) * (default(whole, 0) + 1) / 2"
 * @plot { place: end } over steps [1, 0, 0.5]
 * @plot { place: spread } over steps [1, 0, 0.5]
 *
 * ```ts doctest
 * import { segmentReward } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const flat = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 2), tokenOffsets: Int32Array.of(0, 4) };
 * const layout = { ...flat, stepOfToken: Int32Array.of(0, 0, -1, 1) };
 * [...segmentReward().apply([fullSignal("step", [1, 5])], layout).values] // => [0, 1, 0, 5]
 * ```
 */
export const segmentReward: TransformFactory<typeof options> = defineCredit({
  name: "segment-reward",
  version: 1,
  summary: "Puts the rewards of a rollout's steps (segments) onto their tokens; other tokens earn 0.",
  options,
  build: (settings) => ({
    level: "token",
    inputs: [{ name: "of", level: "step" }],
    range: (inputs) => {
      const { min, max } = inputs[0] as Interval;
      return { min: Math.min(0, min), max: Math.max(0, max) };
    },
    trend: () => "increasing",
    apply: (inputs, layout) => place(inputs[0] as Signal, layout, settings),
  }),
});

function place(of: Signal, layout: Layout, settings: SegmentRewardOptions): Signal {
  const values = new Float64Array(sizeAt(layout, "token"));
  const present = new Uint8Array(values.length).fill(1);
  const { stepOfToken } = layout;
  if (stepOfToken === undefined) return deriveSignal("token", values, present, []);
  const lengths = new Int32Array(of.values.length);
  const ends = new Int32Array(of.values.length);
  for (let t = 0; t < stepOfToken.length; t++) {
    const s = stepOfToken[t] as number;
    if (s < 0) continue;
    lengths[s] = (lengths[s] as number) + 1;
    ends[s] = t;
  }
  const segments = settings.average ? segmentCounts(layout, lengths) : undefined;
  for (let t = 0; t < stepOfToken.length; t++) {
    const s = stepOfToken[t] as number;
    if (s < 0 || (settings.place === "end" && ends[s] !== t)) continue;
    const parts = settings.place === "spread" ? (lengths[s] as number) : 1;
    values[t] = (of.values[s] as number) / parts / (segments === undefined ? 1 : (segments[s] as number));
    present[t] = of.present[s] as number;
  }
  return deriveSignal("token", values, present, (t) => missingAt(of, stepOfToken[t] as number));
}

/** [S] how many segments with tokens the rollout of each segment has. */
function segmentCounts({ stepOffsets }: Layout, lengths: Int32Array): Int32Array {
  const counts = new Int32Array(lengths.length);
  for (let r = 0; r + 1 < stepOffsets.length; r++) {
    const [from, to] = [stepOffsets[r] as number, stepOffsets[r + 1] as number];
    let count = 0;
    for (let s = from; s < to; s++) if ((lengths[s] as number) > 0) count++;
    counts.fill(count, from, to);
  }
  return counts;
}
