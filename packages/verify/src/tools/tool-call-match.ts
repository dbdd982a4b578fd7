import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { z } from "zod";
import { CALLS_FIELD, type CallSyntaxOptions, callSyntaxOptions, eachRow } from "./call-fields.ts";
import { looseValue } from "./loose-value.ts";
import { type CallMatchOptions, matchToolCalls } from "./match-tool-calls.ts";

export interface ToolCallMatchOptions extends CallSyntaxOptions {
  /** Score of no agreement, and of calls that cannot be read. */
  readonly min: number;
  /** Score of full agreement. */
  readonly max: number;
  /** Score where the gold has no calls. */
  readonly withoutGold: number;
  /** Whether calls are paired wherever they stand, or place by place. */
  readonly order: "free" | "strict";
  /** What is compared: names, keys and values of each call, whole calls, or all calls at once. */
  readonly granularity: "fine" | "tool" | "coarse";
  /** How calls are paired with the gold: the best pair first, or the best pairs in all. */
  readonly assignment: "greedy" | "optimal";
  /** Whether the names of tools count. */
  readonly names: boolean;
  /** Whether the names of arguments count. */
  readonly keys: boolean;
  /** Whether the values of arguments count. */
  readonly values: boolean;
  /** `exact`: 1 is not "1". `loose`: numbers and texts that say the same are equal, whatever case or blanks. */
  readonly compare: "exact" | "loose";
}

type MatchInput = { readonly [K in keyof ToolCallMatchOptions]?: ToolCallMatchOptions[K] | undefined };

const options: z.ZodType<ToolCallMatchOptions, MatchInput> = z
  .strictObject({
    ...callSyntaxOptions,
    min: z.number().default(-3), // 086: the range of correctness is −3 … 3
    max: z.number().default(3),
    withoutGold: z.number().default(0),
    order: z.enum(["free", "strict"]).default("free"),
    granularity: z.enum(["fine", "tool", "coarse"]).default("fine"),
    assignment: z.enum(["greedy", "optimal"]).default("greedy"),
    names: z.boolean().default(true),
    keys: z.boolean().default(true),
    values: z.boolean().default(true),
    compare: z.enum(["exact", "loose"]).default("exact"),
  })
  .refine(({ min, max }) => min < max, "`min` must be below `max`");

/**
 * Scores how far tool calls agree with the gold ones: names, keys and values, from `min` to `max`.
 *
 *   out_i = min + (max − min) · S / S_max
 *   S = J(names) + Σ_gold [ J(keys) + Σ_key [values equal] ]
 *
 * Calls that cannot be read score `min`. The evidence tells the parts of S. Extra calls cost through the names
 * alone, extra keys through the keys. The refined and coarse rewards of the paper's code are `order: strict`.
 *
 * @kind source
 * @unit calls, calls → reward
 * @paper 086
 * @alias toolCallMatch
 *
 * ```ts doctest
 * import { toolCallMatch } from "@guerdon/verify/tools";
 * toolCallMatch().range // => { min: -3, max: 3 }
 * ```
 */
export const toolCallMatch: SourceFactory<typeof options> = defineSource({
  name: "tool-call-match",
  version: 1,
  summary: "How far tool calls agree with the gold ones, by names, keys and values.",
  options,
  build: (set: ToolCallMatchOptions) => {
    const rules: CallMatchOptions = { ...set, normalise: set.compare === "loose" ? looseValue : undefined };
    return {
      fields: { calls: CALLS_FIELD, expected: { type: "json" } },
      range: { min: Math.min(set.min, set.withoutGold), max: Math.max(set.max, set.withoutGold) },
      score: (columns, out) => {
        eachRow(columns, set, out, (row, gold, read) => {
          if (gold.length === 0) {
            out.set(row, set.withoutGold, "the gold has no calls");
            return;
          }
          if ("why" in read) {
            out.set(row, set.min, read.why);
            return;
          }
          const { share, score, largest } = matchToolCalls(gold, read.calls, rules);
          const value = share === 1 ? set.max : set.min + (set.max - set.min) * share;
          out.set(row, value, `${round(score)} of ${round(largest)}`);
        });
      },
    };
  },
});

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
