import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { dateMinutes } from "./date-minutes.ts";
import { askedRules, brokenRules, type ItineraryItem, itineraryDemands } from "./itinerary-rules.ts";

export interface ItineraryOptions {
  /** 1 only when every rule is kept, or the share of rules that are. */
  readonly reduce: "all" | "mean";
  /** More items are a failure of the candidate. */
  readonly maxItems: number;
  /** Longer texts are a failure of the candidate. */
  readonly limitCharacters: number;
}

type ItineraryInput = { readonly [K in keyof ItineraryOptions]?: ItineraryOptions[K] | undefined };

const options: z.ZodType<ItineraryOptions, ItineraryInput> = z.strictObject({
  reduce: z.enum(["all", "mean"]).default("all"), // 132 §Mechanism: all must pass
  maxItems: z.int().positive().default(1000),
  limitCharacters: z.int().positive().default(1_000_000),
});

/**
 * Checks whether an itinerary can be travelled and keeps what was asked for.
 *
 * The text holds a JSON list of items `{ kind, start, end, cost }` with date-times: a `move` with `from` and `to`, a
 * `visit` or `stay` with `place` and, where it matters, `city`. Rules: order, overlap (a stay may hold visits),
 * continuity of places; and, where `demands` states them, opening hours, least travel times, origin, destination, dates,
 * nights, required places, budget. Date-times are compared, never clocks alone, so midnight is no trap. No item is 0.
 *
 * @kind source
 * @unit itinerary, demands → 0 … 1
 * @paper 132 §Mechanism (level 1: space and time feasibility, all rules)
 * @alias itineraryFeasible = { use: itinerary }
 *
 * ```ts doctest
 * import { itinerary } from "@guerdon/verify/plan";
 * itinerary().options.reduce // => "all"
 * ```
 */
export const itinerary: SourceFactory<typeof options> = defineSource({
  name: "itinerary",
  version: 1,
  summary: "Whether an itinerary can be travelled in space and time and keeps budget and demands.",
  options,
  build: ({ reduce, maxItems, limitCharacters }: ItineraryOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      demands: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const demands = itineraryDemands.safeParse(columns.demands?.[i] ?? {});
        const text = columns.text?.[i] as string;
        if (!demands.success) {
          const [issue] = demands.error.issues;
          out.fail(
            i,
            "task",
            `Expected \`demands\` to state what is asked of an itinerary: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
          );
        } else if (
          [demands.data.from, demands.data.until].some((date) => date !== undefined && dateMinutes(date) === undefined)
        )
          out.fail(
            i,
            "task",
            "Expected `from` and `until` to be date-times like 2026-03-01T08:30, got something else.",
          );
        else if (text.length > limitCharacters)
          out.fail(i, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
        else {
          const items = readItems(parseStrict(jsonText(text))?.value, maxItems);
          if (typeof items === "string") {
            out.set(i, 0, items);
            continue;
          }
          const asked = askedRules(demands.data);
          const broken = brokenRules(items, demands.data);
          const value = reduce === "all" ? Number(broken.size === 0) : 1 - broken.size / asked.length;
          const notes = [...broken].map(([rule, where]) => `${rule}: ${where}`);
          out.set(i, value, notes.length === 0 ? `keeps ${asked.length} rules` : notes.join("; "));
        }
      }
    },
  }),
});

function readItems(value: Json | undefined, maxItems: number): readonly ItineraryItem[] | string {
  if (!Array.isArray(value) || value.length === 0) return "no list of items is stated";
  if (value.length > maxItems) return `it has more than ${maxItems} items`;
  const items: ItineraryItem[] = [];
  for (const [i, one] of value.entries()) {
    const item = readItem(one);
    if (item === undefined) return `item ${i + 1} cannot be read`;
    items.push(item);
  }
  return items;
}

function readItem(value: Json): ItineraryItem | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { kind, start, end, cost = 0, from, to, place, city } = value as { readonly [key: string]: Json };
  const [first, last] = [dateMinutes(start), dateMinutes(end)];
  if (first === undefined || last === undefined || typeof cost !== "number" || cost < 0) return undefined;
  const zone = zoneOf(start as string);
  const shared = { start: first, end: last, cost, zone };
  if (kind === "move")
    return typeof from === "string" && typeof to === "string" ? { kind, from, to, ...shared } : undefined;
  if ((kind !== "visit" && kind !== "stay") || typeof place !== "string") return undefined;
  return { kind, place, city: typeof city === "string" ? city : undefined, ...shared };
}

/** UTC less the clock a date-time is written in, in minutes. */
function zoneOf(text: string): number {
  const zone = /([+-])(\d\d):(\d\d)$/u.exec(text.slice(16));
  return zone === null ? 0 : (zone[1] === "-" ? 1 : -1) * (60 * Number(zone[2]) + Number(zone[3]));
}
