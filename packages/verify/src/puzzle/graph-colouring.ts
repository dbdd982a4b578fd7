import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";

/** A graph whose vertices are to be coloured. */
export interface ColouringTask {
  readonly edges: readonly (readonly [string, string])[];
  readonly vertices: readonly string[];
  /** The colours that may be used. */
  readonly colours: ReadonlySet<string>;
}

const options: z.ZodType<Record<string, never>, Record<string, never>> = z.strictObject({});

/**
 * Scores 1 when the text gives every vertex of a graph a colour and no edge joins two of the same, else 0.
 *
 * The text is a JSON object from vertices to colours. `edges` lists pairs of vertices, `vertices` those that must be
 * coloured (without it the ends of the edges), `colours` the colours or their number, counted from 1.
 *
 * @kind source
 * @unit colours of vertices, graph → 0 or 1
 *
 * ```ts doctest
 * import { colouringFault } from "@guerdon/verify/puzzle";
 * const task = { edges: [["a", "b"]], vertices: ["a", "b"], colours: new Set(["1", "2"]) } as const;
 * [colouringFault({ a: 1, b: 2 }, task), colouringFault({ a: 1, b: 1 }, task)] // => [undefined, "a and b have the same colour"]
 * ```
 */
export const graphColouring: SourceFactory<typeof options> = defineSource({
  name: "graph-colouring",
  version: 1,
  summary: "1 when the stated colours of a graph's vertices differ along every edge, else 0.",
  options,
  build: () => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      edges: { type: "json" },
      vertices: { type: "json", optional: true },
      colours: { type: "json" },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const task = taskOf(columns.edges?.[i], columns.vertices?.[i], columns.colours?.[i]);
        if (typeof task === "string") {
          out.fail(i, "task", task);
          continue;
        }
        const stated = parseStrict(jsonText(columns.text?.[i] as string));
        const why = stated === undefined ? "the text is no JSON" : colouringFault(stated.value, task);
        if (why === undefined) out.set(i, 1);
        else out.set(i, 0, why);
      }
    },
  }),
});

/** What is wrong with a colouring, or undefined. */
export function colouringFault(stated: Json, { edges, vertices, colours }: ColouringTask): string | undefined {
  if (typeof stated !== "object" || stated === null || Array.isArray(stated)) return "the JSON is no object";
  const colourOf = new Map(Object.entries(stated).map(([vertex, colour]) => [vertex, nameOf(colour)]));
  for (const vertex of vertices) {
    const colour = colourOf.get(vertex);
    if (colour === undefined || !colours.has(colour)) return `${vertex} has no colour that may be used`;
  }
  const wrong = edges.find(([a, b]) => colourOf.get(a) === colourOf.get(b));
  return wrong === undefined ? undefined : `${wrong[0]} and ${wrong[1]} have the same colour`;
}

function nameOf(value: Json): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function taskOf(
  edges: Json | undefined,
  vertices: Json | undefined,
  colours: Json | undefined,
): ColouringTask | string {
  const pairs = Array.isArray(edges) ? edges.map(namesOf) : [undefined];
  if (!pairs.every((pair) => pair?.length === 2))
    return "Expected `edges` to list pairs of vertices, got something else.";
  const ends = [...new Set(pairs.flat() as string[])];
  const named = vertices === undefined ? ends : namesOf(vertices);
  const numbered = typeof colours === "number" ? Array.from({ length: colours }, (_, k) => k + 1) : colours;
  const allowed = namesOf(numbered);
  if (named === undefined || !ends.every((end) => named.includes(end)))
    return "Expected `vertices` to list the ends of all edges, got something else.";
  if (allowed === undefined || allowed.length === 0)
    return "Expected `colours` to be colours or their number, got neither.";
  return { edges: pairs as [string, string][], vertices: named, colours: new Set(allowed) };
}

function namesOf(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.map(nameOf);
  return names.every((name) => name !== undefined) ? (names as string[]) : undefined;
}
