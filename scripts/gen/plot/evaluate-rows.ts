import type { InputSpec, Transform } from "@guerdon/core/piece";
import { type Layout, type Level, type Signal, sizeAt } from "@guerdon/core/signal";
import type { Axis, Row } from "./parse-plot.ts";
import { applyAt, type Given, inputsOf, type Plotted } from "./plot-inputs.ts";
import { plotLayout, valuesOf } from "./plot-layout.ts";
import type { GivenRow, Series } from "./series.ts";

export type RowAxis = Extract<Axis, { kind: "members" | "steps" | "tokens" }>;

/** Training steps that the course of an adaptive number is shown for. */
const COURSE = 60;
/** Members of each group where there is a number for each group. */
const PAIR = 2;

/**
 * Bars of the members of a group, or of the steps or tokens of a rollout.
 *
 * What gives one number for all of them has one bar; an adaptive one is a curve over training steps that all have these
 * members. What gives a number for each group gets the members in groups of two.
 */
export function overRows(piece: Transform, axis: RowAxis, given: Given, yLabel: string): Series {
  const size = (axis.values[0] as Row).length;
  const input = rowInput(piece, axis);
  const plotted: Plotted | undefined = input === undefined ? undefined : { name: input.name, rows: axis.values };
  const members = axis.kind === "steps" ? membersOf(piece, given, size) : 1;
  const layout =
    members > 1
      ? plotLayout({ members, steps: size / members })
      : layoutOf(axis, size, { result: piece.level, read: input?.level ?? piece.level }, stepsOf(given, size));
  const inputs = inputsOf(piece, layout, given, plotted);
  const groups = sizeAt(layout, "group");
  const isPaired = groups > 1 && groups * PAIR === size;
  const state = isPaired ? piece.adaptive?.step(piece.adaptive.init(), inputs, layout, 0) : undefined;
  const values = valuesOf(applyAt(piece, layout, inputs, given, state));
  const at = values.map((_, i) => i + 1);
  const rows = [...plottedRows(plotted), ...givenRows(piece, given, size)];
  if (isPaired) {
    const xLabel = state === undefined ? "group" : "group, after one training step";
    return { kind: "bars", at, values, given: rows.flatMap(inPairs), xLabel, yLabel };
  }
  if (values.length === size) {
    const xLabel = `${axis.kind.slice(0, -1)}${members > 1 ? `, ${size / members} of each of ${members} rollouts` : ""}`;
    return { kind: "bars", at, values, given: rows, xLabel, yLabel };
  }
  const from = rows.map((row) => `${row.name} = [${row.values.map((value) => value ?? "×").join(", ")}]`).join(", ");
  const course = piece.adaptive === undefined || values.length > 1 ? undefined : courseOf(piece, layout, inputs);
  if (course === undefined) return { kind: "bars", at, values, xLabel: `from ${from}`, yLabel };
  const xLabel = `training step, ${from} in each`;
  return { kind: "curve", at: course.map((_, step) => step), values: course, xLabel, yLabel };
}

/** The first and second members of all groups. */
function inPairs({ name, values }: GivenRow): readonly GivenRow[] {
  return Array.from({ length: PAIR }, (_, k) => ({
    name: `${name} ${k + 1}`,
    values: values.filter((_value, i) => i % PAIR === k),
  }));
}

/** The one number of an adaptive piece in one training step after the other. */
function courseOf(piece: Transform, layout: Layout, inputs: readonly Signal[]): Series["values"] {
  let state = piece.adaptive?.init();
  return Array.from({ length: COURSE + 1 }, (_, step) => {
    const value = valuesOf(applyAt(piece, layout, inputs, { step }, state))[0] ?? null;
    if (state !== undefined) state = piece.adaptive?.step(state, inputs, layout, step);
    return value;
  });
}

function layoutOf(
  axis: RowAxis,
  size: number,
  level: { readonly result: Level | undefined; readonly read: Level | undefined },
  steps: number,
): Layout {
  if (axis.kind === "steps") return plotLayout({ steps: size });
  if (axis.kind === "tokens") return plotLayout({ tokens: size, steps });
  if (level.read === "group") return plotLayout({ groups: size });
  if (level.result === "group" && size > PAIR && size % PAIR === 0)
    return plotLayout({ groups: size / PAIR, members: PAIR });
  return plotLayout({ members: size });
}

/** Over how many rollouts of a group steps are spread: one for each value that is given of rollouts. */
function membersOf({ inputs }: Transform, given: Given, size: number): number {
  const [list] = inputs.flatMap(({ name, level }) => {
    const values = given[name];
    return level === "rollout" && Array.isArray(values) ? [values] : [];
  });
  return list !== undefined && list.length < size && size % list.length === 0 ? list.length : 1;
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
