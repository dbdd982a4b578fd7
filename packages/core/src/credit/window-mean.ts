import { z } from "zod";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  abstained,
  deriveSignal,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

export interface WindowMeanOptions {
  /** Where the values are. */
  readonly level: "step" | "token";
  /** How many neighbours a window holds. */
  readonly size: number;
}
type WindowMeanInput = { readonly [K in keyof WindowMeanOptions]?: WindowMeanOptions[K] | undefined };

const options: z.ZodType<WindowMeanOptions, WindowMeanInput> = z.strictObject({
  level: z.enum(["step", "token"]).default("token"),
  size: z.int().min(1).default(4), // 107 §Mechanism: w = 4
});

const TOO_SHORT: Missing = abstained("the rollout ends within the window");

/**
 * Averages the values of each token and of those after it, over windows of one size.
 *
 *   out_i = (of_i + … + of_{i + size − 1}) / size
 *
 * A window that the end of the rollout cuts short abstains; one with a missing value is missing.
 *
 * @shape of [T] → [T]; steps instead of tokens with `level: step`
 * @unit any → same
 * @paper 107 §Mechanism: window mean of entropies; §Pitfalls: shorter windows are skipped
 * @kind credit
 * @alias windowEntropy = { use: window-mean, size: 4, of: entropy }
 * @plot { size: 1 } over tokens [0, 1, 0.5, 0.2, 0.9]
 * @plot { size: 2 } over tokens [0, 1, 0.5, 0.2, 0.9]
 *
 * ```ts doctest
 * import { windowMean } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 3) };
 * const out = windowMean({ size: 2 }).apply([fullSignal("token", [1, 3, 5])], layout);
 * [[...out.values], [...out.present]] // => [[2, 4, 0], [1, 1, 0]]
 * ```
 */
export const windowMean: TransformFactory<typeof options> = defineCredit({
  name: "window-mean",
  version: 1,
  summary: "Averages the values of each token and of those after it, over windows of one size.",
  options,
  build: (settings) => ({
    level: settings.level,
    inputs: [{ name: "of" }],
    range: (inputs) => inputs[0] as Interval,
    trend: () => "increasing",
    apply: (inputs, layout) => average(inputs[0] as Signal, layout, settings),
  }),
});

function average(of: Signal, layout: Layout, { level, size }: WindowMeanOptions): Signal {
  const offsets = rolloutOffsets(layout, level);
  const values = new Float64Array(of.values.length);
  const present = new Uint8Array(values.length);
  const reasons = new Map<number, Missing>();
  for (let r = 0; r + 1 < offsets.length; r++) {
    const last = (offsets[r + 1] as number) - size;
    for (let i = offsets[r] as number; i <= last; i++) {
      let [sum, hole] = [0, -1];
      for (let at = i; at < i + size; at++) {
        if (of.present[at] === 0) {
          hole = at;
          break;
        }
        sum += of.values[at] as number;
      }
      if (hole !== -1) reasons.set(i, missingAt(of, hole));
      else {
        values[i] = sum / size;
        present[i] = 1;
      }
    }
  }
  return deriveSignal(level, values, present, (i) => reasons.get(i) ?? TOO_SHORT);
}
