import { expect, it } from "vitest";
import { withoutBrowser } from "./browser-context.test-support.ts";
import { titled } from "./check-rows.test-support.ts";
import { Chromium } from "./chromium.ts";
import { type Containment, canContain } from "./chromium-command.ts";

const settings = {
  html: "<h1>Hi</h1>",
  width: 800,
  height: 600,
  javascript: false,
  deadlineMs: 10_000,
  limitNodes: 99,
};
const skipped = withoutBrowser ?? (canContain() ? undefined : "bubblewrap does not work here");

it.skipIf(skipped !== undefined).each([
  ["both", "bubblewrap and the sandbox of Chromium, no network"],
  ["container", "bubblewrap, no network"],
] as const)("says what holds the browser: %s", async (by: Containment, containment) => {
  const browser = new Chromium([by]);
  const title = (): Promise<unknown> => browser.render(settings, (page) => page.evaluate("document.body.textContent"));
  expect([await title(), browser.containment]).toEqual(["Hi", containment]);
  browser.close();
  expect(await title()).toBe("Hi");
  browser.close();
});

it.skipIf(withoutBrowser !== undefined)(
  titled("tries a page again when its browser dies, and gives up after two"),
  async () => {
    const browser = new Chromium();
    let deaths = 0;
    const dies = (times: number): Promise<unknown> =>
      browser.render(settings, async (page) => {
        if (deaths++ >= times) return "alive";
        await page.send("Browser.crash").catch(() => {});
        return page.evaluate("1");
      });
    expect(await dies(1)).toBe("alive");
    deaths = 0;
    await expect(dies(2)).rejects.toMatchObject({
      blame: "sandbox",
      message: expect.stringMatching(/^Chromium failed: /u),
    });
    expect(await browser.render(settings, (page) => page.evaluate("2"))).toBe(2);
    browser.close();
  },
);
