import type { Box } from "../geometry/index.ts";
import type { CdpData } from "./cdp-connection.ts";
import { contrastRatio, readColour } from "./contrast-ratio.ts";
import { areaOf, commonBox, type Leaf, type PageView } from "./page-view.ts";

const STYLES = [
  "font-size",
  "font-weight",
  "color",
  "visibility",
  "opacity",
  "overflow-x",
  "overflow-y",
  "position",
  "transform",
  "z-index",
] as const;

/** What `DOMSnapshot.captureSnapshot` is asked for. */
export const SNAPSHOT_REQUEST: CdpData = {
  computedStyles: STYLES,
  includePaintOrder: true,
  includeBlendedBackgroundColors: true,
};

const MEDIA = new Set(
  ["img", "svg", "canvas", "video", "audio", "iframe", "object", "embed", "input", "select", "textarea", "hr"].map(
    (name) => name.toUpperCase(),
  ),
);
// More than there are places in the order of painting.
const BEHIND = 1e7;
const FAINTEST = 0.02;
const EVERYWHERE: Box = [-1e9, -1e9, 1e9, 1e9];

/** How much of what is inside an element is seen. */
interface Frame {
  /** Painted before what is in the flow. */
  readonly behind: boolean;
  readonly opacity: number;
  /** Where content in the flow is seen, and where content placed absolutely is. */
  readonly flow: Box | undefined;
  readonly placed: Box | undefined;
}

/**
 * Reads the layout of the main document: lines of text and media that are not hidden.
 *
 * The snapshot is taken by the browser, so no script of the page can change it.
 */
export function readSnapshot(snapshot: CdpData, width: number, height: number, scrolls: boolean): PageView {
  return new SnapshotReader(snapshot, scrolls).view(width, height);
}

class SnapshotReader {
  readonly #strings: readonly string[];
  readonly #document: CdpData;
  readonly #nodes: CdpData;
  readonly #layout: CdpData;
  readonly #scrolls: boolean;
  /** Index in the layout of a node. */
  readonly #layoutOf: Map<number, number> = new Map();
  readonly #frames: Map<number, Frame> = new Map();
  readonly #unseen: Set<number> = new Set();

