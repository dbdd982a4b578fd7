import type { Box } from "../geometry/index.ts";

/** Something a reader sees: a line of text, or a picture, control or drawing. */
export interface Leaf {
  readonly kind: "text" | "media";
  /** The element it belongs to, as a selector: `p.note`. */
  readonly name: string;
  /** Number of the element in the page. */
  readonly element: number;
  readonly box: Box;
  /** The part that no ancestor cuts off; absent when nothing is left. */
  readonly shown: Box | undefined;
  readonly text: string;
  readonly fontPx: number;
  readonly bold: boolean;
  /** Contrast of the text with what lies behind it, 1 … 21; absent when that is a picture. */
  readonly contrast: number | undefined;
  /** Place in the order of painting; higher is on top. */
  readonly paint: number;
}

/** What a page looks like, from the browser's layout. */
export interface PageView {
  /** The window. */
  readonly width: number;
  readonly height: number;
  /** All that can be scrolled to. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly leaves: readonly Leaf[];
  /** Parent of each node; −1 for the root. */
  readonly parents: readonly number[];
}

export function areaOf([x1, y1, x2, y2]: Box): number {
  return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
}

/** What two boxes share, or nothing when they share no area. */
export function commonBox(a: Box, b: Box): Box | undefined {
  const box: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : undefined;
}
