import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { pathTokens, repetitionFactor, type Triple } from "./path-tokens.ts";

export interface PathCoverageOptions {
  /** By words of the path, or by entities found in the path's order. */
  readonly unit: "tokens" | "entities-in-order";
  /** What a fully covered path is worth. */
  readonly weight: number;
  /** Hits from which the bonus is added. */
  readonly minHits: number;
  /** Added from `minHits` hits on. */
  readonly minHitBonus: number;
  /** The most that is paid. */
  readonly cap: number;
  /** Longer texts score 0. */
  readonly limitCharacters: number;
}

type CoverageInput = { readonly [K in keyof PathCoverageOptions]?: PathCoverageOptions[K] | undefined };

const options: z.ZodType<PathCoverageOptions, CoverageInput> = z.strictObject({
  unit: z.enum(["tokens", "entities-in-order"]).default("tokens"),
  weight: z.number().min(0).default(1.2), // 033 §Mechanism
  minHits: z.int().min(0).default(2), // 033 §Mechanism
  minHitBonus: z.number().min(0).default(0.3), // 033 §Mechanism
  cap: z.number().min(0).default(1.5), // 033 §Mechanism
  limitCharacters: z.int().positive().max(1_000_000).default(100_000),
});

/**
 * How much of a path through a knowledge graph a trace mentions.
 *
 *   out_i = min(cap, φ (weight · coverage + minHitBonus [hits ≥ minHits])),  φ = `repetitionFactor` of the trace
 *
 * `path` is a list of [head, relation, tail] or a text. `entities-in-order` counts entities named one after another as
 * the path has them, so that a list of everything in another order earns less. A row without path abstains.
 *
 * @kind source
 * @unit text, path → 0 … cap
 * @paper 033 §Mechanism
 * @alias pathCoverage
 *
 * ```ts doctest
 * import { pathCoverage } from "@guerdon/verify/graph";
 * pathCoverage().range // => { min: 0, max: 1.5 }
 * ```
 */
export const pathCoverage: SourceFactory<typeof options> = defineSource({
  name: "path-coverage",
  version: 1,
  summary: "How much of a path through a knowledge graph a trace mentions.",
  options,
  build: (set: PathCoverageOptions) => ({
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, path: { type: "json" } },
    range: { min: 0, max: Math.min(set.cap, set.weight + set.minHitBonus) },
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const path = pathOf(columns.path?.[i]);
        if (path === undefined) {
          out.fail(i, "task", "Expected `path` to be a text or a list of [head, relation, tail], got something else.");
          continue;
        }
        const text = columns.text?.[i] as string;
        if (path.length === 0) out.abstain(i, "the row has no path");
        else if (text.length > set.limitCharacters)
          out.set(i, 0, `the text is longer than ${set.limitCharacters} characters`);
        else {
          const { hits, of } = coverageOf(text, path, set.unit);
          if (of === 0) out.abstain(i, "the path has no words");
          else out.set(i, worth(hits, of, repetitionFactor(pathTokens(text)), set), `${hits} of ${of}`);
        }
      }
    },
  }),
});

function worth(hits: number, of: number, factor: number, set: PathCoverageOptions): number {
  return Math.min(set.cap, factor * (set.weight * (hits / of) + (hits >= set.minHits ? set.minHitBonus : 0)));
}

/** Hits of a path in a text and how many there could be. */
export function coverageOf(
  text: string,
  path: readonly Triple[],
  unit: PathCoverageOptions["unit"],
): { readonly hits: number; readonly of: number } {
  const words = pathTokens(text);
  if (unit === "tokens") {
    const wanted = new Set(path.flatMap((triple) => pathTokens(triple.join(" "))));
    const said = new Set(words);
    return { hits: [...wanted].filter((word) => said.has(word)).length, of: wanted.size };
  }
  const entities = path.flatMap(([head, , tail], i) => (i > 0 && path[i - 1]?.[2] === head ? [tail] : [head, tail]));
  const names = entities.map((entity) => pathTokens(entity).join(" ")).filter((name) => name !== "");
  const said = ` ${words.join(" ")} `;
  let at = 0;
  let hits = 0;
  for (const name of names) {
    const found = said.indexOf(` ${name} `, at);
    if (found === -1) continue;
    hits++;
    at = found + name.length + 1;
  }
  return { hits, of: names.length };
}

function pathOf(value: Json | undefined): readonly Triple[] | undefined {
  if (typeof value === "string") return value === "" ? [] : [[value, "", ""]];
  if (!Array.isArray(value) || value.length > 1000) return undefined;
  const isTriple = (one: Json): boolean =>
    Array.isArray(one) && one.length === 3 && one.every((part) => typeof part === "string" && part.length <= 1000);
  return (value as readonly Json[]).every(isTriple) ? (value as unknown as readonly Triple[]) : undefined;
}