  constructor(snapshot: CdpData, scrolls: boolean) {
    this.#strings = snapshot.strings;
    this.#document = snapshot.documents[0];
    this.#nodes = this.#document.nodes;
    this.#layout = this.#document.layout;
    this.#scrolls = scrolls;
    const indices: readonly number[] = this.#layout.nodeIndex;
    indices.forEach((node, at) => {
      if (!this.#layoutOf.has(node)) this.#layoutOf.set(node, at);
    });
  }

  view(width: number, height: number): PageView {
    const parents: readonly number[] = this.#nodes.parentIndex;
    this.#readFrames(parents);
    const leaves: Leaf[] = [];
    const { layoutIndex, bounds, start, length } = this.#document.textBoxes;
    for (let i = 0; i < layoutIndex.length; i++) {
      const at = layoutIndex[i] as number;
      const whole = this.#strings[this.#layout.text[at]] ?? "";
      const text = whole.slice(start[i], start[i] + length[i]);
      if (text.trim() !== "") this.#add(leaves, at, bounds[i], text);
    }
    const indices: readonly number[] = this.#layout.nodeIndex;
    indices.forEach((node, at) => {
      if (MEDIA.has(this.#nameOf(node))) this.#add(leaves, at, this.#layout.bounds[at]);
    });
    const { contentWidth, contentHeight } = this.#document;
    return { width, height, contentWidth, contentHeight, leaves, parents };
  }

  /** Parents come before their children. */
  #readFrames(parents: readonly number[]): void {
    for (let node = 0; node < parents.length; node++) {
      const outer = this.#frames.get(parents[node] as number) ?? {
        behind: false,
        opacity: 1,
        flow: EVERYWHERE,
        placed: EVERYWHERE,
      };
      const at = this.#layoutOf.get(node);
      if (at === undefined || this.#nodes.nodeType[node] !== 1) {
        this.#frames.set(node, outer);
        continue;
      }
      const position = this.#style(at, "position");
      const base = position === "fixed" ? EVERYWHERE : position === "absolute" ? outer.placed : outer.flow;
      const flow = base !== undefined && this.#clips(node, at) ? commonBox(base, boxOf(this.#layout.bounds[at])) : base;
      const holds = position !== "static" || this.#style(at, "transform") !== "none";
      const opacity = outer.opacity * Number(this.#style(at, "opacity"));
      const behind = outer.behind || Number.parseInt(this.#style(at, "z-index"), 10) < 0;
      this.#frames.set(node, { behind, opacity, flow, placed: holds ? flow : outer.placed });
      if (this.#style(at, "visibility") !== "visible") this.#unseen.add(node);
    }
  }

  /** The window cuts what the root and the body would. */
  #clips(node: number, at: number): boolean {
    const name = this.#nameOf(node);
    if (name === "HTML" || name === "BODY") return false;
    const cuts = (value: string): boolean =>
      value === "hidden" || value === "clip" || (!this.#scrolls && (value === "auto" || value === "scroll"));
    return cuts(this.#style(at, "overflow-x")) || cuts(this.#style(at, "overflow-y"));
  }

  #add(leaves: Leaf[], at: number, bounds: readonly number[], text = ""): void {
    const node = this.#layout.nodeIndex[at] as number;
    const isElement = this.#nodes.nodeType[node] === 1;
    const element = isElement ? node : (this.#nodes.parentIndex[node] as number);
    const frame = this.#frames.get(element);
    const box = boxOf(bounds);
    if (frame === undefined || frame.opacity < FAINTEST || this.#unseen.has(element) || areaOf(box) === 0) return;
    const ground = this.#layoutOf.get(element) ?? at;
    leaves.push({
      kind: text === "" ? "media" : "text",
      name: this.#selectorOf(element),
      element,
      box,
      shown: frame.flow === undefined ? undefined : commonBox(frame.flow, box),
      text,
      // A transform makes text smaller than its font says.
      fontPx: Math.min(Number.parseFloat(this.#style(ground, "font-size")) || 0, box[3] - box[1]),
      bold: Number(this.#style(ground, "font-weight")) >= 700,
      contrast: text === "" ? undefined : this.#contrast(at, ground, frame.opacity),
      paint: (this.#layout.paintOrders?.[at] ?? 0) - (frame.behind ? BEHIND : 0),
    });
  }

  #contrast(at: number, ground: number, opacity: number): number | undefined {
    const behind = [at, ground].map((one) => this.#strings[this.#layout.blendedBackgroundColors?.[one] ?? -1]);
    const background = readColour(behind.find((one) => one !== undefined && one !== "") ?? "");
    const colour = readColour(this.#style(at, "color"));
    if (background === undefined || colour === undefined) return undefined;
    return contrastRatio([colour[0], colour[1], colour[2], colour[3] * opacity], background);
  }

  #style(at: number, name: (typeof STYLES)[number]): string {
    return this.#strings[this.#layout.styles[at]?.[STYLES.indexOf(name)]] ?? "";
  }

  #nameOf(node: number): string {
    return (this.#strings[this.#nodes.nodeName[node]] ?? "").toUpperCase();
  }

  #selectorOf(node: number): string {
    const attributes: readonly number[] = this.#nodes.attributes[node] ?? [];
    let more = "";
    for (let i = 0; i + 1 < attributes.length && more === ""; i += 2) {
      const name = this.#strings[attributes[i] as number];
      const value = (this.#strings[attributes[i + 1] as number] ?? "").trim();
      if (name === "id" && value !== "") more = `#${value.slice(0, 30)}`;
      else if (name === "class" && value !== "") more = `.${(value.split(/\s/u)[0] as string).slice(0, 30)}`;
    }
    return `${this.#nameOf(node).toLowerCase()}${more}`;
  }
}

function boxOf([x, y, width, height]: readonly number[]): Box {
  return [x as number, y as number, (x as number) + (width as number), (y as number) + (height as number)];
}
