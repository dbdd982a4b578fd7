import type { Advantage, InputSpec } from "@guerdon/core/piece";
import type { Json, Layout, Level } from "@guerdon/core/signal";
import type { RowAxis } from "./evaluate-rows.ts";
import type { Row } from "./parse-plot.ts";
import type { Given } from "./plot-inputs.ts";
import { plotLayout, signalOf, valuesOf } from "./plot-layout.ts";
import type { GivenRow, Series } from "./series.ts";
import { fallbackOf } from "./split-settings.ts";

const LEVELS = { members: "rollout", steps: "step", tokens: "token" } as const;

/** Bars of the advantages of the members of a group, or of the steps or tokens of a rollout. */
export function evaluateAdvantage(piece: Advantage, axis: RowAxis, given: Given, yLabel: string): Series {
  const row = axis.values[0] as Row;
  const layout = layoutOf(axis.kind, row.length);
  const level = LEVELS[axis.kind];
  const plotted = level === "rollout" || piece.refines === true ? undefined : plottedInput(piece, level);
  const total = signalOf(layout, "rollout", level === "rollout" ? totals(axis.values) : [Number(given.total ?? 1)]);
  const over = overOf(piece, axis, given).map((values) => signalOf(layout, "rollout", values));
  const inputs = (piece.inputs ?? []).flatMap((input) =>
    rowsOf(input, given[input.name], input === plotted ? axis.values : undefined).map((values) =>
      signalOf(layout, input.level ?? "rollout", values),
    ),
  );
  const values = valuesOf(
    piece.advantages(
      {
        total,
        over: piece.decoupled && over.length === 0 ? [total] : over,
        tokenCounts: tokenCountsOf(layout),
        inputs,
        ...(piece.refines === true ? { before: signalOf(layout, level, row) } : {}),
      },
      layout,
      { step: Number(given.step ?? 0), state: given.state },
    ),
  );
  const name = piece.refines === true ? "before" : (plotted?.name ?? "reward");
  const rows: readonly GivenRow[] = [
    ...axis.values.map((members, i) => ({ name: axis.values.length > 1 ? `${name} ${i + 1}` : name, values: members })),
    ...givenRows(piece, given, row.length),
  ];
  const shown = values.length === row.length ? rows : [];
  return {
    kind: "bars",
    at: values.map((_, i) => i + 1),
    values,
    given: shown,
    xLabel: axis.kind.slice(0, -1),
    yLabel,
  };
}

function layoutOf(kind: RowAxis["kind"], size: number): Layout {
  if (kind === "steps") return plotLayout({ steps: size });
  return kind === "tokens" ? plotLayout({ tokens: size }) : plotLayout({ members: size });
}

/** The terms of a piece that reads them by name. */
function overOf({ decoupled }: Advantage, axis: RowAxis, given: Given): readonly Row[] {
  if (Array.isArray(given.over)) return given.over as unknown as readonly Row[];
  return decoupled && axis.kind === "members" ? axis.values : [];
}

function totals(rows: readonly Row[]): Row {
  const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);
  return rows.reduce((total, row) => total.map((value, i) => sum(value, row[i] ?? null)));
}

function plottedInput({ inputs = [] }: Advantage, level: Level): InputSpec | undefined {
  return inputs.find((input) => input.level === level) ?? inputs.find((input) => input.level === undefined);
}

/** The values of an input, one row for each signal it takes; a list of one has zeros beside it. */
function rowsOf(input: InputSpec, set: Json | undefined, plotted: readonly Row[] | undefined): readonly Row[] {
  if (plotted !== undefined) return input.many === true && plotted.length === 1 ? [...plotted, [0]] : plotted;
  if (input.many === true) return Array.isArray(set) ? set.map((row) => asRow(row as number | Row)) : [[1], [0]];
  return [asRow((set as number | Row | undefined) ?? fallbackOf(input))];
}

function asRow(value: number | Row): Row {
  return typeof value === "number" ? [value] : value;
}

/** Given lists with a value for each bar. */
function givenRows({ inputs = [] }: Advantage, given: Given, size: number): readonly GivenRow[] {
  return inputs.flatMap(({ name }) => {
    const values = given[name];
    return Array.isArray(values) && values.length === size ? [{ name, values: values as Row }] : [];
  });
}

function tokenCountsOf({ tokenOffsets }: Layout): Float64Array {
  const size = (r: number): number => (tokenOffsets[r + 1] ?? 0) - (tokenOffsets[r] ?? 0);
  return Float64Array.from({ length: tokenOffsets.length - 1 }, (_, r) => size(r));
}
