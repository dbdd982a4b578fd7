import { describe, expect, it } from "vitest";
import { searchLog } from "./search-log.ts";

const log = searchLog({}, 3);
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

describe("searchLog", () => {
  it("has a quarter of relevant items, whose orders are 0.4 · relevance of their clicks", () => {
    const relevant = log.relevance.filter((value) => value > 0);
    expect(relevant.length / log.relevance.length).toBeCloseTo(0.25, 1);
    expect(Math.min(...relevant)).toBeGreaterThanOrEqual(0.5);
    const [orders, due] = [log.orders, log.clicks.map((clicks, i) => clicks * (log.orderChance[i] as number))];
    expect(mean(orders) / mean(due)).toBeCloseTo(1, 1);
    expect(log.orders.filter((_, i) => log.relevance[i] === 0).every((count) => count === 0)).toBe(true);
  });

  it("draws clicks by their chance and shows items by a Zipf law", () => {
    const due = log.shown.map((shown, i) => shown * (log.clickChance[i] as number));
    expect(mean(log.clicks) / mean(due)).toBeCloseTo(1, 1);
    const [first, second] = [...log.shown.subarray(0, 60)].sort((a, b) => b - a);
    expect([first, second]).toEqual([400, Math.floor(400 / 2 ** 1.5)]);
    expect(Math.min(...log.shown)).toBe(0);
  });

  it("is the same for a seed, another for another", () => {
    expect(searchLog({}, 3)).toEqual(log);
    expect(searchLog({}, 4).clicks).not.toEqual(log.clicks);
  });
});
