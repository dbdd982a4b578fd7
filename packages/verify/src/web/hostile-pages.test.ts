import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Source } from "@guerdon/core/piece";
import { failed } from "@guerdon/core/signal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { accessibility } from "./accessibility.ts";
import { BROWSER, withoutBrowser } from "./browser-context.test-support.ts";
import { CdpConnection } from "./cdp-connection.ts";
import { titled } from "./check-rows.test-support.ts";
import { type ChromiumCommand, chromiumCommand } from "./chromium-command.ts";
import { FORGING, HOSTILE_PAGES } from "./hostile-pages.test-support.ts";
import { htmlStructure } from "./html-structure.ts";
import { Page } from "./page.ts";
import { pageLayout } from "./page-layout.ts";
import { screenshotMatch } from "./screenshot-match.ts";

const test = it.skipIf(withoutBrowser !== undefined);

let server: Server;
let visits = 0;
beforeAll(async () => {
  server = createServer((_, reply) => {
    reply.end("x");
  }).on("connection", () => visits++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

const filled = (name: string): string =>
  (HOSTILE_PAGES[name] as string).replaceAll("{port}", String((server.address() as AddressInfo).port));

const names = Object.keys(HOSTILE_PAGES);
const scripted = names.filter((name) => HOSTILE_PAGES[name]?.includes("<script"));

/** A page is scored, or the candidate failed; nobody else is to blame. */
async function isHeld(source: Source, name: string): Promise<void> {
  const [row] = await scoreRows(source, { text: [filled(name)] }, BROWSER);
  expect(typeof row?.[0] === "number" || row?.[0] === "candidate", String(row)).toBe(true);
}

describe("hostile pages", () => {
  test.each(names.map((name) => [titled(name)]))("without scripts: %s", (name) =>
    isHeld(pageLayout({ deadlineMs: 1000 }), name),
  );
  test.each(scripted.map((name) => [titled(name)]))("with scripts: %s", (name) =>
    isHeld(pageLayout({ deadlineMs: 1000, javascript: true }), name),
  );
  test.each(["a clobbered document", "deep nesting", "a half pair"].map((name) => [titled(name)]))(
    "by axe: %s",
    (name) => isHeld(accessibility({ deadlineMs: 1000 }), name),
  );

  test(titled("read no file"), async () => {
    const none = { title: false, language: false, headings: false, links: false, images: false };
    const source = htmlStructure({ ...none, javascript: true, words: { min: 1, max: 1 } });
    expect((await scoreRows(source, { text: [filled("files")] }, BROWSER))[0]?.[0]).toBe(1);
  });

  test(titled("visit nobody where the container shares the network"), async () => {
    const command = chromiumCommand("") as ChromiumCommand;
    const args = command.args.flatMap((one) => (one === "--unshare-all" ? [one, "--share-net"] : [one]));
    const connection = new CdpConnection({ ...command, args });
    await connection.send("Target.setDiscoverTargets", { discover: true });
    for (const name of ["requests", "requests by script"]) {
      const page = await Page.open(connection, true);
      const settings = { width: 800, height: 600, javascript: true, deadlineMs: 3000, limitNodes: 9999 };
      const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
      await page.render({ ...settings, html: filled(name) }, wait).catch(() => {});
      await page.close();
    }
    connection.kill();
    expect(visits).toBe(0);
    // The control: what a page may not do, Node does.
    await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(visits).toBe(1);
    visits = 0;
  });

  test(titled("visit nobody, and the browser lives"), async () => {
    expect(visits).toBe(0);
    const good = await scoreRows(pageLayout(), { text: ["<h1>Hi</h1>"] }, BROWSER);
    expect(good[0]?.[0]).toBe(1);
  });
});

describe("a page that forges its measures", () => {
  const bad = `<html><body style="margin:0"><p style="position:absolute;left:1260px;white-space:nowrap;font-size:5px;color:#eee">some words</p><img src="x">`;
  const scores = async (text: string, javascript: boolean): Promise<readonly (Row | undefined)[]> => {
    const set = { javascript, deadlineMs: 5000 };
    const columns = { text: [text] };
    const all = [pageLayout(set), accessibility(set), htmlStructure(set)];
    const rows: (Row | undefined)[] = [];
    for (const source of all) rows.push((await scoreRows(source, columns, BROWSER))[0]);
    rows.push((await scoreRows(screenshotMatch(set), { ...columns, reference: ["<h1>Hi</h1>"] }, BROWSER))[0]);
    return rows;
  };

  test(titled("is measured as it is"), async () => {
    const honest = await scores(bad, true);
    expect(
      honest.every((row) => typeof row?.[0] === "number" && row[0] < 0.9),
      JSON.stringify(honest),
    ).toBe(true);
    expect(await scores(FORGING + bad, true)).toEqual(honest);
  }, 60_000);
});

describe("state", () => {
  test(titled("does not pass from one page without scripts to the next"), async () => {
    const probe =
      '<style>a:visited { color: red }</style><input name="q"><a href="about:blank#seen">link</a><p id="t">text</p>';
    const first = await scoreRows(pageLayout(), { text: [probe] }, BROWSER);
    await scoreRows(
      pageLayout(),
      { text: ['<a name="t" href="about:blank#seen" autofocus>x</a><div style="height:9000px">'] },
      BROWSER,
    );
    expect(await scoreRows(pageLayout(), { text: [probe] }, BROWSER)).toEqual(first);
  });
});

describe("without a browser", () => {
  it("is the engine's failure with what to install, never 0", async () => {
    const reason = "Chromium is not installed; apt-get install chromium bubblewrap";
    const absent = { ...BROWSER, call: async () => [{ missing: failed("engine", reason) }] };
    expect(await scoreRows(pageLayout(), { text: ["x"] }, absent)).toEqual([["engine", reason]]);
  });
});
