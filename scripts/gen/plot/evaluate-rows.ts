import type { InputSpec, Transform } from "@guerdon/core/piece";
import type { Layout, Level } from "@guerdon/core/signal";
import type { Axis, Row } from "./parse-plot.ts";
import { applyAt, type Given, inputsOf, type Plotted } from "./plot-inputs.ts";
import { plotLayout, valuesOf } from "./plot-layout.ts";
import type { GivenRow, Series } from "./series.ts";

export type RowAxis = Extract<Axis, { kind: "members" | "steps" | "tokens" }>;

/** Bars of the members of a group, or of the steps or tokens of a rollout. */
export function overRows(piece: Transform, axis: RowAxis, given: Given, yLabel: string): Series {
  const size = (axis.values[0] as Row).length;
  const input = rowInput(piece, axis);
  const plotted: Plotted | undefined = input === undefined ? undefined : { name: input.name, rows: axis.values };
  const layout = layoutOf(axis, size, input?.level, stepsOf(given, size));
  const values = valuesOf(applyAt(piece, layout, inputsOf(piece, layout, given, plotted), given));
  const rows = [...plottedRows(plotted), ...givenRows(piece, given, size)];
  const xLabel = values.length === size ? axis.kind.slice(0, -1) : "result";
  return {
    kind: "bars",
    at: values.map((_, i) => i + 1),
    values,
    given: values.length === size ? rows : [],
    xLabel,
    yLabel,
  };
}

function layoutOf(axis: RowAxis, size: number, level: Level | undefined, steps: number): Layout {
  if (axis.kind === "steps") return plotLayout({ steps: size });
  if (axis.kind === "tokens") return plotLayout({ tokens: size, steps });
  return level === "group" ? plotLayout({ groups: size }) : plotLayout({ members: size });
}

/** A shorter list among the given is one value for each step that the tokens are spread over. */
function stepsOf(given: Given, size: number): number {
  const lists = Object.values(given).filter((value) => Array.isArray(value));
  return lists.find(({ length }) => length > 1 && length < size)?.length ?? 1;
}

/** The input that the values of the axis are for: the first that is read at their level. */
function rowInput({ inputs }: Transform, { kind }: RowAxis): InputSpec | undefined {
  if (kind === "members") return inputs[0];
  const level = kind === "steps" ? "step" : "token";
  return inputs.find((input) => input.level === level) ?? inputs.find((input) => input.level === undefined);
}

function plottedRows(plotted: Plotted | undefined): readonly GivenRow[] {
  const { name = "", rows = [] } = plotted ?? {};
  return rows.map((values, i) => ({ name: rows.length > 1 ? `${name} ${i + 1}` : name, values }));
}

/** Given lists with a value for each bar. */
function givenRows({ inputs }: Transform, given: Given, size: number): readonly GivenRow[] {
  return inputs.flatMap(({ name, many }) => {
    const values = given[name];
    return many !== true && Array.isArray(values) && values.length === size ? [{ name, values: values as Row }] : [];
  });
}
