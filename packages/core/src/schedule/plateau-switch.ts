import { z } from "zod";
import { defineSchedule, stateOf, type TransformFactory } from "../piece/index.ts";
import { fullSignal, type Signal } from "../signal/index.ts";
import { batchStatisticOf } from "./batch-statistic-of.ts";

export interface PlateauSwitchOptions {
  /** Value before the series is flat. */
  readonly low: number;
  /** Value once the series is flat. */
  readonly high: number;
  /** How little two neighbouring windows may differ to be flat. */
  readonly gap: number;
  /** Training steps a window lasts. */
  readonly every: number;
  /** Comparisons to make before one may switch. */
  readonly minChecks: number;
  /** Flat below this is not flat; none: any level counts. */
  readonly floor: number | null;
  /** Stays switched once it has. */
  readonly oneWay: boolean;
}
type PlateauSwitchInput = { readonly [K in keyof PlateauSwitchOptions]?: PlateauSwitchOptions[K] | undefined };

const options: z.ZodType<PlateauSwitchOptions, PlateauSwitchInput> = z.strictObject({
  low: z.number().default(0.5), // 119 §Mechanism: replay ratio 0.5, then 2
  high: z.number().default(2),
  gap: z.number().nonnegative().default(0.001), // 119 §Mechanism: Φ_gap = 0.001
  every: z.int().positive().default(50), // 119 §Mechanism: every 50 episodes
  minChecks: z.int().positive().default(1),
  floor: z.number().nullable().default(null),
  oneWay: z.boolean().default(true),
});

type PlateauState = {
  readonly sum: number;
  readonly count: number;
  readonly steps: number;
  readonly previous: number | null;
  readonly checks: number;
  readonly on: boolean;
};
const FRESH: PlateauState = { sum: 0, count: 0, steps: 0, previous: null, checks: 0, on: false };

/**
 * Switches from one value to another when a series has become flat.
 *
 *   w = mean over a window of `every` training steps of the batches' means of of_i
 *   flat when |w − w of the window before| ≤ gap, w ≥ floor, and this is at least check `minChecks`
 *   out = low until the first flat check, high from then on;  without `oneWay` as the last check says
 *
 * The first window is only compared with. Training steps without values do not count in the mean of
 * a window; a window without any is not compared.
 *
 * @shape of [R], among [R] → one number
 * @unit any, any → that of low and high
 * @paper 119 §Mechanism (replay ratio 0.5 → 2 once the share of active units is flat; whole windows are averaged here)
 * @paper 119 §Pitfalls (floor 0.05: a dead network is flat too)
 * @kind schedule
 * @alias adaptiveReplay = { use: plateau-switch, of: active, low: 0.5, high: 2, gap: 0.001, every: 50, floor: 0.05 }
 * @plot { of: [1, 0.9, 0.8, 0.7, 0.7, 0.7], every: 20, gap: 0.01 } over step 0..120
 *
 * ```ts doctest
 * import { plateauSwitch } from "@guerdon/core/schedule";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const [piece, layout] = [plateauSwitch({ every: 1, gap: 0.1 }), flatLayout([1])];
 * const batch = (value: number) => [fullSignal("rollout", [value]), fullSignal("rollout", [1])];
 * const after = (state: unknown, value: number) => piece.adaptive.step(state as never, batch(value), layout, 0);
 * const falling = after(after(piece.adaptive.init(), 0.9), 0.5);
 * [falling, after(falling, 0.45)].map((state) => piece.apply(batch(0), layout, { step: 3, state }).values[0]) // => [0.5, 2]
 * ```
 */
export const plateauSwitch: TransformFactory<typeof options> = defineSchedule({
  name: "plateau-switch",
  version: 1,
  summary: "Switches from one value to another when a series has become flat.",
  options,
  build: (settings) => {
    const { low, high } = settings;
    const adaptive = {
      init: (): PlateauState => FRESH,
      step: (state: unknown, [of, among]: readonly Signal[]): PlateauState =>
        nextPlateau(state as PlateauState, batchStatisticOf(of as Signal, MEAN, among), settings),
    };
    return {
      level: "batch",
      scope: "batch",
      inputs: [
        { name: "of", level: "rollout" },
        { name: "among", level: "rollout", default: 1 },
      ],
      adaptive,
      range: () => ({ min: Math.min(low, high), max: Math.max(low, high) }),
      trend: () => "unknown",
      apply: (_inputs, _layout, moment) =>
        fullSignal("batch", [stateOf<PlateauState>(adaptive, moment).on ? high : low]),
    };
  },
});

const MEAN = { statistic: "mean", quantile: 0.5 } as const;

function nextPlateau(state: PlateauState, mean: number | undefined, settings: PlateauSwitchOptions): PlateauState {
  if (state.on && settings.oneWay) return state;
  const counts = mean !== undefined && Number.isFinite(state.sum + mean);
  const window = {
    sum: counts ? state.sum + (mean as number) : state.sum,
    count: state.count + (counts ? 1 : 0),
    steps: state.steps + 1,
  };
  if (window.steps < settings.every) return { ...state, ...window };
  if (window.count === 0) return { ...state, sum: 0, count: 0, steps: 0 };
  return checked(state, window.sum / window.count, settings);
}

/** The state after a whole window: compared with the one before, if there is one. */
function checked(state: PlateauState, mean: number, settings: PlateauSwitchOptions): PlateauState {
  const { gap, floor, minChecks } = settings;
  const begun = { ...FRESH, previous: mean };
  if (state.previous === null) return begun;
  const checks = state.checks + 1;
  const flat = Math.abs(mean - state.previous) <= gap && mean >= (floor ?? Number.NEGATIVE_INFINITY);
  return { ...begun, checks, on: flat && checks >= minChecks };
}
