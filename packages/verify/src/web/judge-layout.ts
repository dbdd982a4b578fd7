import type { Box } from "../geometry/index.ts";
import { areaOf, commonBox, type Leaf, type PageView } from "./page-view.ts";

export type LayoutMeasure = "overflow" | "overlap" | "text-size" | "contrast" | "content";

export const LAYOUT_MEASURES: readonly LayoutMeasure[] = ["overflow", "overlap", "text-size", "contrast", "content"];

export interface LayoutRules {
  /** A slide is its window; a page may be longer than the window but not wider. */
  readonly medium: "slide" | "page";
  /** Smallest text, in CSS pixels. */
  readonly minFontPx: number;
  /** Smallest contrast of text, and of text from 24 px (18.66 px when bold). */
  readonly minContrast: number;
  /** Least contrast of large text with what is behind it. */
  readonly minContrastLarge: number;
}

/** A share that is in order, 0 … 1, and what is not, the worst first. */
export interface Judgement {
  readonly value: number;
  readonly faults: readonly string[];
}

// Pairs grow with the square; a page that is readable has fewer.
const MOST_LEAVES = 5000;
const FAULTS_NAMED = 3;
const LEAST_PIXELS = 1;
// Share of a line box that letters fill.
const LETTERS = 0.7;

/** One measure of a layout. */
export function judgeLayout(view: PageView, measure: LayoutMeasure, rules: LayoutRules): Judgement {
  return JUDGES[measure](view, rules);
}

type Judge = (view: PageView, rules: LayoutRules) => Judgement;

const JUDGES: { readonly [measure in LayoutMeasure]: Judge } = {
  overflow: judgeOverflow,
  overlap: judgeOverlap,
  "text-size": (view, { minFontPx }) =>
    shareOfText(view, (leaf) => (leaf.fontPx >= minFontPx ? undefined : `${leaf.name} has ${round(leaf.fontPx)} px`)),
  contrast: (view, { minContrast, minContrastLarge }) =>
    shareOfText(view, (leaf) => {
      if (leaf.contrast === undefined) return undefined;
      const large = leaf.fontPx >= 24 || (leaf.bold && leaf.fontPx >= 18.66); // WCAG 2.2 §1.4.3: 18 pt, 14 pt bold
      return leaf.contrast >= (large ? minContrastLarge : minContrast)
        ? undefined
        : `${leaf.name} has contrast ${round(leaf.contrast)}`;
    }),
  content: (view, rules) => {
    const page = pageBox(view, rules);
    const shows = view.leaves.some(({ shown }) => shown !== undefined && commonBox(page, shown) !== undefined);
    return shows ? { value: 1, faults: [] } : { value: 0, faults: ["the page shows nothing"] };
  },
};

function pageBox({ width, height, contentHeight }: PageView, { medium }: LayoutRules): Box {
  return [0, 0, width, medium === "slide" ? height : Math.max(height, contentHeight)];
}

/** The share of the area of text and media that is on the page and not cut off by an element around it. */
function judgeOverflow(view: PageView, rules: LayoutRules): Judgement {
  const page = pageBox(view, rules);
  let area = 0;
  let lost = 0;
  const faults: [number, string][] = [];
  for (const { box, shown, name } of view.leaves) {
    const whole = areaOf(box);
    const seen = shown === undefined ? undefined : commonBox(shown, page);
    const missing = whole - (seen === undefined ? 0 : areaOf(seen));
    area += whole;
    if (missing <= LEAST_PIXELS) continue;
    lost += missing;
    faults.push([missing, `${name} loses ${Math.round((100 * missing) / whole)} %`]);
  }
  return { value: area === 0 ? 1 : 1 - lost / area, faults: worst(faults) };
}

/** 1 − Σ over pairs of what they share / area of all; text under a picture counts, text on one does not. */
function judgeOverlap(view: PageView): Judgement {
  const leaves = view.leaves.slice(0, MOST_LEAVES).flatMap((leaf) => {
    const box = leaf.shown === undefined ? undefined : commonBox(leaf.shown, inked(leaf));
    return box === undefined ? [] : [{ leaf, box, area: areaOf(box) }];
  });
  leaves.sort((a, b) => a.box[1] - b.box[1]);
  let shared = 0;
  const faults: [number, string][] = [];
  leaves.forEach(({ leaf, box }, i) => {
    for (let j = i + 1; j < leaves.length; j++) {
      const other = leaves[j] as (typeof leaves)[number];
      if (other.box[1] >= box[3]) break;
      const both = commonBox(box, other.box);
      if (both === undefined || areaOf(both) <= LEAST_PIXELS || !collide(leaf, other.leaf, view.parents)) continue;
      shared += areaOf(both);
      faults.push([areaOf(both), `${leaf.name} and ${other.leaf.name} share ${Math.round(areaOf(both))} px²`]);
    }
  });
  const area = leaves.reduce((sum, one) => sum + one.area, 0);
  return { value: area === 0 ? 1 : Math.max(0, 1 - shared / area), faults: worst(faults) };
}

/** The line box of a font is higher than its letters; lines set tight do not collide. */
function inked({ kind, box }: Leaf): Box {
  const spare = kind === "media" ? 0 : ((box[3] - box[1]) * (1 - LETTERS)) / 2;
  return [box[0], box[1] + spare, box[2], box[3] - spare];
}

function collide(a: Leaf, b: Leaf, parents: readonly number[]): boolean {
  if (a.kind === "text" && b.kind === "text") return true;
  if (isInside(a.element, b.element, parents) || isInside(b.element, a.element, parents)) return false;
  if (a.kind === b.kind) return true;
  const [text, media] = a.kind === "text" ? [a, b] : [b, a];
  return media.paint > text.paint || (media.paint === text.paint && media.element > text.element);
}

function isInside(node: number, ancestor: number, parents: readonly number[]): boolean {
  for (let at = node; at >= 0; at = parents[at] ?? -1) if (at === ancestor) return true;
  return false;
}

/** The share of characters without fault. */
function shareOfText({ leaves }: PageView, faultOf: (leaf: Leaf) => string | undefined): Judgement {
  let characters = 0;
  let wrong = 0;
  const faults = new Map<string, number>();
  for (const leaf of leaves) {
    if (leaf.kind !== "text") continue;
    const length = leaf.text.replace(/\s/gu, "").length;
    characters += length;
    const fault = faultOf(leaf);
    if (fault === undefined) continue;
    wrong += length;
    faults.set(fault, (faults.get(fault) ?? 0) + length);
  }
  const named = [...faults].map(([fault, length]): [number, string] => [length, fault]);
  return { value: characters === 0 ? 1 : 1 - wrong / characters, faults: worst(named) };
}

function worst(faults: [number, string][]): readonly string[] {
  faults.sort((a, b) => b[0] - a[0]);
  const named = faults.slice(0, FAULTS_NAMED).map(([, fault]) => fault);
  return faults.length > named.length ? [...named, `${faults.length - named.length} more`] : named;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
