import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { CALLS_FIELD, type CallSyntaxOptions, callSyntaxOptions } from "./call-fields.ts";
import { readToolCalls } from "./read-tool-calls.ts";
import { tellsError } from "./turn-outcome.ts";

export interface ToolDiversityOptions extends CallSyntaxOptions {
  /** Tools that count; without them any tool does. */
  readonly tools?: readonly string[] | undefined;
  /** How many different tools must be used: a number, or all of `tools`. */
  readonly need: number | "all";
  /** Score where enough different tools are used. */
  readonly bonus: number;
  /** `calls`: tools are called. `tags`: a tool is used where its closing tag stands, as in `</search>`. */
  readonly by: "calls" | "tags";
  /** Only calls count whose entry in `results` is there, is not empty and does not begin with "error". */
  readonly successful: boolean;
}

type DiversityInput = { readonly [K in keyof ToolDiversityOptions]?: ToolDiversityOptions[K] | undefined };

const options: z.ZodType<ToolDiversityOptions, DiversityInput> = z
  .strictObject({
    ...callSyntaxOptions,
    tools: z.array(z.string().min(1)).min(1).optional(),
    need: z.union([z.int().positive(), z.literal("all")]).default(2),
    bonus: z.number().default(0.1), // 135: 0.1 when both tools appear
    by: z.enum(["calls", "tags"]).default("calls"),
    successful: z.boolean().default(false),
  })
  .refine(
    ({ tools, need, by }) => tools !== undefined || (need !== "all" && by === "calls"),
    "`need: all` and `by: tags` ask for `tools`",
  );

/**
 * Pays a bonus when enough different tools were used; gate it with correctness, or tools are called for nothing.
 *
 * @kind source
 * @unit calls → reward
 * @paper 135
 * @alias toolDiversity
 *
 * ```ts doctest
 * import { toolDiversity } from "@guerdon/verify/tools";
 * toolDiversity({ tools: ["search", "python"], need: "all", by: "tags" }).range // => { min: 0, max: 0.1 }
 * ```
 */
export const toolDiversity: SourceFactory<typeof options> = defineSource({
  name: "tool-diversity",
  version: 1,
  summary: "A bonus when enough different tools were used.",
  options,
  build: (set: ToolDiversityOptions) => {
    const need = set.need === "all" ? new Set(set.tools).size : set.need;
    return {
      fields: { calls: CALLS_FIELD, results: { type: "json", optional: true } },
      range: { min: Math.min(0, set.bonus), max: Math.max(0, set.bonus) },
      score: (columns, out) => {
        for (let row = 0; row < out.length; row++) {
          const used = usedTools(columns.calls?.[row], columns.results?.[row], set);
          out.set(row, used.size >= need ? set.bonus : 0, `${used.size} different tools`);
        }
      },
    };
  },
});

function usedTools(calls: Json | undefined, results: Json | undefined, set: ToolDiversityOptions): ReadonlySet<string> {
  if (set.by === "tags") {
    const text = typeof calls === "string" ? calls : "";
    return new Set(set.tools?.filter((tool) => text.includes(`</${tool}>`)));
  }
  const read = readToolCalls(calls, set);
  if ("why" in read) return new Set();
  const worked = read.calls.filter((call, i) => {
    if (set.tools !== undefined && !set.tools.includes(call.name)) return false;
    const result = Array.isArray(results) ? results[i] : undefined;
    if (!set.successful) return true;
    return typeof result === "string" && result.trim() !== "" && !tellsError(result, ["error"]);
  });
  return new Set(worked.map(({ name }) => name));
}
