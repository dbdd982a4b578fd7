import { expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { checkRows, titled } from "./check-rows.test-support.ts";
import { pageLayout } from "./page-layout.ts";

checkRows(pageLayout);

it.skipIf(withoutBrowser !== undefined)(titled("names the elements and what holds the browser"), async () => {
  const text = [
    '<body style="margin:0"><p id="a" style="margin:0">some words</p><p class="b c" style="position:absolute;top:0;left:0;margin:0">some words</p>',
  ];
  const [[value, evidence] = []] = await scoreRows(pageLayout({ measure: "overlap" }), { text }, BROWSER);
  expect(value).toBeCloseTo(0.5, 9);
  expect(evidence).toMatch(/^p#a and p\.b share \d+ px² \(Chromium in .+\)$/u);
});
