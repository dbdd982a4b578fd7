import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { type ScriptOptions, scoreSolids, scriptOptionsShape } from "./score-solids.ts";
import type { SolidFacts } from "./solid-mesh.ts";

export interface SolidFactsOptions extends ScriptOptions {
  /** How far a measure may be off, as a part of the expected one; absolutely where 0 is expected. */
  readonly tolerance: number;
}

type SolidFactsInput = { readonly [K in keyof SolidFactsOptions]?: SolidFactsOptions[K] | undefined };

const options: z.ZodType<SolidFactsOptions, SolidFactsInput> = z.strictObject({
  ...scriptOptionsShape,
  tolerance: z.number().min(0).default(0.001),
});

const NUMBERS = ["volume", "area", "parts", "cavities", "holes"] as const;
const VECTORS = ["size", "centre"] as const;

/**
 * Share of the expected facts that hold of the solid that the CAD script in the text makes.
 *
 * `expected` names any of `volume`, `area`, `size` (along x, y and z), `centre` (of the bounding box), `parts`,
 * `cavities` (closed spaces inside) and `holes` (through the solid, so that a plate with two bores has 2). Each counts alike; a script that makes no solid
 * scores 0.
 *
 * @kind source
 * @paper 216
 * @alias ruleJudge
 * @unit text, facts → share of facts that hold
 *
 * ```ts doctest
 * import { solidFacts } from "@guerdon/verify/cad";
 * solidFacts().options.tolerance // => 0.001
 * ```
 */
export const solidFacts: SourceFactory<typeof options> = defineSource({
  name: "solid-facts",
  version: 1,
  summary: "Share of expected facts (volume, area, size, centre, parts, holes) that hold of the script's solid.",
  options,
  build: ({ tolerance, ...set }: SolidFactsOptions) => ({
    needs: ["process"],
    fields: { text: { type: "text", default: "{{ sample.output_text }}" }, expected: { type: "json" } },
    range: UNIT,
    score: (columns, out, context) =>
      scoreSolids(columns, { ...set, align: "none", points: 0, seed: 0 }, out, context, (row, solid) => {
        const held = checkFacts("wrong" in solid ? undefined : solid.facts, columns.expected?.[row], tolerance);
        if (held === undefined) {
          out.fail(
            row,
            "task",
            `Expected \`expected\` to name any of ${[...NUMBERS, ...VECTORS].join(", ")}, got none.`,
          );
        } else if ("wrong" in solid) out.set(row, 0, solid.wrong);
        else {
          const wrong = held.filter(({ holds }) => !holds).map(({ name }) => name);
          out.set(row, 1 - wrong.length / held.length, wrong.length === 0 ? "all hold" : `wrong: ${wrong.join(", ")}`);
        }
      }),
  }),
});

function checkFacts(
  facts: SolidFacts | undefined,
  expected: Json | undefined,
  tolerance: number,
): readonly { readonly name: string; readonly holds: boolean }[] | undefined {
  if (typeof expected !== "object" || expected === null || Array.isArray(expected)) return undefined;
  const checks: { name: string; holds: boolean }[] = [];
  for (const [name, wanted] of Object.entries(expected as { readonly [name: string]: Json })) {
    const isVector = (VECTORS as readonly string[]).includes(name);
    if (!isVector && !(NUMBERS as readonly string[]).includes(name)) return undefined;
    const list = isVector ? wanted : [wanted];
    if (!Array.isArray(list) || list.length !== (isVector ? 3 : 1) || !list.every(Number.isFinite)) return undefined;
    const own = facts?.[name as keyof SolidFacts];
    const got: readonly number[] = own === undefined ? [] : typeof own === "number" ? [own] : own;
    const near = (value: number, k: number): boolean =>
      Math.abs((got[k] ?? Number.NaN) - value) <= tolerance * (value === 0 ? 1 : Math.abs(value));
    checks.push({ name, holds: (list as readonly number[]).every(near) });
  }
  return checks.length === 0 ? undefined : checks;
}
