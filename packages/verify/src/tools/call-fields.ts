import type { FieldColumns } from "@guerdon/core/piece";
import type { Json, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { type CallSyntax, type CallsRead, type ReadCallsOptions, readToolCalls } from "./read-tool-calls.ts";
import type { ToolCall } from "./tool-call.ts";

export interface CallSyntaxOptions {
  /** How calls are written: `tagged` JSON, `python`, `json`, or `auto`: what the text begins like. */
  readonly syntax: CallSyntax;
  /** Tag before the calls in the syntax `tagged`. */
  readonly open: string;
  /** Tag after them. */
  readonly close: string;
  /** What ends the thoughts: text up to its first occurrence calls nothing; "" for texts without. */
  readonly thoughtsEnd: string;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

export const callSyntaxOptions: {
  readonly [K in keyof CallSyntaxOptions]: z.ZodType<CallSyntaxOptions[K], CallSyntaxOptions[K] | undefined>;
} = {
  syntax: z.enum(["tagged", "python", "json", "auto"]).default("auto"),
  open: z.string().min(1).default("<tool_call>"),
  close: z.string().min(1).default("</tool_call>"),
  thoughtsEnd: z.string().default("</think>"),
  limitCharacters: z.int().positive().default(1_048_576),
};

/** The field candidates' calls come in: text, or the list of an API (`{{ sample.output_tools }}`). */
export const CALLS_FIELD = { type: "json", default: "{{ sample.output_text }}" } as const;

/** Reads gold calls, once for rows that share them; undefined where they cannot be read. */
export function goldReader(options: ReadCallsOptions): (gold: Json | undefined) => readonly ToolCall[] | string {
  let last: Json | undefined;
  let result: readonly ToolCall[] | string = "there is none";
  let first = true;
  return (gold) => {
    if (!first && gold === last) return result;
    const read = readToolCalls(gold, options);
    result = "calls" in read ? read.calls : read.absent === true && gold !== undefined ? [] : read.why;
    last = gold;
    first = false;
    return result;
  };
}

/** Reads gold and actual calls of each row; settles the rows whose gold or length is at fault. */
export function eachRow(
  columns: FieldColumns,
  options: ReadCallsOptions,
  out: SignalBuilder,
  visit: (row: number, gold: readonly ToolCall[], read: CallsRead) => void,
): void {
  const goldOf = goldReader(options);
  for (let row = 0; row < out.length; row++) {
    const gold = goldOf(columns.expected?.[row]);
    if (typeof gold === "string") {
      out.fail(row, "task", `Expected \`expected\` to hold tool calls, got none: ${gold}.`);
      continue;
    }
    const read = readToolCalls(columns.calls?.[row], options);
    if ("why" in read && read.tooLong === true) out.fail(row, "candidate", `${sentence(read.why)}.`);
    else visit(row, gold, read);
  }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
