import type { Json } from "@guerdon/core/signal";
import { parse } from "yaml";

/** What a plot goes over. */
export type Axis =
  | { readonly kind: "input"; readonly name: string; readonly from: number; readonly to: number }
  | { readonly kind: "step"; readonly from: number; readonly to: number }
  | { readonly kind: "members" | "steps" | "tokens"; readonly values: readonly Row[] };

/** One value a member; several rows where a piece reads several. */
export type Row = readonly (number | null)[];

/** One curve, or one set of bars, of a plot. */
export interface PlotSpec {
  /** Options and inputs that are not plotted over. */
  readonly settings: { readonly [name: string]: Json };
  readonly axis: Axis;
  /** What tells it from the others of its plot, where that is not what differs in the settings. */
  readonly label?: string;
}

const TAG = /^(\{.*\})?\s*over\s+([\w-]+)\s*(\S.*)$/;
const RANGE = /^(\S+?)\s*\.\.\s*(\S+)$/;

/**
 * Reads a `@plot` tag: settings, `over`, and an input with its range, `step` with its range, or `members`, `steps` or
 * `tokens` with their values.
 *
 * @throws Error when it is none of these
 */
export function parsePlot(text: string): PlotSpec {
  const [, settings = "{}", name, rest] = TAG.exec(text.trim()) ?? [];
  if (name === undefined || rest === undefined) throw malformed(text);
  const axis = axisOf(name, rest);
  if (axis === undefined) throw malformed(text);
  return { settings: parse(settings) as PlotSpec["settings"], axis };
}

function axisOf(name: string, rest: string): Axis | undefined {
  if (rest.startsWith("[")) {
    if (name !== "members" && name !== "steps" && name !== "tokens") return undefined;
    const values = parse(rest) as readonly (number | null | Row)[];
    const rows = values.some(Array.isArray) ? (values as readonly Row[]) : [values as Row];
    return { kind: name, values: rows };
  }
  const [, from = "", to = ""] = RANGE.exec(rest) ?? [];
  const [least, most] = [Number(from), Number(to)];
  if (from === "" || !(least < most)) return undefined;
  return name === "step" ? { kind: "step", from: least, to: most } : { kind: "input", name, from: least, to: most };
}

function malformed(text: string): Error {
  return new Error(
    `Expected \`@plot\` to read \`{ settings } over INPUT 0..1\`, \`over step 0..100\` or \`over members [1, 0]\`, got \`${text}\`.`,
  );
}
