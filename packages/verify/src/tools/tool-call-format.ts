import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";

export interface ToolCallFormatOptions {
  /** Score of a text in another form. */
  readonly min: number;
  /** Score of a text in the form that the gold asks for. */
  readonly max: number;
  /** Section that must always come first. */
  readonly think: string;
  /** Section that holds the calls. */
  readonly call: string;
  /** Section that holds the answer. */
  readonly response: string;
  /** `exact`: one line break between sections and around the calls. `free`: any white space. */
  readonly layout: "exact" | "free";
}

type FormatInput = { readonly [K in keyof ToolCallFormatOptions]?: ToolCallFormatOptions[K] | undefined };

const options: z.ZodType<ToolCallFormatOptions, FormatInput> = z
  .strictObject({
    min: z.number().default(0), // 086: format counts 0 … 1
    max: z.number().default(1),
    think: z.string().min(1).default("think"),
    call: z.string().min(1).default("tool_call"),
    response: z.string().min(1).default("response"),
    layout: z.enum(["exact", "free"]).default("exact"),
  })
  .refine(({ min, max }) => min < max, "`min` must be below `max`");

/**
 * Scores `max` when a text has the sections its gold answer has (thoughts, calls, response), else `min`.
 *
 * The thoughts come first; calls and response follow, in this order, where the gold has them. Their tags stand
 * exactly once. With the gold as a list of calls, or `true`, calls are asked for; with an empty list or `false`,
 * a response.
 *
 * @kind source
 * @unit text, calls → reward
 * @paper 086
 * @alias formatPattern
 *
 * ```ts doctest
 * import { toolCallFormat } from "@guerdon/verify/tools";
 * toolCallFormat().range // => { min: 0, max: 1 }
 * ```
 */
export const toolCallFormat: SourceFactory<typeof options> = defineSource({
  name: "tool-call-format",
  version: 1,
  summary: "Whether a text has the sections its gold answer has: thoughts, calls, response.",
  options,
  build: (set: ToolCallFormatOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: { min: set.min, max: set.max },
    score: (columns, out) => {
      for (let row = 0; row < out.length; row++) {
        const sections = sectionsOf(columns.expected?.[row], set);
        const why = sectionFault(columns.text?.[row] as string, sections, set);
        if (why === undefined) out.set(row, set.max);
        else out.set(row, set.min, why);
      }
    },
  }),
});

function sectionsOf(expected: Json | undefined, { think, call, response }: ToolCallFormatOptions): readonly string[] {
  if (typeof expected !== "string") {
    const calls = expected === true || (Array.isArray(expected) && expected.length > 0);
    return [think, calls ? call : response];
  }
  return [think, ...[call, response].filter((name) => expected.includes(`<${name}>`))];
}

/** What keeps a text from being made of the sections, or undefined. The thoughts may hold any text but their end. */
function sectionFault(text: string, sections: readonly string[], set: ToolCallFormatOptions): string | undefined {
  const exact = set.layout === "exact";
  const body = exact ? text : text.trim();
  if (!body.startsWith(`<${sections[0]}>`)) return `the text does not begin with <${sections[0]}>`;
  const last = sections.at(-1) as string;
  if (!body.endsWith(`</${last}>`)) return `the text does not end with </${last}>`;
  for (const name of sections.slice(1)) {
    if (!once(body, `<${name}>`) || !once(body, `</${name}>`)) return `<${name}> and </${name}> do not stand once each`;
  }
  let from = 0;
  for (let s = 1; s < sections.length; s++) {
    const end = `</${sections[s - 1]}>`;
    const start = `<${sections[s]}>`;
    const found = exact ? seamAt(body, end, start, from) : looseSeamAt(body, end, start, from);
    if (found < 0) return `${start} does not follow ${end}`;
    from = found;
  }
  return exact && sections.includes(set.call) ? callLinesFault(body, set.call) : undefined;
}

function seamAt(body: string, end: string, start: string, from: number): number {
  const at = body.indexOf(`${end}\n${start}`, from);
  return at < 0 ? -1 : at + end.length + 1;
}

/** `start` stands once, so what stands before it decides. */
function looseSeamAt(body: string, end: string, start: string, from: number): number {
  const at = body.indexOf(start);
  return at > from && body.slice(0, at).trimEnd().endsWith(end) ? at : -1;
}

/** Calls stand on lines of their own. */
function callLinesFault(body: string, call: string): string | undefined {
  const from = body.indexOf(`<${call}>`) + call.length + 2;
  const to = body.indexOf(`</${call}>`);
  return body[from] === "\n" && to - from >= 2 && body[to - 1] === "\n"
    ? undefined
    : `the calls of <${call}> do not stand on lines of their own`;
}

function once(text: string, needle: string): boolean {
  const at = text.indexOf(needle);
  return at >= 0 && text.indexOf(needle, at + needle.length) < 0;
}
