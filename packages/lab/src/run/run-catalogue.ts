import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { agents } from "./agents.ts";
import { environments } from "./environments.ts";
import type { Makers } from "./named.ts";
import { policies } from "./policies.ts";
import { recordedData } from "./recorded-data.ts";
import { sampleWorlds } from "./sample-worlds.ts";
import { searches } from "./searches.ts";
import { RUNS } from "./start-run.ts";
import { worlds } from "./worlds.ts";

/** Something that an experiment may name. */
export interface RunCatalogueEntry {
  /** Where it is named: `run:`, or `use:` of the setting of that name. */
  readonly kind: "run" | "environment" | "world" | "samples" | "policy" | "agent" | "search" | "data";
  readonly name: string;
  /** What it is, in a line. */
  readonly summary: string;
  /** Options beside `use`, as JSON Schema; absent for runs and for methods that are settings of a kind. */
  readonly options?: Json;
}

/**
 * All that experiments may name, with a line each: runs, environments, worlds, worlds of samples, policies, agents, searches, data.
 *
 * ```ts doctest
 * import { runCatalogue } from "@guerdon/lab/run";
 * runCatalogue().find(({ name }) => name === "pendulum").kind // => "environment"
 * ```
 */
export function runCatalogue(): readonly RunCatalogueEntry[] {
  return [
    ...Object.entries(RUNS).map(([name, { summary }]) => ({ kind: "run" as const, name, summary })),
    ...entriesOf("environment", environments),
    ...entriesOf("world", worlds),
    ...entriesOf("samples", sampleWorlds),
    ...entriesOf("policy", policies),
    ...entriesOf("agent", agents),
    ...entriesOf("search", searches),
    ...entriesOf("data", recordedData),
  ];
}

function entriesOf<T, C>(kind: RunCatalogueEntry["kind"], makers: Makers<T, C>): readonly RunCatalogueEntry[] {
  const names = Object.keys(makers).sort();
  return names.map((name) => {
    const { summary, options } = makers[name] as Makers<T, C>[string];
    const { $schema: _, ...schema } = z.toJSONSchema(options, { io: "input" }) as { readonly $schema?: Json };
    const isOpen = Object.keys((schema as { properties?: object }).properties ?? {}).length === 0;
    return { kind, name, summary, ...(isOpen ? {} : { options: schema as Json }) };
  });
}
