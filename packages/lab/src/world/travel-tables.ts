import { streamKey, uniformAt } from "@guerdon/core/random";

export const CITIES = ["Arles", "Bergen", "Como", "Delft", "Evora", "Faro"] as const;

/** A connection of every day; minutes count from midnight. */
export interface Connection {
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly departs: number;
  readonly arrives: number;
  readonly price: number;
}

export interface Hotel {
  readonly name: string;
  readonly city: string;
  readonly price: number;
}

/** A place to see; minutes count from midnight. */
export interface Sight {
  readonly name: string;
  readonly city: string;
  readonly price: number;
  readonly opens: number;
  readonly closes: number;
}

/** Rows of an answer of a tool. */
export const PAGE = 4;

const HOURS = [
  [480, 780],
  [780, 1200],
  [480, 1200],
] as const;

/** What the tools know, the same for ever: 120 connections, 24 hotels, 36 sights. */
export function travelTables(): {
  readonly connections: readonly Connection[];
  readonly hotels: readonly Hotel[];
  readonly sights: readonly Sight[];
} {
  const key = streamKey(0, "travel tables");
  let drawn = 0;
  const whole = (low: number, high: number): number => low + Math.floor((high - low + 1) * uniformAt(key, drawn++));
  const pairs = CITIES.flatMap((from) => CITIES.filter((to) => to !== from).map((to) => ({ from, to })));
  const connections = pairs.flatMap(({ from, to }, p) =>
    Array.from({ length: PAGE }, (_, k): Connection => {
      const departs = 360 + 150 * k + 5 * whole(0, 18);
      return {
        number: `T${100 + PAGE * p + k}`,
        from,
        to,
        departs,
        arrives: departs + 5 * whole(12, 36),
        price: 5 * whole(4, 24),
      };
    }),
  );
  const hotels = CITIES.flatMap((city) =>
    Array.from({ length: PAGE }, (_, k): Hotel => ({ name: `Hotel ${city} ${k + 1}`, city, price: 10 * whole(5, 20) })),
  );
  const sights = CITIES.flatMap((city) =>
    Array.from({ length: 6 }, (_, k): Sight => {
      const [opens, closes] = HOURS[whole(0, 2)] as (typeof HOURS)[number];
      return { name: `Sight ${city} ${k + 1}`, city, price: 2 * whole(0, 15), opens, closes };
    }),
  );
  return { connections, hotels, sights };
}
