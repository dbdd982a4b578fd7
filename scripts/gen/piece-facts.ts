import type { Advantage, InputSpec, Piece, Source, Transform } from "@guerdon/core/piece";
import type { Interval, Json } from "@guerdon/core/signal";
import type { Described, Factory } from "./generator.ts";
import { type PlotSpec, parsePlot } from "./plot/parse-plot.ts";
import { splitSettings } from "./plot/split-settings.ts";

type Range = Interval;

/** A piece as made for its page, with the settings that were needed to make it. */
export interface Made {
  readonly piece: Piece;
  readonly options: { readonly [option: string]: Json };
  readonly given: { readonly [input: string]: Json };
  readonly spec?: PlotSpec;
}

/** A piece with each set of options that its documentation plots; with none first, where that is enough. */
export function madePieces(factory: Factory, { source }: Described): readonly Made[] {
  const specs = (source.tags.plot ?? []).flatMap((text) => attempt(() => parsePlot(text)) ?? []);
  const bare = attempt((): Made => ({ piece: factory({}), options: {}, given: {} }));
  const plotted = specs.flatMap((spec) => {
    const { options, given } = splitSettings(factory, spec.settings);
    return attempt((): Made => ({ piece: factory(options), options, given, spec })) ?? [];
  });
  return [...(bare === undefined ? [] : [bare]), ...plotted];
}

/** What a piece reads besides terms of its own choice. */
export function inputsOfPiece(piece: Piece): readonly InputSpec[] {
  return "inputs" in piece ? ((piece as Transform | Advantage).inputs ?? []) : [];
}

/** The range of the results, and for which inputs; nothing where the piece states none. */
export function statedRange({
  piece,
  given,
  spec,
}: Made): { readonly inputs: string; readonly range: Range } | undefined {
  if (piece.kind === "source") return { inputs: "", range: (piece as Source).range };
  if (!("inputs" in piece) || !("range" in piece)) return undefined;
  const transform = piece as Transform;
  const ranges = transform.inputs.flatMap((input) =>
    rangesOf(input, given, spec).map((range) => [input.name, range] as const),
  );
  const range = attempt(() => transform.range(ranges.map(([, interval]) => interval)));
  if (range === undefined) return undefined;
  return {
    inputs: ranges
      .map(([name, interval]) => `\`${name}\` ${interval.min === interval.max ? "=" : "in"} ${shownRange(interval)}`)
      .join(", "),
    range,
  };
}

export function shownRange({ min, max }: Range): string {
  return min === max ? shownBound(min) : `[${shownBound(min)}, ${shownBound(max)}]`;
}

function shownBound(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  const short = Number(value.toPrecision(6));
  return String(Object.is(short, -0) ? 0 : short).replace("-", "−");
}

/** What is plotted over, what is given, the numeric default; else 0 to 1. Lists take two. */
function rangesOf(input: InputSpec, given: Made["given"], spec?: PlotSpec): readonly Range[] {
  const { axis } = spec ?? {};
  if (axis?.kind === "input" && axis.name === input.name) {
    const own = { min: axis.from, max: axis.to };
    return input.many === true ? [own, ...hulls(given[input.name], [UNIT])] : [own];
  }
  const set = given[input.name];
  if (input.many === true) return hulls(set, [UNIT, UNIT]);
  if (set !== undefined) return [hullOf(set) ?? UNIT];
  return [typeof input.default === "number" ? { min: input.default, max: input.default } : UNIT];
}

const UNIT: Range = { min: 0, max: 1 };

function hulls(set: Json | undefined, otherwise: readonly Range[]): readonly Range[] {
  if (!Array.isArray(set)) return set === undefined ? otherwise : [hullOf(set) ?? UNIT];
  return set.map((member) => hullOf(member) ?? UNIT);
}

function hullOf(set: Json): Range | undefined {
  const numbers = (Array.isArray(set) ? set : [set]).filter((value): value is number => typeof value === "number");
  return numbers.length === 0 ? undefined : { min: Math.min(...numbers), max: Math.max(...numbers) };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
