import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { groupOffsets, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { Box } from "./box-overlap.ts";
import { readBox } from "./read-box.ts";
import { voteDensities } from "./region-votes.ts";

export interface RegionConsistencyOptions {
  /** Half the side of the square a point stands for. */
  readonly expand: number;
  /** Groups with more members are a failure of the task. */
  readonly limitMembers: number;
}

type RegionInput = { readonly [K in keyof RegionConsistencyOptions]?: RegionConsistencyOptions[K] | undefined };

const options: z.ZodType<RegionConsistencyOptions, RegionInput> = z.strictObject({
  expand: z.number().positive().max(10_000).default(50), // 215 §Mechanism: training script
  limitMembers: z.int().positive().max(256).default(128),
});

/**
 * How much of the group agrees with the place a member names: the mean vote in its box over the highest vote.
 *
 *   out_i = Σ over the box of votes / (highest vote · area of the box)
 *
 * Four numbers are a box, two a point. A text without either scores 0 and casts no vote.
 *
 * @kind source
 * @unit boxes of a group → 0 … 1
 * @paper 215 §Mechanism
 * @alias regionConsistency
 *
 * ```ts doctest
 * import { regionConsistency } from "@guerdon/verify/geometry";
 * regionConsistency().scope // => "group"
 * ```
 */
export const regionConsistency: SourceFactory<typeof options> = defineSource({
  name: "region-consistency",
  version: 1,
  summary: "How much of its group agrees with the place on the screen that a rollout names.",
  options,
  build: ({ expand, limitMembers }: RegionConsistencyOptions) => ({
    scope: "group",
    fields: { text: { type: "text", default: "{{ sample.output_text }}" } },
    range: UNIT,
    score: (columns, out, _, layout) => {
      const offsets = groupOffsets(layout);
      for (let group = 0; group + 1 < offsets.length; group++) {
        const from = offsets[group] as number;
        const to = offsets[group + 1] as number;
        if (to - from > limitMembers) {
          for (let i = from; i < to; i++)
            out.fail(i, "task", `Expected groups of at most ${limitMembers}, got ${to - from}.`);
          continue;
        }
        const boxes: Box[] = [];
        const members: number[] = [];
        for (let i = from; i < to; i++) {
          const box = readBox(columns.text?.[i] as string, expand);
          if (box === undefined) out.set(i, 0, "no box or point is stated");
          else {
            boxes.push(box);
            members.push(i);
          }
        }
        voteDensities(boxes).forEach((density, at) => {
          out.set(members[at] as number, density);
        });
      }
    },
  }),
});
