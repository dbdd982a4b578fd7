import { ELEMENTS, LABELS, ROLES } from "../environment/draw-screen.ts";
import { type LogLinearPlace, logLinearPolicy } from "../policy/log-linear-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { type ActionStarts, actionSizes, drawStarts, FIRST_CHOICE } from "./action-world.ts";

const [TYPES, DIRECTIONS, TEXTS] = [8, 4, 4] as const;
/** Numbers that an element has in an observation: place and size, role, label. */
const WIDTH = 4 + ROLES + LABELS;
/** Where the instruction begins: type, label, direction, text. */
const TYPE = ELEMENTS * WIDTH;
const LABEL = TYPE + TYPES;
const DIRECTION = LABEL + LABELS;
const TEXT = DIRECTION + DIRECTIONS;

/**
 * A policy of `actionWorld` on `guiScreens` that can point: one step of attention from the instruction to elements.
 *
 * Type, direction and text are tables by what the instruction says. Row and column are drawn from
 *
 *   logit_c = w · b_asked(c) + v · Σ b_other(c),   b_k(c) = exp(−½ ((x_c − x_k) / s_k)²),  s_k a quarter of the side of k
 *
 * where the element that is asked for has the label of the instruction. All weights are 0 at the start: it has to learn
 * which actions there are, and that it pays to point at what is asked for.
 *
 * @shape completions [R, 5] → log-probabilities and entropies [R·5]
 * @paper 046 §Experiment
 */
export function screenPointerPolicy(starts: ActionStarts): TokenPolicy {
  const sizes = actionSizes(starts.dynamics);
  const { observations } = drawStarts(starts);
  const of = (prompt: number): Float32Array => observations[prompt] as Float32Array;
  const [types, rows, columns, directions, texts] = sizes as [number, number, number, number, number];
  return logLinearPolicy({
    firstToken: FIRST_CHOICE,
    firstPrompt: FIRST_CHOICE + Math.max(...sizes),
    prompts: observations.length,
    places: [
      tableOf(of, TYPE, TYPES, types),
      pointOf(of, 1, rows),
      pointOf(of, 0, columns),
      tableOf(of, DIRECTION, DIRECTIONS, directions),
      tableOf(of, TEXT, TEXTS, texts),
    ],
  });
}

/** A weight for each pair of what is asked for and what is chosen. */
function tableOf(of: (prompt: number) => Float32Array, from: number, asked: number, choices: number): LogLinearPlace {
  return {
    choices,
    weights: new Array<number>(asked * choices).fill(0),
    features: (prompt, choice) => {
      const out = new Array<number>(asked * choices).fill(0);
      for (let k = 0; k < asked; k++) out[k * choices + choice] = of(prompt)[from + k] as number;
      return out;
    },
  };
}

/** Closeness of a cell to the element asked for, and to the others. */
function pointOf(of: (prompt: number) => Float32Array, axis: 0 | 1, cells: number): LogLinearPlace {
  return {
    choices: cells,
    weights: [0, 0],
    features: (prompt, choice) => {
      const shown = of(prompt);
      const out: [number, number] = [0, 0];
      for (let k = 0; k < ELEMENTS; k++) {
        const own = k * WIDTH;
        const off = ((choice + 0.5) / cells - (shown[own + axis] as number)) / (shown[own + 2 + axis] as number);
        let isAsked = 0;
        for (let label = 0; label < LABELS; label++)
          isAsked += (shown[own + 4 + ROLES + label] as number) * (shown[LABEL + label] as number);
        const near = Math.exp(-8 * off * off);
        out[isAsked > 0 ? 0 : 1] += near;
      }
      return out;
    },
  };
}
