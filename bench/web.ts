import type { Source } from "../packages/core/src/piece/index.ts";
import { flatLayout, SignalBuilder } from "../packages/core/src/signal/index.ts";
import { processPool } from "../packages/verify/src/pool/index.ts";
import { Chromium } from "../packages/verify/src/web/chromium.ts";
import { accessibility, pageLayout, screenshotMatch } from "../packages/verify/src/web/index.ts";
import { median, report } from "./side-by-side.ts";

/**
 * Pages measured a second, two processes: layout, axe and screenshots in browsers that are kept, layout of pages with
 * scripts, and layout in a browser that is started for each page in the same containment. Usage: web.ts [PAGES]
 */
const COUNT = Number(process.argv[2] ?? 60);
const ROUNDS = 5;
const PROCESSES = 2;

const cards = Array.from(
  { length: 12 },
  (_, i) => `<section><h2>Part ${i}</h2><p>Some words about part ${i}.</p></section>`,
);
const page = (n: number): string =>
  `<!doctype html><html lang="en"><title>Page ${n}</title><style>body{font:16px sans-serif;columns:3}</style><main><h1>Page ${n}</h1>${cards.join("")}</main>`;
let made = 0;
const pages = (count: number): string[] => Array.from({ length: count }, () => page(made++));

const pool = processPool({ size: PROCESSES });
const clock = { now: () => performance.now(), after: () => () => {} };

async function kept(source: Source, count: number): Promise<number> {
  const text = pages(count);
  const out = new SignalBuilder("rollout", count);
  const context = {
    clock,
    seed: 0,
    call: (task: never, inputs: never, options: never) => pool.run(task, inputs, options),
  };
  const started = performance.now();
  await source.score({ text, reference: text }, out, context as never, flatLayout(text.map(() => 1)));
  const seconds = (performance.now() - started) / 1000;
  if (out.build().present.includes(0)) throw new Error("a page was not measured");
  return count / seconds;
}

async function fresh(count: number): Promise<number> {
  const texts = pages(count);
  const settings = { width: 1280, height: 720, javascript: false, deadlineMs: 30_000, limitNodes: 20_000 };
  const started = performance.now();
  const work = async (): Promise<void> => {
    for (let html = texts.pop(); html !== undefined; html = texts.pop()) {
      const browser = new Chromium();
      await browser.render({ ...settings, html }, (one) =>
        one.send("DOMSnapshot.captureSnapshot", { computedStyles: [] }),
      );
      browser.close();
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return count / ((performance.now() - started) / 1000);
}

const rates = {
  layout: [] as number[],
  accessibility: [] as number[],
  screenshot: [] as number[],
  scripted: [] as number[],
  fresh: [] as number[],
};
await kept(pageLayout(), 4);
for (let round = 0; round < ROUNDS; round++) {
  rates.layout.push(await kept(pageLayout(), COUNT));
  rates.fresh.push(await fresh(Math.ceil(COUNT / 10)));
  rates.accessibility.push(await kept(accessibility(), Math.ceil(COUNT / 3)));
  rates.screenshot.push(await kept(screenshotMatch(), Math.ceil(COUNT / 3)));
  rates.scripted.push(await kept(pageLayout({ javascript: true }), Math.ceil(COUNT / 3)));
}
await pool.close();

const shown = (values: readonly number[]): string => `${median(values).toFixed(1)} pages/s`;
const against = (values: readonly number[]): string =>
  `${median(values.map((rate, i) => rate / (rates.fresh[i] as number))).toFixed(1)} ×`;
report(
  "web",
  [
    { what: "layout of a page of 12 sections, two kept browsers", figure: shown(rates.layout) },
    { what: "the same in a fresh browser for each page, two at a time", figure: shown(rates.fresh) },
    { what: "kept against fresh, median of the rounds", figure: against(rates.layout) },
    {
      what: "accessibility by axe, kept against fresh",
      figure: `${shown(rates.accessibility)}, ${against(rates.accessibility)}`,
    },
    {
      what: "two screenshots and their difference, kept against fresh",
      figure: `${shown(rates.screenshot)}, ${against(rates.screenshot)}`,
    },
    {
      what: "layout with scripts, a fresh context each, kept against fresh",
      figure: `${shown(rates.scripted)}, ${against(rates.scripted)}`,
    },
  ],
  rates,
);
