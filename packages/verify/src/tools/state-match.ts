import { type CallResult, type Context, defineSource, type SourceFactory, type Task } from "@guerdon/core/piece";
import { type Json, type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type CallSyntaxOptions, callSyntaxOptions, eachRow } from "./call-fields.ts";
import { plainValue } from "./read-tool-calls.ts";
import type { ReplayRequest, ReplayResult } from "./replay-and-compare.ts";
import type { ToolCall } from "./tool-call.ts";

export interface StateMatchOptions extends CallSyntaxOptions {
  /** Module with the world: a package name or a file URL. */
  readonly module: string;
  /** Name of the exported world `{ tools, database }`. */
  readonly export: string;
  /** Time a replay of gold and actual calls has, in milliseconds. */
  readonly deadlineMs: number;
}

type StateInput = Pick<StateMatchOptions, "module"> & {
  readonly [K in keyof StateMatchOptions]?: StateMatchOptions[K] | undefined;
};

const options: z.ZodType<StateMatchOptions, StateInput> = z.strictObject({
  ...callSyntaxOptions,
  module: z.string().min(1),
  export: z.string().min(1).default("world"),
  deadlineMs: z.number().positive().default(5000),
});

const REPLAY: Task = {
  module: new URL(
    import.meta.url.endsWith(".ts") ? "./replay-and-compare.ts" : "./replay-and-compare.js",
    import.meta.url,
  ).href,
  export: "replayAndCompare",
};

/**
 * Scores 1 when the calls leave the world's database as the gold calls do and every required output was said, else 0.
 *
 * Both lists of calls are replayed from the same database with the world's tools: pure functions of database and
 * arguments that the user's module exports. Only the state counts, not the way to it. `said` holds what the caller
 * was told; `outputs` the texts that must be among it. The replay runs in a process that is killed after
 * `deadlineMs`.
 *
 * @kind source
 * @unit calls, calls → 0 or 1
 *
 * ```ts doctest
 * import { stateMatch } from "@guerdon/verify/tools";
 * stateMatch({ module: "my-airline" }).options.export // => "world"
 * ```
 */
export const stateMatch: SourceFactory<typeof options> = defineSource({
  name: "state-match",
  version: 1,
  summary: "1 when the calls leave a simulated world as the gold calls do, else 0.",
  options,
  build: (set: StateMatchOptions) => ({
    needs: ["process"],
    fields: {
      calls: { type: "json", default: "{{ sample.output_tools }}" },
      expected: { type: "json" },
      database: { type: "json", optional: true },
      outputs: { type: "json", optional: true },
      said: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out, context) => {
      const rows: number[] = [];
      const requests: ReplayRequest[] = [];
      eachRow(columns, set, out, (row, gold, read) => {
        if ("why" in read && read.absent !== true) {
          out.set(row, 0, read.why);
          return;
        }
        const database = columns.database?.[row];
        rows.push(row);
        requests.push({
          module: set.module,
          export: set.export,
          ...(database === undefined ? {} : { database: database as ReplayRequest["database"] & Json }),
          gold: gold.map(plainCall),
          calls: "calls" in read ? read.calls.map(plainCall) : [],
          outputs: texts(columns.outputs?.[row]),
          said: texts(columns.said?.[row]),
        });
      });
      return rows.length === 0 ? undefined : replay(rows, requests, set, out, context);
    },
  }),
});

async function replay(
  rows: readonly number[],
  requests: readonly ReplayRequest[],
  { deadlineMs }: StateMatchOptions,
  out: SignalBuilder,
  context: Context,
): Promise<void> {
  const results = await context.call(REPLAY, requests as unknown as readonly Json[], { deadlineMs });
  for (let i = 0; i < rows.length; i++) settle(rows[i] as number, results[i] as CallResult, out);
}

function settle(row: number, result: CallResult, out: SignalBuilder): void {
  if ("missing" in result) {
    out.miss(row, result.missing);
    return;
  }
  const replayed = result.value as unknown as ReplayResult;
  if ("fault" in replayed)
    out.fail(row, "task", `Expected a world to replay the calls in, got none: ${replayed.fault}.`);
  else if (!replayed.sameState) out.set(row, 0, `the state differs at ${replayed.where}`);
  else if (replayed.unsaid.length > 0) out.set(row, 0, `never said: ${replayed.unsaid.join(", ").slice(0, 200)}`);
  else out.set(row, 1);
}

function plainCall({ name, arguments: given }: ToolCall): ReplayRequest["calls"][number] {
  return { name, arguments: plainValue(given) as { readonly [name: string]: Json } };
}

/** A text, the texts of a list, or the contents of the assistant's messages in it. */
function texts(value: Json | undefined): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.flatMap((entry) => {
    if (typeof entry === "string") return [entry];
    const { role, content } = (typeof entry === "object" && entry !== null ? entry : {}) as {
      role?: Json;
      content?: Json;
    };
    return role === "assistant" && typeof content === "string" ? [content] : [];
  });
}
