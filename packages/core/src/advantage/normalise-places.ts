import { type Layout, memberOffsets, type Signal } from "../signal/index.ts";
import { classesOf, type PlaceLevel } from "./classes.ts";
import { normaliseClasses, normaliseSpans } from "./normalise-classes.ts";
import type { PlaceRule } from "./place-rule.ts";

export interface Places {
  readonly level: PlaceLevel;
  readonly layout: Layout;
  /** With `by: key`. */
  readonly key?: Signal | undefined;
}

/** [N] the advantage of each counted place within its class; classes that lie side by side are not looked up. */
export function normalisePlaces(
  values: Float64Array,
  counted: Uint8Array,
  { level, layout, key }: Places,
  rule: PlaceRule,
): Float64Array {
  if (rule.by !== "all") return normaliseClasses(values, counted, classesOf(rule, level, layout, key), rule);
  const offsets = rule.among === "batch" ? Int32Array.of(0, values.length) : memberOffsets(layout, level);
  return normaliseSpans(values, counted, offsets, rule);
}
