import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { evidenceIndex } from "./evidence-index.ts";

export interface GroundedClaimsOptions {
  /** Keys of a claim that must come from one record of what a tool returned; without it all but `source`. */
  readonly keys?: readonly string[] | undefined;
  /** 1 only when every claim is grounded, or the share that is. */
  readonly reduce: "all" | "mean";
  /** Whether a claim must cite the observation it comes from in `source`, by number from 0. */
  readonly cited: boolean;
  /** More claims are a failure of the candidate. */
  readonly maxClaims: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type GroundedClaimsInput = { readonly [K in keyof GroundedClaimsOptions]?: GroundedClaimsOptions[K] | undefined };

const options: z.ZodType<GroundedClaimsOptions, GroundedClaimsInput> = z.strictObject({
  keys: z.array(z.string().min(1)).min(1).optional(),
  reduce: z.enum(["all", "mean"]).default("all"), // 132 §Pitfalls: a mean lets one invented flight hide
  cited: z.boolean().default(false),
  maxClaims: z.int().positive().default(1000),
  limitCharacters: z.int().positive().default(1_000_000),
});

/**
 * Checks that what a text claims stands in what its tools returned.
 *
 * The text holds a JSON list of claims, `{ number: "LH 12", price: 80 }`. In `observations`, the tool outputs that the
 * policy saw, a claim is grounded when one record of one output has all its values under the same keys; of an output
 * that is no JSON, when its text has each value as a whole word. Numbers are equal as numbers, texts without case and
 * outer space. A claim with `source` must come from that output. No claim, and no output, is 0: no evidence is no merit.
 *
 * @kind source
 * @unit claims, observations → 0 … 1
 * @paper 132 §Mechanism (level 2: every detail matches what the tool returned; all, or the mean)
 * @alias groundedInObservations = { use: grounded-claims, cited: true }
 *
 * ```ts doctest
 * import { groundedClaims } from "@guerdon/verify/plan";
 * groundedClaims({ keys: ["price"] }).options.reduce // => "all"
 * ```
 */
export const groundedClaims: SourceFactory<typeof options> = defineSource({
  name: "grounded-claims",
  version: 1,
  summary: "Whether the claims of a text stand in what its tools returned.",
  options,
  build: ({ keys, reduce, cited, maxClaims, limitCharacters }: GroundedClaimsOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      observations: { type: "json" },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const observations = columns.observations?.[i];
        const text = columns.text?.[i] as string;
        if (!Array.isArray(observations)) {
          out.fail(i, "task", "Expected `observations` to be a list of tool outputs, got something else.");
          continue;
        }
        if (text.length > limitCharacters) {
          out.fail(i, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
          continue;
        }
        const claims = readClaims(parseStrict(jsonText(text))?.value, keys);
        if (typeof claims === "string" || claims.length > maxClaims || observations.length === 0) {
          const why =
            typeof claims === "string" ? claims : `${claims.length} claims on ${observations.length} observations`;
          out.set(i, 0, why);
          continue;
        }
        const index = evidenceIndex(observations);
        const loose = claims.filter(({ values, source }) => {
          if (values.length === 0 || (cited && source === undefined)) return true;
          return !index.holds(values, source);
        });
        const value = reduce === "all" ? Number(loose.length === 0) : 1 - loose.length / claims.length;
        const named = loose.slice(0, 5).map(({ values }) =>
          values
            .map(([, one]) => String(one))
            .join(" ")
            .slice(0, 60),
        );
        out.set(
          i,
          value,
          loose.length === 0 ? `${claims.length} claims grounded` : `not grounded: ${named.join("; ")}`,
        );
      }
    },
  }),
});

interface Claim {
  readonly values: readonly (readonly [key: string, value: Json])[];
  readonly source: number | undefined;
}

function readClaims(value: Json | undefined, keys: readonly string[] | undefined): readonly Claim[] | string {
  if (!Array.isArray(value) || value.length === 0) return "no list of claims is stated";
  const claims: Claim[] = [];
  for (const one of value) {
    if (typeof one !== "object" || one === null || Array.isArray(one)) return "a claim is no object";
    const { source, ...rest } = one as { readonly [key: string]: Json };
    if (source !== undefined && !Number.isSafeInteger(source)) return "a source is no number of an observation";
    const values = Object.entries(rest).filter(([key]) => keys === undefined || keys.includes(key));
    if (keys?.some((key) => !Object.hasOwn(rest, key)))
      return `a claim lacks ${keys.find((key) => !Object.hasOwn(rest, key))}`;
    claims.push({ values, source: source as number | undefined });
  }
  return claims;
}
