import type { Json } from "@guerdon/core/signal";
import { type AccessibilityRules, checkAccessibility } from "./check-accessibility.ts";
import { checkStructure, type StructureRules } from "./check-structure.ts";
import { Chromium } from "./chromium.ts";
import { compareScreenshots, pngBytes, pngSize } from "./compare-screenshots.ts";
import { type Judgement, judgeLayout, type LayoutMeasure, type LayoutRules } from "./judge-layout.ts";
import { type Page, PageFault, type PageSettings } from "./page.ts";
import type { PageView } from "./page-view.ts";
import { readSlide, type SlideFacts, type SlideRules } from "./read-slide.ts";
import { readSnapshot, SNAPSHOT_REQUEST } from "./read-snapshot.ts";

/** What is measured of one page. */
export type PageQuestion =
  | { readonly kind: "layout"; readonly measures: readonly LayoutMeasure[]; readonly rules: LayoutRules }
  | { readonly kind: "accessibility"; readonly rules: AccessibilityRules }
  | { readonly kind: "structure"; readonly rules: StructureRules }
  | ScreenshotQuestion
  | { readonly kind: "slide"; readonly rules: SlideRules };

/** A PNG in base64, or a page that is rendered like the other one. */
export type Reference = { readonly png: string } | { readonly html: string };

interface ScreenshotQuestion {
  readonly kind: "screenshot";
  readonly reference: Reference;
  readonly threshold: number;
  readonly fullPage: boolean;
  readonly over: "drawn" | "all";
}

export interface PageRequest {
  readonly settings: PageSettings;
  readonly question: PageQuestion;
}

/** What was found, by what the page was held in; or who is to blame that nothing was. */
export type PageVerdict =
  | { readonly value: number; readonly faults: readonly string[]; readonly containment: string }
  | { readonly slide: SlideFacts; readonly containment: string }
  | { readonly blame: PageFault["blame"]; readonly reason: string };

const FULL_PAGE_LIMIT = 10_000;

// The browser starts while the module is imported, so that no row pays for it.
const chromium = new Chromium();
await chromium.start();

/** Renders one page and answers one question about it; for a process that can be killed. */
export async function measurePage(input: Json): Promise<Json> {
  const { settings, question } = input as unknown as PageRequest;
  try {
    const found = await answer(settings, question);
    return { ...found, containment: chromium.containment } as unknown as Json;
  } catch (error) {
    if (error instanceof PageFault) return { blame: error.blame, reason: error.message };
    throw error;
  }
}

/** Ends the browser; the next page starts another. */
export function closeBrowser(): void {
  chromium.close();
}

async function answer(settings: PageSettings, question: PageQuestion): Promise<Judgement | { slide: SlideFacts }> {
  if (question.kind === "screenshot") return compare(settings, question);
  return chromium.render(settings, async (page) => {
    switch (question.kind) {
      case "layout": {
        const view = await viewOf(page, settings, question.rules.medium === "page");
        const all = question.measures.map((measure) => judgeLayout(view, measure, question.rules));
        return {
          value: all.reduce((product, { value }) => product * value, 1),
          faults: all.flatMap((one) => one.faults),
        };
      }
      case "accessibility":
        return checkAccessibility(page, question.rules);
      case "slide":
        return { slide: await readSlide(page, question.rules, () => viewOf(page, settings, false)) };
      default: {
        const found = await checkStructure(page, question.rules);
        if ("task" in found) throw new PageFault("task", found.task);
        return found;
      }
    }
  });
}

async function viewOf(page: Page, { width, height }: PageSettings, scrolls: boolean): Promise<PageView> {
  return readSnapshot(await page.send("DOMSnapshot.captureSnapshot", SNAPSHOT_REQUEST), width, height, scrolls);
}

async function compare(settings: PageSettings, question: ScreenshotQuestion): Promise<Judgement> {
  const expected = await expectedPicture(settings, question);
  const given = await picture(settings, question.fullPage);
  const { pixels, area, drawn, sizes } = await compareScreenshots(expected, given, question.threshold);
  const of = question.over === "all" ? area : Math.max(pixels, drawn);
  const faults = pixels === 0 ? [] : [`${pixels} of ${of} pixels differ`];
  return {
    value: of === 0 ? 1 : 1 - pixels / of,
    faults: sizes === undefined ? faults : [...faults, `sizes ${sizes}`],
  };
}

async function expectedPicture(settings: PageSettings, { reference, fullPage }: ScreenshotQuestion): Promise<Buffer> {
  if ("png" in reference) {
    const bytes = pngBytes(reference.png);
    if (pngSize(bytes) !== undefined) return bytes;
    throw new PageFault("task", "Expected `reference` to be a PNG in base64, got something else.");
  }
  try {
    return await picture({ ...settings, html: reference.html }, fullPage);
  } catch (error) {
    if (error instanceof PageFault && error.blame === "candidate")
      throw new PageFault("task", `The reference cannot be rendered: ${error.message}`);
    throw error;
  }
}

function picture(settings: PageSettings, fullPage: boolean): Promise<Buffer> {
  return chromium.render(settings, async (page) => {
    const { cssContentSize } = await page.send("Page.getLayoutMetrics");
    const height = fullPage ? Math.max(settings.height, Math.ceil(cssContentSize.height)) : settings.height;
    if (height > FULL_PAGE_LIMIT)
      throw new PageFault("candidate", `Expected a page of at most ${FULL_PAGE_LIMIT} px, got ${height}.`);
    return pngBytes(await page.screenshot(settings.width, height));
  });
}
