import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";

/** Labels of boxes. */
export const BOX_LABELS = ["cup", "book", "lamp"] as const;

/** A labelled rectangle: x1, y1, x2, y2 with x1 < x2 and y1 < y2. */
export interface SceneBox {
  readonly box: readonly [x1: number, y1: number, x2: number, y2: number];
  readonly label: string;
  readonly weight: number;
}

/** Greatest distance of a corner's number from the true one. */
export const REACH = 2;

/** A label stands out by this among noise: it is plainer than where a box ends. */
const CLARITY = 6;

/** Deviation of the noise on how sure a proposal looks: 1 of a box, −1 of nothing. */
const DOUBT = 0.7;

export interface SceneSettings {
  /** Units of a side. */
  readonly side: number;
  /** Most boxes that are there. */
  readonly most: number;
  /** Proposals: those of boxes, then those of nothing. */
  readonly proposals: number;
  readonly emptyShare: number;
  /** Deviation of the noise on labels and corners that are seen, these in units of the reach. */
  readonly noise: number;
}

/** A scene: its boxes, and for each proposal its box and what is seen of it. */
export interface Scene {
  readonly boxes: readonly SceneBox[];
  readonly proposals: readonly (readonly number[])[];
  /** For each proposal how sure it looks, its label and how far each number is off, all with noise. */
  readonly seen: readonly number[];
  /** [proposal] the number of its box; −1 for none. */
  readonly sources: readonly number[];
}

/** Scene number `i`: the same for ever. Proposals come from the surest to the least sure. */
export function drawScene(i: number, { side, most, proposals: count, emptyShare, noise }: SceneSettings): Scene {
  const key = streamKey(i, "scene of boxes");
  const whole = (k: number, low: number, high: number): number =>
    low + Math.floor((high - low + 1) * uniformAt(key, k));
  const boxAt = (at: number): SceneBox => {
    const [width, height] = [whole(at, side / 4, side / 2), whole(at + 1, side / 4, side / 2)];
    const [x, y] = [whole(at + 2, 0, side - width), whole(at + 3, 0, side - height)];
    const label = BOX_LABELS[whole(at + 4, 0, BOX_LABELS.length - 1)] as string;
    return { box: [x, y, x + width, y + height], label, weight: 1 };
  };
  const there = uniformAt(key, 0) < emptyShare ? 0 : whole(1, 1, most);
  const boxes = Array.from({ length: there }, (_, b) => boxAt(10 + 20 * b));
  const proposed = Array.from({ length: count }, (_, k) => {
    const at = 10 + 20 * k;
    const { box, label } = boxes[k] ?? boxAt(at);
    const off = box.map((_, c) => whole(at + 6 + c, -REACH, REACH));
    const blur = (c: number): number => noise * normalAt(key, at + c);
    const sure = (k < there ? 1 : -1) + DOUBT * normalAt(key, at);
    return {
      source: k < there ? k : -1,
      proposal: box.map((x, c) => x + (off[c] as number)),
      sure,
      seen: [
        sure,
        ...BOX_LABELS.map((name, c) => (name === label ? CLARITY : 0) + blur(1 + c)),
        ...off.map((away, c) => away / REACH + blur(4 + c)),
      ],
    };
  }).sort((a, b) => b.sure - a.sure);
  return {
    boxes,
    proposals: proposed.map(({ proposal }) => proposal),
    seen: proposed.flatMap(({ seen }) => seen),
    sources: proposed.map(({ source }) => source),
  };
}
