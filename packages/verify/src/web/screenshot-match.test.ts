import { expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { checkRows, titled } from "./check-rows.test-support.ts";
import { screenshotMatch } from "./screenshot-match.ts";

checkRows(screenshotMatch, { reference: ["<h1>Hi</h1>", "<h1>Hi</h1>"] });

it.skipIf(withoutBrowser !== undefined)(titled("is the task's fault where the reference is wrong"), async () => {
  const text = ["<h1>Hi</h1>", "<h1>Hi</h1>", "<h1>Hi</h1>"];
  expect(await scoreRows(screenshotMatch(), { text, reference: [null, "iVBORw0KGgoAAAA", ""] }, BROWSER)).toEqual([
    ["task", "Expected `reference` to be a PNG in base64 or a page, got neither."],
    ["task", "Expected `reference` to be a PNG in base64, got something else."],
    ["task", "Expected `reference` to be a PNG in base64 or a page, got neither."],
  ]);
});
