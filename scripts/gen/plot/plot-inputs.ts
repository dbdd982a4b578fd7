import type { InputSpec, Transform } from "@guerdon/core/piece";
import type { Json, Layout, Level, Signal } from "@guerdon/core/signal";
import type { Row } from "./parse-plot.ts";
import { signalOf } from "./plot-layout.ts";
import { fallbackOf } from "./split-settings.ts";

/** Values of inputs by name: a number, or one for each member. */
export type Given = { readonly [name: string]: Json };

/** The input a plot goes over, with its values: several rows for an input that takes several signals. */
export interface Plotted {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Signals that stand beside the plotted one where an input takes several and nothing is given. */
  readonly others?: readonly Row[];
}

/** The signals a transform reads: what is plotted, what is given, else defaults. */
export function inputsOf(piece: Transform, layout: Layout, given: Given, plotted?: Plotted): readonly Signal[] {
  const level = levelOf(piece, layout);
  return piece.inputs.flatMap((input) =>
    rowsOf(input, given, plotted).map((row) => signalOf(layout, input.level ?? level, row)),
  );
}

/** Result of a transform at a step, with the state it has then. */
export function applyAt(
  piece: Transform,
  layout: Layout,
  inputs: readonly Signal[],
  given: Given,
  state?: Json,
): Signal {
  return piece.apply(inputs, layout, { step: Number(given.step ?? 0), state: state ?? given.state });
}

/** Level of inputs that declare none: that of the result, or the finest that the layout has more than one of. */
function levelOf({ level }: Transform, { groupOf, stepOffsets, tokenOffsets }: Layout): Level {
  if (level !== undefined) return level;
  if (groupOf.length !== 1 || (tokenOffsets[1] ?? 1) === 1) return "rollout";
  return (tokenOffsets[1] ?? 1) > (stepOffsets[1] ?? 1) ? "token" : "step";
}

/** The values of an input, one row for each signal it takes; several take 1 and 0.5 when nothing is said. */
function rowsOf(input: InputSpec, given: Given, plotted: Plotted | undefined): readonly Row[] {
  const set = given[input.name] as number | Row | readonly Row[] | undefined;
  const isPlotted = plotted?.name === input.name;
  if (input.many !== true) {
    return isPlotted ? plotted.rows.slice(0, 1) : [asRow((set as number | Row | undefined) ?? fallbackOf(input))];
  }
  if (!isPlotted) return set === undefined ? [[1], [0.5]] : listOf(set);
  return plotted.rows.length > 1
    ? plotted.rows
    : [...plotted.rows, ...(set === undefined ? (plotted.others ?? []) : listOf(set))];
}

/** Each entry of a list is one signal: a number everywhere, or a row. */
function listOf(set: number | Row | readonly Row[]): readonly Row[] {
  return typeof set === "number"
    ? [[set]]
    : set.map((entry) => (Array.isArray(entry) ? (entry as Row) : [entry as number]));
}

function asRow(value: number | Row): Row {
  return typeof value === "number" || typeof value === "boolean" ? [Number(value)] : value;
}
