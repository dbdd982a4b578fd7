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

/** The options that have a default, with it. */
export function optionDefaults(factory: Factory): PlotSpec["settings"] {
  const schema = factory.options.toJSONSchema({ io: "input", unrepresentable: "any" }) as {
    properties?: { readonly [name: string]: { readonly default?: Json } };
  };
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** The inputs that have a number for default, with it. */
export function inputDefaults(factory: Factory, specs: readonly PlotSpec[]): PlotSpec["settings"] {
  const piece = factory(splitSettings(factory, specs[0]?.settings ?? {}).options) as { inputs?: readonly InputSpec[] };
  return Object.fromEntries(
    (piece.inputs ?? []).flatMap(({ name, default: value }) => (typeof value === "number" ? [[name, value]] : [])),
  );
}

/** What an input reads when a plot says nothing: its numeric default, else 1. */
export function fallbackOf({ default: value }: InputSpec): number {
  return typeof value === "number" ? value : 1;
}
