import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { clockMinutes, dateMinutes } from "./date-minutes.ts";
import { itinerary } from "./itinerary.ts";
import { DEMANDS, TRIP } from "./trip.test-support.ts";

describe("dateMinutes", () => {
  it("reads date-times with and without a zone, and no day that is none", () => {
    expect(dateMinutes("2026-03-01T08:30Z")).toBe(Date.UTC(2026, 2, 1, 8, 30) / 60_000);
    expect(dateMinutes("2026-03-01T08:30-05:00")).toBe(Date.UTC(2026, 2, 1, 13, 30) / 60_000);
    expect(dateMinutes("2026-03-01 08:30:59")).toBe(Date.UTC(2026, 2, 1, 8, 30) / 60_000);
    expect(["2026-02-30T08:00", "2026-13-01T08:00", "2026-01-01T25:00", "08:00", 5, null].map(dateMinutes)).toEqual(
      new Array(6).fill(undefined),
    );
    expect(clockMinutes("09:05")).toBe(545);
  });
});

type Item = { [key: string]: string | number };
const changed = (change: (trip: Item[]) => void): string => {
  const trip = structuredClone(TRIP) as unknown as Item[];
  change(trip);
  return JSON.stringify(trip);
};
const set = (at: number, part: Item): string => changed((trip) => Object.assign(trip[at] as Item, part));

const NEAR: readonly (readonly [rule: string, text: string])[] = [
  ["order: Uffizi ends before it starts", set(1, { end: "2026-03-01T11:59" })],
  ["overlap: Rome → Florence and Uffizi", set(0, { end: "2026-03-01T12:01" })],
  [
    "continuity: Hotel Arno is not in Siena",
    changed((t) =>
      t.splice(2, 0, {
        kind: "move",
        from: "Florence",
        to: "Siena",
        start: "2026-03-01T15:00",
        end: "2026-03-01T16:00",
      }),
    ),
  ],
  ["opening hours: Uffizi is open 09:00–18:00", set(1, { start: "2026-03-01T16:01", end: "2026-03-01T18:01" })],
  ["travel time: Rome → Florence takes 90 minutes", set(0, { start: "2026-03-01T09:31" })],
  ["origin: it starts from Naples", set(0, { from: "Naples" })],
  ["destination: it ends in Florence", changed((t) => t.pop())],
  ["dates: Florence → Rome is too late", set(3, { end: "2026-03-02T20:01" })],
  ["nights: 2 for 1", set(2, { start: "2026-02-28T20:00" })],
  ["required places: Uffizi is left out", set(1, { place: "Bargello" })],
  ["budget: it costs 200.01 of 200", set(1, { cost: 20.01 })],
];

describe("itinerary", () => {
  it("accepts a trip that keeps every rule (by hand)", async () => {
    expect(
      await scoreRows(itinerary(), {
        text: [JSON.stringify(TRIP), JSON.stringify(TRIP)],
        demands: [DEMANDS, undefined],
      }),
    ).toEqual([
      [1, "keeps 11 rules"],
      [1, "keeps 3 rules"],
    ]);
  });

  it.each(NEAR)("sees: %s", async (rule, text) => {
    const [row] = await scoreRows(itinerary(), { text: [text], demands: [DEMANDS] });
    expect(row?.[0]).toBe(0);
    expect(String(row?.[1]).split("; ")).toContain(rule);
  });

  it("pays the share of the rules asked for that are kept", async () => {
    const text = [set(1, { cost: 20.01 }), changed((t) => t.pop())];
    const rows = await scoreRows(itinerary({ reduce: "mean" }), { text, demands: [DEMANDS, DEMANDS] });
    expect(rows.map(([value]) => value)).toEqual([10 / 11, 10 / 11]);
  });

  it("compares date-times over midnight and zones, and places that close after midnight", async () => {
    const night = [{ kind: "visit", place: "Bar", start: "2026-03-01T23:30", end: "2026-03-02T01:30" }];
    const late = [{ kind: "visit", place: "Bar", start: "2026-03-02T00:30", end: "2026-03-02T02:30" }];
    const flight = [
      { kind: "move", from: "LIS", to: "JFK", start: "2026-03-01T23:00+00:00", end: "2026-03-02T01:00-05:00" },
    ];
    const text = [night, late, flight, flight].map((one) => JSON.stringify(one));
    const bar = { hours: { bar: ["18:00", "02:00"] } };
    const demands = [bar, bar, { minutes: { JFK: { LIS: 420 } } }, { minutes: { LIS: { JFK: 421 } } }];
    expect(await scoreValues(itinerary(), { text, demands })).toEqual([1, 0, 1, 0]);
  });

  it("says what cannot be read, and whose fault it is", async () => {
    const text = [
      "[]",
      "none",
      JSON.stringify([{ kind: "visit", place: "A", start: "08:00", end: "09:00" }]),
      JSON.stringify([{ ...TRIP[1], cost: -5 }]),
      "[]",
      "[]",
    ];
    const demands = [{}, {}, {}, {}, { budget: "low" }, { from: "March" }];
    expect(await scoreRows(itinerary(), { text, demands })).toEqual([
      [0, "no list of items is stated"],
      [0, "no list of items is stated"],
      [0, "item 1 cannot be read"],
      [0, "item 1 cannot be read"],
      [
        "task",
        "Expected `demands` to state what is asked of an itinerary: budget Invalid input: expected number, received string",
      ],
      ["task", "Expected `from` and `until` to be date-times like 2026-03-01T08:30, got something else."],
    ]);
    const many = JSON.stringify(new Array(1001).fill(TRIP[1]));
    expect(await scoreRows(itinerary(), { text: [many], demands: [{}] })).toEqual([[0, "it has more than 1000 items"]]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(itinerary(), { demands: [DEMANDS] });
    expect(ms, name).toBeLessThan(500);
  });

  const columns = { text: [JSON.stringify(TRIP), "", "[]"], demands: [DEMANDS, undefined, { budget: -1 }] };
  for (const options of [{}, { reduce: "mean" as const }])
    for (const law of lawsOf(itinerary, { options, columns })) it(`${JSON.stringify(options)} ${law.name}`, law.check);
});
