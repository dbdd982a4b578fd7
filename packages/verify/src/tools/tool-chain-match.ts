import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { callDefect } from "./call-defect.ts";
import { CALLS_FIELD, type CallSyntaxOptions, callSyntaxOptions, goldReader } from "./call-fields.ts";
import { isDescriptions } from "./compile-call-check.ts";
import { type ChainMatch, matchToolChain } from "./match-tool-chain.ts";
import { readToolCalls } from "./read-tool-calls.ts";
import type { ToolCall } from "./tool-call.ts";

export interface ToolChainMatchOptions extends CallSyntaxOptions {
  /** `invocation`: share of valid calls times agreement in order. `arguments`: similarity of the arguments. */
  readonly value: "invocation" | "arguments";
  /** Deviation of a number at which similarity is 1/e. */
  readonly scale: number;
  /** Arguments that are boxes, which are compared by their overlap. */
  readonly boxKeys: readonly string[];
}

type ChainInput = { readonly [K in keyof ToolChainMatchOptions]?: ToolChainMatchOptions[K] | undefined };

const options: z.ZodType<ToolChainMatchOptions, ChainInput> = z.strictObject({
  ...callSyntaxOptions,
  value: z.enum(["invocation", "arguments"]).default("invocation"),
  scale: z.number().positive().default(1),
  boxKeys: z.array(z.string()).default(["bbox", "box", "box_2d"]),
});

/**
 * Scores a chain of tool calls against reference chains: valid calls in the right order, or similar arguments.
 *
 *   invocation: valid / calls · LCS(names) / max(calls, reference);  arguments: mean similarity over the reference
 *
 * `expected` is one chain, or several as a list of lists of which the best counts; without it only validity does.
 * `functions` describes the tools; without it every call is valid. Calls that cannot be read score 0.
 *
 * @kind source
 * @unit calls, calls → share
 * @paper 134
 * @alias toolChainMatch
 *
 * ```ts doctest
 * import { toolChainMatch } from "@guerdon/verify/tools";
 * toolChainMatch({ value: "arguments" }).range // => { min: 0, max: 1 }
 * ```
 */
export const toolChainMatch: SourceFactory<typeof options> = defineSource({
  name: "tool-chain-match",
  version: 1,
  summary: "How far a chain of tool calls is valid and agrees with a reference.",
  options,
  build: (set: ToolChainMatchOptions) => ({
    fields: {
      calls: CALLS_FIELD,
      functions: { type: "json", optional: true },
      expected: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      const goldOf = goldReader(set);
      for (let row = 0; row < out.length; row++) {
        const functions = columns.functions?.[row];
        const references = chainsOf(columns.expected?.[row], goldOf);
        if (functions !== undefined && !isDescriptions(functions)) {
          out.fail(row, "task", "Expected `functions` to be a list of descriptions, got none.");
        } else if (typeof references === "string") {
          out.fail(row, "task", `Expected \`expected\` to hold tool calls, got none: ${references}.`);
        } else {
          const read = readToolCalls(columns.calls?.[row], set);
          if ("why" in read) {
            if (read.tooLong === true) out.fail(row, "candidate", `Expected calls that can be read: ${read.why}.`);
            else out.set(row, 0, read.why);
            continue;
          }
          const valid = functions === undefined ? 1 : validShare(read.calls, (call) => callDefect(functions, call));
          const best = bestMatch(references, read.calls, set);
          out.set(row, set.value === "arguments" ? best.similarity : valid * best.order);
        }
      }
    },
  }),
});

function validShare(calls: readonly ToolCall[], defectOf: (call: ToolCall) => string | undefined): number {
  return calls.length === 0 ? 0 : calls.filter((call) => defectOf(call) === undefined).length / calls.length;
}

function bestMatch(
  references: readonly (readonly ToolCall[])[],
  calls: readonly ToolCall[],
  set: ToolChainMatchOptions,
): ChainMatch {
  if (references.length === 0) return { order: 1, similarity: 1 };
  const matches = references.map((reference) => matchToolChain(reference, calls, set));
  const key = set.value === "arguments" ? "similarity" : "order";
  return matches.reduce((best, match) => (match[key] > best[key] ? match : best));
}

function chainsOf(
  expected: Json | undefined,
  goldOf: (gold: Json | undefined) => readonly ToolCall[] | string,
): readonly (readonly ToolCall[])[] | string {
  if (expected === undefined) return [];
  const several = Array.isArray(expected) && expected.length > 0 && expected.every((chain) => Array.isArray(chain));
  const chains: (readonly ToolCall[])[] = [];
  for (const chain of several ? (expected as readonly Json[]) : [expected]) {
    const gold = goldOf(chain);
    if (typeof gold === "string") return gold;
    chains.push(gold);
  }
  return chains;
}
