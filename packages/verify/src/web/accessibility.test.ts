import { expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { accessibility } from "./accessibility.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { checkRows, titled } from "./check-rows.test-support.ts";

checkRows(accessibility);

it.skipIf(withoutBrowser !== undefined)(titled("counts rules or elements by weight (by hand)"), async () => {
  const text = ['<!doctype html><html lang="en"><title>x</title><img src="a"><img src="b">'];
  const values = async (options: object): Promise<unknown> =>
    (await scoreRows(accessibility(options), { text }, BROWSER))[0]?.[0];
  expect(await values({})).toBeCloseTo(1 - 10 / 30, 12);
  expect(await values({ count: "elements" })).toBeCloseTo(1 - 20 / 30, 12);
  expect(await values({ count: "elements", limit: 20 })).toBe(0);
  expect(await values({ weights: { critical: 6 } })).toBeCloseTo(0.8, 12);
});
