import type { AnyFactory } from "@guerdon/core/piece";
import { accessibility } from "./accessibility.ts";
import { htmlStructure } from "./html-structure.ts";
import { pageLayout } from "./page-layout.ts";
import { screenshotMatch } from "./screenshot-match.ts";

export type { AccessibilityOptions } from "./accessibility.ts";
export type { AccessibilityRules, Impact } from "./check-accessibility.ts";
export type { StructureCheck, StructureRules } from "./check-structure.ts";
export { type Colour, contrastRatio, readColour } from "./contrast-ratio.ts";
export type { HtmlStructureOptions } from "./html-structure.ts";
export { type Judgement, judgeLayout, type LayoutMeasure, type LayoutRules } from "./judge-layout.ts";
export type { PageVerdict } from "./measure-page.ts";
export type { PageLayoutOptions } from "./page-layout.ts";
export { measurePages, type PageOptions, type PageRow, pageOptionsShape, pageText } from "./page-options.ts";
export type { Leaf, PageView } from "./page-view.ts";
export type { SlideFacts, SlideRules } from "./read-slide.ts";
export type { ScreenshotMatchOptions } from "./screenshot-match.ts";
export { accessibility, htmlStructure, pageLayout, screenshotMatch };

/** Sources that render a page in a browser. */
export const webSources: readonly AnyFactory[] = [pageLayout, accessibility, screenshotMatch, htmlStructure];
