import type { InputSpec } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import type { Factory } from "../generator.ts";
import type { PlotSpec } from "./parse-plot.ts";

export interface SplitSettings {
  readonly options: { readonly [name: string]: Json };
  /** Values of inputs, and what else an evaluation may need: `step`, `state`. */
  readonly given: { readonly [name: string]: Json };
}

/** Tells the options of a piece from values of its inputs. */
export function splitSettings(factory: Factory, settings: PlotSpec["settings"]): SplitSettings {
  const schema = factory.options.toJSONSchema({ io: "input", unrepresentable: "any" }) as { properties?: object };
  const known = new Set(Object.keys(schema.properties ?? {}));
  const entries = Object.entries(settings);
  return {
    options: Object.fromEntries(entries.filter(([name]) => known.has(name))),
    given: Object.fromEntries(entries.filter(([name]) => !known.has(name))),
  };
}

/** What an input reads when a plot says nothing: its numeric default, else 1. */
export function fallbackOf({ default: value }: InputSpec): number {
  return typeof value === "number" ? value : 1;
}
