import { expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { checkRows, titled } from "./check-rows.test-support.ts";
import { htmlStructure } from "./html-structure.ts";

checkRows(htmlStructure);

it.skipIf(withoutBrowser !== undefined)(titled("counts what is seen of a selector, and words"), async () => {
  const text = ["<p>one two</p><p hidden>three</p>", "<p>one two three four</p><p>five</p><p>six</p>"];
  const none = { title: false, language: false, headings: false, links: false, images: false };
  const source = htmlStructure({ ...none, words: { min: 2, max: 3 }, elements: [{ selector: "p", min: 1, max: 2 }] });
  expect((await scoreRows(source, { text }, BROWSER)).map(([value]) => value)).toEqual([1, 0]);
  expect((await scoreRows(htmlStructure(none), { text }, BROWSER)).map(([value]) => value)).toEqual([1, 1]);
  const wrong = htmlStructure({ elements: [{ selector: "p[[", min: 1 }] });
  expect(await scoreRows(wrong, { text: ["x"] }, BROWSER)).toEqual([["task", "Expected a selector, got p[[."]]);
});
