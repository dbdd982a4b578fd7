import { streamKey, uniformAt } from "@guerdon/core/random";
import { CITIES, type Connection, type Hotel, PAGE, type Sight, travelTables } from "./travel-tables.ts";

/** When the sight is visited: on the day of arrival, the next morning, or before the journey, which never works. */
export const ORDERS = ["first day", "second day", "before"] as const;

/** What is picked for each part of a trip. */
export interface TripPicks {
  readonly out: Connection;
  readonly hotel: Hotel;
  readonly sight: Sight;
  readonly back: Connection;
  readonly order: number;
}

export type TripSlot = Exclude<keyof TripPicks, "order">;
export const SLOTS: readonly TripSlot[] = ["out", "hotel", "sight", "back"];

/** What is asked for, in the words of an itinerary's demands; minutes count from midnight of the first day. */
export interface TravelQuery {
  readonly isHard: boolean;
  readonly origin: string;
  readonly city: string;
  readonly budget?: number;
  /** No earlier start. */
  readonly from?: number;
  /** No later end. */
  readonly until?: number;
  readonly required?: string;
  /** [slot][row] what the tools answer. */
  readonly pages: { readonly [slot in TripSlot]: readonly TripPicks[slot][] };
  /** What comes to mind without a tool: a row of the page, or one that is made up to fit. */
  readonly memory: Omit<TripPicks, "order">;
  /** [4] whether what comes to mind is made up. */
  readonly madeUp: readonly boolean[];
  /** A trip that keeps all demands: rows of the pages and an order. */
  readonly gold: { readonly rows: readonly number[]; readonly order: number };
}

const DAY = 1440;
/** Minutes from an arrival to a visit. */
export const WAY = 60;
/** Minutes of a visit. */
export const VISIT = 120;
/** Clock of a visit on the second day. */
export const MORNING = 600;

const tables = travelTables();

/** When a visit begins. */
export function visitStart({ out, order }: Pick<TripPicks, "out" | "order">): number {
  return order === 0 ? out.arrives + WAY : order === 1 ? DAY + MORNING : out.departs - VISIT - WAY;
}

/** Whether a trip can be made by the clock, leaving demands aside. */
export function isPossible(picks: Pick<TripPicks, "out" | "sight" | "back" | "order">): boolean {
  const { sight, back, order } = picks;
  if (order === 2) return false;
  const start = visitStart(picks) % DAY;
  const ends = start + VISIT;
  return start >= sight.opens && ends <= sight.closes && (order === 0 ? ends <= 1200 : ends + WAY <= back.departs);
}

/** Query number `i`, the same for ever: easy ones have one or two demands, hard ones three or four. */
export function travelQuery(i: number, hardShare: number, wrongShare: number): TravelQuery {
  const key = streamKey(i, "travel query");
  let drawn = 0;
  const draw = (): number => uniformAt(key, drawn++);
  const whole = (size: number): number => Math.floor(size * draw());
  const isHard = draw() < hardShare;
  const origin = CITIES[whole(6)] as string;
  const city = CITIES.filter((name) => name !== origin)[whole(5)] as string;
  const way = (from: string, to: string) => tables.connections.filter((row) => row.from === from && row.to === to);
  const firstSight = whole(3);
  const pages = {
    out: way(origin, city),
    hotel: tables.hotels.filter((row) => row.city === city),
    sight: tables.sights.filter((row) => row.city === city).slice(firstSight, firstSight + PAGE),
    back: way(city, origin),
  };
  const gold = goldTrip(pages, whole);
  const count = isHard ? 3 + whole(2) : 1 + whole(2);
  const asked = [0, 1, 2, 3].map((k) => ({ k, at: draw() })).sort((a, b) => a.at - b.at);
  const kinds = new Set(asked.slice(0, count).map(({ k }) => k));
  const picked = picksOf(pages, gold.rows);
  const cost = SLOTS.reduce((sum, slot) => sum + picked[slot].price, 0);
  const madeUp = SLOTS.map(() => draw() < wrongShare);
  return {
    isHard,
    origin,
    city,
    ...(kinds.has(0) ? { budget: Math.round(cost * (isHard ? 1.1 : 1.3)) } : {}),
    ...(kinds.has(1) ? { from: picked.out.departs - 30 } : {}),
    ...(kinds.has(2) ? { until: DAY + picked.back.arrives + 30 } : {}),
    ...(kinds.has(3) ? { required: picked.sight.name } : {}),
    pages,
    gold,
    madeUp,
    memory: remembered(pages, picked, madeUp, whole),
  };
}

type Pages = TravelQuery["pages"];

function picksOf(pages: Pages, rows: readonly number[]): Omit<TripPicks, "order"> {
  const [out, hotel, sight, back] = rows as readonly [number, number, number, number];
  return {
    out: pages.out[out] as Connection,
    hotel: pages.hotel[hotel] as Hotel,
    sight: pages.sight[sight] as Sight,
    back: pages.back[back] as Connection,
  };
}

/** A trip that can be made: drawn until one can. */
function goldTrip(pages: Pages, whole: (size: number) => number): TravelQuery["gold"] {
  for (;;) {
    const rows = SLOTS.map((slot) => whole(pages[slot].length));
    const order = whole(2);
    if (isPossible({ ...picksOf(pages, rows), order })) return { rows, order };
  }
}

function remembered(
  pages: Pages,
  gold: Omit<TripPicks, "order">,
  madeUp: readonly boolean[],
  whole: (size: number) => number,
): Omit<TripPicks, "order"> {
  const { out, hotel, sight, back } = picksOf(
    pages,
    SLOTS.map((slot) => whole(pages[slot].length)),
  );
  const cheaper = (price: number): number => Math.floor(0.8 * price);
  return {
    out: madeUp[0] ? { ...gold.out, number: `X${gold.out.number}`, price: cheaper(gold.out.price) } : out,
    hotel: madeUp[1] ? { ...gold.hotel, price: cheaper(gold.hotel.price) - 1 } : hotel,
    sight: madeUp[2] ? { ...gold.sight, opens: 420, closes: 1260 } : sight,
    back: madeUp[3] ? { ...gold.back, number: `X${gold.back.number}`, price: cheaper(gold.back.price) } : back,
  };
}
