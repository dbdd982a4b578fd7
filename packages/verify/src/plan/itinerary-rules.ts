import { z } from "zod";
import { clockMinutes, dateMinutes } from "./date-minutes.ts";

const clock: z.ZodType<string> = z.string().regex(/^(?:[01]\d|2[0-4]):[0-5]\d$/u);

/** What an itinerary must keep; what is not stated is not asked. */
export interface ItineraryDemands {
  readonly origin?: string | undefined;
  readonly destination?: string | undefined;
  /** First and last moment of the trip. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly budget?: number | undefined;
  readonly nights?: number | undefined;
  readonly required?: readonly string[] | undefined;
  /** When a place is open, on the clock of its date-times: `["09:00", "17:00"]`. */
  readonly hours?: { readonly [place: string]: readonly [string, string] } | undefined;
  /** Least minutes from one place to another, both ways. */
  readonly minutes?: { readonly [from: string]: { readonly [to: string]: number } } | undefined;
}

export const itineraryDemands: z.ZodType<ItineraryDemands> = z.strictObject({
  origin: z.string().optional(),
  destination: z.string().optional(),
  from: z.string().optional(),
  until: z.string().optional(),
  budget: z.number().min(0).optional(),
  nights: z.int().min(0).optional(),
  required: z.array(z.string()).optional(),
  hours: z.record(z.string(), z.tuple([clock, clock])).optional(),
  minutes: z.record(z.string(), z.record(z.string(), z.number().min(0))).optional(),
});

/** One item of an itinerary: a way, a visit, or a night's stay. */
export interface ItineraryItem {
  readonly kind: "move" | "visit" | "stay";
  readonly start: number;
  readonly end: number;
  readonly cost: number;
  /** Of a way. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of a visit or stay. */
  readonly place?: string | undefined;
  /** Where the place is, as ways name it. */
  readonly city?: string | undefined;
  /** The clock the item is written in, in minutes before UTC. */
  readonly zone: number;
}

const ITINERARY_RULES = [
  "order",
  "overlap",
  "continuity",
  "opening hours",
  "travel time",
  "origin",
  "destination",
  "dates",
  "nights",
  "required places",
  "budget",
] as const;
export type ItineraryRule = (typeof ITINERARY_RULES)[number];

const same = (a: string | undefined, b: string | undefined): boolean =>
  (a ?? "").trim().toLowerCase() === (b ?? "").trim().toLowerCase();

/** What of the rules that the demands ask for an itinerary breaks, each with a word on where. */
export function brokenRules(items: readonly ItineraryItem[], demands: ItineraryDemands): Map<ItineraryRule, string> {
  const broken = new Map<ItineraryRule, string>();
  const breaks = (rule: ItineraryRule, where: string): void => {
    if (!broken.has(rule)) broken.set(rule, where);
  };
  items.forEach((item, i) => {
    const name = nameOf(item);
    if (item.end < item.start) breaks("order", `${name} ends before it starts`);
    const before = items[i - 1];
    if (before !== undefined && item.start < before.start)
      breaks("order", `${name} starts before what stands before it`);
    const hours = item.kind === "visit" ? entryOf(demands.hours, item.place) : undefined;
    if (hours !== undefined && !isOpen(item, hours)) breaks("opening hours", `${name} is open ${hours.join("–")}`);
    const least = item.kind === "move" ? leastMinutes(demands, item) : undefined;
    if (least !== undefined && item.end - item.start < least) breaks("travel time", `${name} takes ${least} minutes`);
  });
  const clash = firstOverlap(items);
  if (clash !== undefined) breaks("overlap", clash);
  checkPlaces(items, demands, breaks);
  checkTotals(items, demands, breaks);
  return broken;
}

/** The rules that are asked for: what is always so, and what the demands state. */
export function askedRules(demands: ItineraryDemands): ItineraryRule[] {
  const stated: { readonly [rule in ItineraryRule]?: boolean } = {
    "opening hours": demands.hours !== undefined,
    "travel time": demands.minutes !== undefined,
    origin: demands.origin !== undefined,
    destination: demands.destination !== undefined,
    dates: demands.from !== undefined || demands.until !== undefined,
    nights: demands.nights !== undefined,
    "required places": demands.required !== undefined,
    budget: demands.budget !== undefined,
  };
  return ITINERARY_RULES.filter((rule) => stated[rule] ?? true);
}

