import { streamKey } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";
import { below, drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface ClickTargetsOptions {
  /** K: cells of a side of the screen. Default 128. */
  readonly cells?: number;
  /** Smallest and greatest side of a target, as a share of the screen. Default 3 % to 8 %. */
  readonly widths?: readonly [number, number];
  /** How far off the guess is on each axis, as a share of the screen. Default 0.15. */
  readonly offset?: number;
  /** Deviation of the proximity, in sides of the target. Default 1. */
  readonly scale?: number;
  /** Standard deviation of the noise on the signal `proximity`. Default 0. */
  readonly noise?: number;
}

/** Kinds of instructions: one for each direction a guess can be off in. */
export const KINDS = 4;
const [PAD, END, FIRST] = [0, 1, 2] as const;
const NAMES = ["success", "proximity", "distance"] as const;
/** Where centres of targets lie, so that guesses stay on the screen. */
const [LOW, HIGH] = [0.25, 0.75];

/**
 * A small target on a screen to be clicked, from a guess that is off by the kind of instruction.
 *
 *   guess = centre + offset · (±1, ±1)      by kind, to the nearest cell
 *   proximity = exp(−½ ((dx / w)² + (dy / h)²) / scale²), with noise clipped to [0, 1]
 *
 * A prompt is the kind and the guess (x, y); a completion is the cell clicked (x, y). The size of the target is not
 * shown. `clickPolicy` starts around the guess, and learns what each kind is off by and how exact to be.
 *
 * Signals: `success`: 1 in the target, whose lower edges belong to it; `proximity`; `distance` from the centre.
 *
 * @paper 031 §Experiment A (targets of 3–8 %, guesses off by 0.15, noise 0.15)
 */
export function clickTargets(options: ClickTargetsOptions = {}): TokenWorld {
  const { cells = 128, widths = [0.03, 0.08], offset = 0.15, scale = 1, noise = 0 } = options; // 031 §Experiment
  const [narrow, wide] = widths;
  const source: PromptSource = {
    world: "click-targets",
    pad: PAD,
    length: 3,
    heldOutShare: 0.2,
    make: (uniform) => {
      const kind = below(KINDS, uniform);
      const [x, y] = [0, 1].map(() => LOW + (HIGH - LOW) * uniform()) as [number, number];
      const [width, height] = [0, 1].map(() => narrow + (wide - narrow) * uniform()) as [number, number];
      const guess = [x + (kind % 2 === 0 ? offset : -offset), y + (kind < 2 ? offset : -offset)];
      const tokens = guess.map((at) => FIRST + Math.max(0, Math.min(cells - 1, Math.floor(at * cells))));
      const chance = Math.floor(uniform() * 2 ** 32);
      return {
        tokens: [FIRST + cells + kind, ...tokens],
        item: { x, y, width, height, chance },
        name: `${x.toFixed(6)} ${y.toFixed(6)}`,
      };
    },
  };
  return {
    id: "click-targets@1",
    vocabulary: [
      "<pad>",
      "<end>",
      ...Array.from({ length: cells }, (_, k) => `${k} `),
      ...Array.from({ length: KINDS }, (_, k) => `kind ${k}: `),
    ],
    pad: PAD,
    end: END,
    maxPromptTokens: 3,
    maxTokens: 2,
    prompts: (seed, from, count, heldOut = false) => drawPrompts(source, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, ({ prompt, member, tokens }) => {
        const target = prompts.items[prompt] as unknown as Target;
        const [dx, dy] = [offOf(tokens[0], cells, target.x), offOf(tokens[1], cells, target.y)];
        const near = proximityOf(dx / (scale * target.width), dy / (scale * target.height));
        const blur = noise === 0 ? 0 : noise * normalAt(streamKey(target.chance, "click noise"), member);
        const isInside = isWithin(dx, target.width) && isWithin(dy, target.height);
        return [Number(isInside), Math.max(0, Math.min(1, near + blur)), Math.hypot(dx, dy)];
      }),
  };
}

interface Target {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly chance: number;
}

/** How far the middle of a cell is from a place; what is no cell lies at the far edge. */
function offOf(token: number | undefined, cells: number, place: number): number {
  const cell = token === undefined || token < FIRST ? cells : Math.min(cells, token - FIRST);
  return (cell + 0.5) / cells - place;
}

function proximityOf(dx: number, dy: number): number {
  return Math.exp(-0.5 * (dx * dx + dy * dy));
}

/** The lower edge belongs to the target, the upper one does not. */
function isWithin(off: number, side: number): boolean {
  return off >= -side / 2 && off < side / 2;
}
