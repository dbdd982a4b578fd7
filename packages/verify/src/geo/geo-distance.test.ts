import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, slowestHostile } from "../text/score-rows.test-support.ts";
import { geoDistance } from "./geo-distance.ts";
import { haversineKm } from "./haversine-km.ts";

describe("geoDistance", () => {
  it("knows Paris–London, a degree of the meridian, poles and antipodes", () => {
    expect(haversineKm([48.8566, 2.3522], [51.5074, -0.1278])).toBeCloseTo(343.6, 0);
    expect(haversineKm([0, 0], [1, 0])).toBeCloseTo((6371.0088 * Math.PI) / 180, 9);
    expect(haversineKm([90, 0], [90, 120])).toBeCloseTo(0, 9);
    expect(haversineKm([10, 20], [-10, -160])).toBeCloseTo(6371.0088 * Math.PI, 3);
    expect(haversineKm([0, 179], [0, -179])).toBeCloseTo(haversineKm([0, 0], [0, 2]), 9);
  });

  it("counts thresholds, and says what lacks", async () => {
    const text = ["48.8566, 2.3522", "(51.5074, -0.1278)", "Paris", "95, 2"];
    expect(await scoreRows(geoDistance(), { text, place: text.map(() => [48.8566, 2.3522]) })).toEqual([
      [1, "0.0 km"],
      [0.4, "343.6 km"],
      [0, "no latitude and longitude are stated"],
      [0, "no latitude and longitude are stated"],
    ]);
    expect(await scoreRows(geoDistance(), { text: ["1 1"], place: [null] })).toEqual([
      ["task", "Expected `place` to be [latitude, longitude] in degrees, got something else."],
    ]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(geoDistance(), { place: [[0, 0]] });
    expect(ms, name).toBeLessThan(100);
  });

  const columns = { text: ["1, 1", "", "2 2 2"], place: [[1, 1], [0, 0], null] };
  for (const law of lawsOf(geoDistance, { columns })) it(law.name, law.check);
});