type Breaks = (rule: ItineraryRule, where: string) => void;

function checkPlaces(
  items: readonly ItineraryItem[],
  { origin, destination, required }: ItineraryDemands,
  breaks: Breaks,
): void {
  let here = origin;
  for (const item of items) {
    if (item.kind === "move") {
      if (here !== undefined && !same(item.from, here))
        breaks("continuity", `${nameOf(item)} starts away from ${here}`);
      here = item.to;
    } else if (item.city !== undefined) {
      if (here !== undefined && !same(item.city, here)) breaks("continuity", `${nameOf(item)} is not in ${here}`);
      here ??= item.city;
    }
  }
  const first = items[0];
  const start = first?.kind === "move" ? first.from : first?.city;
  if (origin !== undefined && !same(start, origin)) breaks("origin", `it starts from ${start ?? "nowhere"}`);
  if (destination !== undefined && !same(here, destination)) breaks("destination", `it ends in ${here ?? "no place"}`);
  const seen = new Set(
    items.flatMap(({ place, city, to }) => [place, city, to]).map((one) => (one ?? "").trim().toLowerCase()),
  );
  const left = required?.find((place) => !seen.has(place.trim().toLowerCase()));
  if (left !== undefined) breaks("required places", `${left} is left out`);
}

function checkTotals(
  items: readonly ItineraryItem[],
  { from, until, budget, nights }: ItineraryDemands,
  breaks: Breaks,
): void {
  const [first, last] = [dateMinutes(from), dateMinutes(until)];
  const early = items.find(({ start }) => first !== undefined && start < first);
  const late = items.find(({ end }) => last !== undefined && end > last);
  if (early !== undefined) breaks("dates", `${nameOf(early)} is too early`);
  else if (late !== undefined) breaks("dates", `${nameOf(late)} is too late`);
  const cost = items.reduce((sum, one) => sum + one.cost, 0);
  if (budget !== undefined && cost > budget + 1e-9)
    breaks("budget", `it costs ${Number(cost.toFixed(2))} of ${budget}`);
  const slept = items.reduce((sum, item) => sum + (item.kind === "stay" ? nightsOf(item) : 0), 0);
  if (nights !== undefined && slept !== nights) breaks("nights", `${slept} for ${nights}`);
}

/** Midnights inside an item, on its own clock. */
function nightsOf({ start, end, zone }: ItineraryItem): number {
  return Math.max(0, Math.floor((end - zone) / 1440) - Math.floor((start - zone) / 1440));
}

/** A stay may hold visits; nothing else may lie in the time of another. */
function firstOverlap(items: readonly ItineraryItem[]): string | undefined {
  for (const kinds of [
    ["move", "visit"],
    ["move", "stay"],
  ] as const) {
    const some = items
      .filter(({ kind }) => (kinds as readonly string[]).includes(kind))
      .sort((a, b) => a.start - b.start);
    for (let i = 1; i < some.length; i++) {
      const [one, next] = [some[i - 1] as ItineraryItem, some[i] as ItineraryItem];
      if (next.start < one.end) return `${nameOf(one)} and ${nameOf(next)}`;
    }
  }
  return undefined;
}

function isOpen({ start, end, zone }: ItineraryItem, [opens, closes]: readonly [string, string]): boolean {
  const from = (((start - zone) % 1440) + 1440) % 1440;
  const [open, close] = [clockMinutes(opens), clockMinutes(closes)];
  // A place that closes after midnight.
  const until = close <= open ? close + 1440 : close;
  const at = from < open && until > 1440 ? from + 1440 : from;
  return at >= open && at + (end - start) <= until;
}

function leastMinutes({ minutes }: ItineraryDemands, { from, to }: ItineraryItem): number | undefined {
  return entryOf(entryOf(minutes, from), to) ?? entryOf(entryOf(minutes, to), from);
}

function entryOf<T>(table: { readonly [name: string]: T } | undefined, name: string | undefined): T | undefined {
  if (table === undefined) return undefined;
  const key = Object.keys(table).find((one) => same(one, name));
  return key === undefined ? undefined : table[key];
}

function nameOf({ kind, from, to, place }: ItineraryItem): string {
  return (kind === "move" ? `${from} → ${to}` : `${place}`).slice(0, 80);
}
