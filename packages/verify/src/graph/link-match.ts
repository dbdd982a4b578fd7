import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";

export interface LinkMatchOptions {
  /** What is paid: the harmonic mean of both, the share of links that are right, or of gold links found. */
  readonly measure: "f1" | "precision" | "recall";
  /** More links on either side are not compared. */
  readonly limitLinks: number;
}

type LinkInput = { readonly [K in keyof LinkMatchOptions]?: LinkMatchOptions[K] | undefined };

const options: z.ZodType<LinkMatchOptions, LinkInput> = z.strictObject({
  measure: z.enum(["f1", "precision", "recall"]).default("f1"),
  limitLinks: z.int().positive().max(100_000).default(10_000),
});

/**
 * F1, precision or recall of stated links against the expected ones, as sets.
 *
 * A link is a list of two or more texts or numbers: [parent, child], [claim, category], [head, relation, tail]. With the
 * triples of a knowledge graph as `expected`, precision is the share of stated triples that are grounded in it.
 * Nothing stated is 0; nothing expected abstains.
 *
 * @kind source
 * @unit links, links → 0 … 1
 * @paper 157 §Pieces
 * @alias linkF1
 *
 * ```ts doctest
 * import { linkMatch } from "@guerdon/verify/graph";
 * linkMatch({ measure: "precision" }).range // => { min: 0, max: 1 }
 * ```
 */
export const linkMatch: SourceFactory<typeof options> = defineSource({
  name: "link-match",
  version: 1,
  summary: "F1, precision or recall of stated links of a tree or graph against the expected ones.",
  options,
  build: ({ measure, limitLinks }: LinkMatchOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const expected = linksOf(columns.expected?.[i], limitLinks);
        if (expected === undefined) {
          out.fail(i, "task", `Expected \`expected\` to list at most ${limitLinks} links, got something else.`);
          continue;
        }
        if (expected.size === 0) {
          out.abstain(i, "no link is expected");
          continue;
        }
        const parsed = parseStrict(jsonText(columns.text?.[i] as string));
        const stated = parsed === undefined ? undefined : linksOf(parsed.value, limitLinks);
        if (stated === undefined) out.set(i, 0, "no list of links is stated");
        else {
          const scores = linkScores(stated, expected);
          out.set(i, scores[measure], `${scores.common} of ${stated.size} stated, ${expected.size} expected`);
        }
      }
    },
  }),
});

/** How two sets of links agree; links as `linksOf` writes them. */
export function linkScores(
  stated: ReadonlySet<string>,
  expected: ReadonlySet<string>,
): { readonly common: number; readonly precision: number; readonly recall: number; readonly f1: number } {
  let common = 0;
  for (const link of stated) if (expected.has(link)) common++;
  const precision = stated.size === 0 ? 0 : common / stated.size;
  const recall = expected.size === 0 ? 0 : common / expected.size;
  return { common, precision, recall, f1: common === 0 ? 0 : (2 * common) / (stated.size + expected.size) };
}

/** Links of JSON as a set, each as its JSON text; undefined for anything else. */
export function linksOf(value: Json | undefined, limit = 10_000): ReadonlySet<string> | undefined {
  if (!Array.isArray(value) || value.length > limit) return undefined;
  const links = new Set<string>();
  for (const link of value as readonly Json[]) {
    if (!Array.isArray(link) || link.length < 2) return undefined;
    if (!link.every((end) => typeof end === "string" || typeof end === "number")) return undefined;
    links.add(JSON.stringify(link.map(String)));
  }
  return links;
}
