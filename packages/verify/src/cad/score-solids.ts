import type { Context, FieldColumns, Task } from "@guerdon/core/piece";
import { failed, type Json, type SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { programText } from "../code/index.ts";
import type { CompareRequest, CompareResult } from "./compare-solids.ts";
import type { SolidSource } from "./solid-mesh.ts";

const TASK: Task = {
  module: new URL(import.meta.url.endsWith(".ts") ? "./compare-solids.ts" : "./compare-solids.js", import.meta.url)
    .href,
  export: "compareSolids",
};
const PACKAGES = ["manifold-3d", "quickjs-emscripten", "@jscad/modeling"];
// Beside the deadline inside, which stops a loop of the script, this one kills the process.
const KERNEL_MS = 2;

export interface ScriptOptions {
  /** Library that the scripts are written for: `jscad` has `@jscad/modeling`, `manifold` has `Manifold` and `CrossSection`. */
  readonly language: "jscad" | "manifold";
  /** Time of a script, and as long again for the geometry kernel, in milliseconds. */
  readonly deadlineMs: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

/** The options of scripts, for a strict object, with their defaults. */
export const scriptOptionsShape: {
  readonly [K in keyof ScriptOptions]: z.ZodType<ScriptOptions[K], ScriptOptions[K] | undefined>;
} = {
  language: z.enum(["jscad", "manifold"]).default("jscad"),
  deadlineMs: z.number().positive().default(10_000),
  limitCharacters: z.int().positive().default(100_000),
};

type Comparison = Pick<CompareRequest, "align" | "points" | "seed">;

/** What a row's solid measures, or why it has none. */
export type Solid = Exclude<CompareResult, { readonly task: string }>;

/** Makes the solid of each row where it can be killed and hands it to `settle`; the rest it fails. */
export async function scoreSolids(
  columns: FieldColumns,
  { language, deadlineMs, limitCharacters, ...comparison }: ScriptOptions & Comparison,
  out: SignalBuilder,
  context: Context,
  settle: (row: number, solid: Solid) => void,
): Promise<void> {
  const lacking = PACKAGES.find((name) => !isPresent(name));
  const rows: number[] = [];
  const requests: CompareRequest[] = [];
  for (let row = 0; row < out.length; row++) {
    const text = columns.text?.[row] as string;
    const reference = "reference" in columns ? referenceOf(columns.reference?.[row], language) : undefined;
    if ("reference" in columns && reference === undefined) {
      out.fail(row, "task", "Expected `reference` to be a script or a mesh { positions, triangles }, got neither.");
    } else if (lacking !== undefined) {
      out.fail(row, "engine", `${lacking} is not installed; get it with \`npm install ${lacking}\`.`);
    } else if (text.length > limitCharacters) {
      out.fail(row, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
    } else {
      rows.push(row);
      const solid = { script: programText(text, "javascript"), language };
      requests.push({
        solid,
        ...(reference === undefined ? {} : { reference }),
        ...comparison,
        scriptMs: deadlineMs / 2,
      });
    }
  }
  const inputs = requests as unknown as readonly Json[];
  const results = await context.call(TASK, inputs, { deadlineMs: deadlineMs * KERNEL_MS });
  for (const [k, row] of rows.entries()) {
    const result = results[k];
    if (result === undefined) out.miss(row, failed("engine", "No result."));
    else if ("missing" in result) out.miss(row, result.missing);
    else {
      const solid = result.value as unknown as CompareResult;
      if ("task" in solid) out.fail(row, "task", solid.task);
      else settle(row, solid);
    }
  }
}

function isPresent(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function referenceOf(
  value: Json | undefined,
  language: ScriptOptions["language"],
): CompareRequest["reference"] | undefined {
  if (typeof value === "string" && value.trim() !== "") return { script: value, language } satisfies SolidSource;
  if (typeof value !== "object" || value === null || !("positions" in value) || !("triangles" in value))
    return undefined;
  const { positions, triangles } = value as { readonly [name: string]: Json };
  const isList = (list: Json | undefined): list is readonly number[] =>
    Array.isArray(list) && list.length % 3 === 0 && list.every((each) => typeof each === "number");
  return isList(positions) && isList(triangles) ? { positions, triangles } : undefined;
}
