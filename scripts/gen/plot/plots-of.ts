import type { Piece } from "@guerdon/core/piece";
import type { Described, Factory } from "../generator.ts";
import { defaultPlots } from "./default-plots.ts";
import { drawPlot, type Labelled, MAX_SERIES } from "./draw-plot.ts";
import { evaluatePlot } from "./evaluate-plot.ts";
import { type PlotSpec, parsePlot } from "./parse-plot.ts";
import type { Series } from "./series.ts";
import { inputDefaults, optionDefaults } from "./split-settings.ts";

export interface Drawn {
  readonly svg: string;
  readonly caption: string;
}

/** The plots of a piece: curves over one thing share a plot. A plot that cannot be made is a problem. */
export function plotsOf({ entry, source, factory }: Described): {
  readonly plots: readonly Drawn[];
  readonly problems: readonly string[];
} {
  if (factory === undefined) return { plots: [], problems: [] };
  const tags = source.tags.plot ?? [];
  const problems: string[] = [];
  try {
    const specs = tags.length > 0 ? tags.map(parsePlot) : defaultPlots(bare(factory));
    const plots = sharedPlots(specs).flatMap((group) =>
      drawGroup(group, factory, entry.summary, source.tags.unit?.[0]),
    );
    return { plots, problems };
  } catch (error) {
    if (tags.length > 0) problems.push(`${entry.path}: ${error instanceof Error ? error.message : String(error)}`);
    return { plots: [], problems };
  }
}

function bare(factory: Factory): Piece {
  return factory({});
}

/** Specs over the same axis, at most as many as there are colours. */
function sharedPlots(specs: readonly PlotSpec[]): readonly (readonly PlotSpec[])[] {
  const groups = new Map<string, PlotSpec[]>();
  for (const spec of specs) {
    const { axis } = spec;
    const key = axis.kind === "input" ? `input ${axis.name}` : axis.kind;
    groups.set(key, [...(groups.get(key) ?? []), spec]);
  }
  return [...groups.values()].map((group) => group.slice(0, MAX_SERIES));
}

function drawGroup(specs: readonly PlotSpec[], factory: Factory, summary: string, units?: string): readonly Drawn[] {
  const labels = labelsOf(specs, defaultsOf(factory, specs));
  const all: readonly Labelled[] = specs.map((spec, i) => ({
    label: labels[i] as string,
    series: evaluatePlot(factory, spec),
  }));
  if (all.every(({ series }) => series.values.every((value) => value === null))) return [];
  const common = commonSettings(specs);
  const title = `${factory.pieceName}${common === "" ? "" : ` { ${common} }`}`;
  const { xLabel } = (all[0] as Labelled).series;
  const unit = unitOf(units);
  const text = {
    title: clipped(title, 74),
    description: descriptionOf(all, xLabel),
    ...(unit === undefined ? {} : { unit }),
  };
  return [{ svg: drawPlot(all, text), caption: summary }];
}

function descriptionOf(all: readonly Labelled[], xLabel: string): string {
  return all
    .map(({ label, series }) => `${label === "" ? "The result" : label} over ${xLabel}: ${spanOf(series)}`)
    .join("; ");
}

function spanOf({ values }: Series): string {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return "missing";
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  return `from ${short(present[0] as number)} to ${short(present.at(-1) as number)}, least ${short(Math.min(...present))}, greatest ${short(Math.max(...present))}`;
}

/** What each spec has that not all have alike. */
function labelsOf(specs: readonly PlotSpec[], defaults: PlotSpec["settings"]): readonly string[] {
  const shared = sharedNames(specs);
  return specs.map(({ settings, axis, label }) => {
    if (label !== undefined) return label;
    const parts = Object.entries({ ...defaults, ...settings })
      .filter(([name]) => !shared.has(name))
      .map(([name, value]) => `${name} ${shown(value)}`);
    if (parts.length > 0 || specs.length === 1) return clipped(parts.join(", "), 60);
    return "values" in axis && new Set(specs.map((spec) => JSON.stringify(spec.axis))).size > 1
      ? shown(axis.values[0])
      : "defaults";
  });
}

/** Defaults of the options and inputs that at least one spec sets. */
function defaultsOf(factory: Factory, specs: readonly PlotSpec[]): PlotSpec["settings"] {
  const set = new Set(specs.flatMap(({ settings }) => Object.keys(settings)));
  const known = { ...inputDefaults(factory, specs), ...optionDefaults(factory) };
  return Object.fromEntries(Object.entries(known).filter(([name]) => set.has(name)));
}

function commonSettings(specs: readonly PlotSpec[]): string {
  const shared = sharedNames(specs);
  const [first] = specs;
  return Object.entries(first?.settings ?? {})
    .filter(([name]) => shared.has(name))
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join(", ");
}

function sharedNames(specs: readonly PlotSpec[]): ReadonlySet<string> {
  const names = specs.flatMap(({ settings }) => Object.keys(settings));
  const isShared = (name: string): boolean =>
    new Set(specs.map(({ settings }) => JSON.stringify(settings[name]))).size === 1;
  return new Set(names.filter(isShared));
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll(",", ", ").replaceAll('"', "");
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The unit of the result: what `@unit` says behind its arrow, when it is short. */
function unitOf(units: string | undefined): string | undefined {
  const unit = units?.split("→").at(-1)?.trim();
  return unit === undefined || unit === "" || unit.length > 40 || unit === "same"
    ? undefined
    : unit.replaceAll("`", "");
}
