import { RewardError } from "@guerdon/core/error";
import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { CALLS_FIELD, type CallSyntaxOptions, callSyntaxOptions } from "./call-fields.ts";
import { type AcceptedCall, type CallChecker, compileCallCheck, isDescriptions } from "./compile-call-check.ts";
import { parseExactJson } from "./parse-calls.ts";
import { readToolCalls } from "./read-tool-calls.ts";

export interface ToolCallCheckOptions extends CallSyntaxOptions {
  /** Whether several gold calls may be made in any order. */
  readonly order: "free" | "strict";
}

type CheckInput = { readonly [K in keyof ToolCallCheckOptions]?: ToolCallCheckOptions[K] | undefined };

const options: z.ZodType<ToolCallCheckOptions, CheckInput> = z.strictObject({
  ...callSyntaxOptions,
  order: z.enum(["free", "strict"]).default("free"),
});

/**
 * Scores 1 when the calls are among the accepted ones, with the types of the described functions, else 0.
 *
 * The rules are those of the Berkeley function-calling leaderboard. `functions` describes the tools, `expected` lists
 * accepted values, `[{ f: { a: [1], b: ["x", ""] } }]` ("": may be left out); as JSON text it keeps `1.0` apart
 * from `1`. The evidence says what is wrong.
 *
 * @kind source
 * @unit calls, accepted calls → 0 or 1
 *
 * ```ts doctest
 * import { toolCallCheck } from "@guerdon/verify/tools";
 * toolCallCheck({ order: "strict" }).options.syntax // => "auto"
 * ```
 */
export const toolCallCheck: SourceFactory<typeof options> = defineSource({
  name: "tool-call-check",
  version: 1,
  summary: "1 when the calls are accepted ones with the types of the described functions, else 0.",
  options,
  build: (set: ToolCallCheckOptions) => ({
    fields: {
      calls: CALLS_FIELD,
      functions: { type: "json", default: "{{ item.functions }}" },
      expected: { type: "json" },
    },
    range: UNIT,
    score: (columns, out) => {
      const checkerOf = checkerReader(set.order);
      for (let row = 0; row < out.length; row++) {
        const check = checkerOf(columns.functions?.[row], columns.expected?.[row]);
        if (typeof check === "string") {
          out.fail(row, "task", check);
          continue;
        }
        const read = readToolCalls(columns.calls?.[row], set);
        if ("calls" in read) {
          const fault = check(read.calls);
          if (fault === undefined) out.set(row, 1);
          else out.set(row, 0, `${fault.kind}: ${fault.why}`);
        } else if (read.tooLong === true) out.fail(row, "candidate", `Expected calls that can be read: ${read.why}.`);
        else out.set(row, 0, `unreadable: ${read.why}`);
      }
    },
  }),
});

/** Compiles descriptions and answers, once for rows that share them; a text says why it cannot. */
function checkerReader(
  order: "free" | "strict",
): (tools: Json | undefined, expected: Json | undefined) => CallChecker | string {
  let last: readonly [Json | undefined, Json | undefined] | undefined;
  let result: CallChecker | string = "";
  return (tools, expected) => {
    if (last === undefined || last[0] !== tools || last[1] !== expected) result = compiled(tools, expected, order);
    last = [tools, expected];
    return result;
  };
}

function compiled(tools: Json | undefined, expected: Json | undefined, order: "free" | "strict"): CallChecker | string {
  const descriptions = fromText(tools);
  const accepted = fromText(expected);
  if (!isDescriptions(descriptions))
    return "Expected `functions` to be a list of descriptions with `name` and `parameters.properties`, got none.";
  if (!isAccepted(accepted))
    return "Expected `expected` to be a list of `{ NAME: { PARAMETER: [accepted, …] } }`, got none.";
  try {
    return compileCallCheck(descriptions, accepted, order);
  } catch (error) {
    if (RewardError.is(error)) return error.message;
    throw error;
  }
}

function fromText(value: Json | undefined): unknown {
  if (typeof value !== "string") return value;
  const parsed = parseExactJson(value);
  return "value" in parsed ? parsed.value : undefined;
}

function isAccepted(value: unknown): value is readonly AcceptedCall[] {
  return (
    Array.isArray(value) &&
    value.every(
      (gold) =>
        typeof gold === "object" &&
        gold !== null &&
        Object.values(gold as object).every((answers) => typeof answers === "object" && answers !== null),
    )
  );
}
