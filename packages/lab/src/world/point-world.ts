import { RewardError } from "@guerdon/core/error";
import { uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";
import type { SampleWorld } from "./sample-world.ts";

export interface PointWorldOptions {
  /** M: centres, spread evenly on a circle; 0 for the whole circle. */
  readonly modes?: number;
  readonly radius?: number;
  /** Standard deviation around each centre, or around the circle. */
  readonly deviation?: number;
  /** P: prompts, one-hot; prompt p wants centre p. Default 0: centre 0 is wanted, and nothing is asked. */
  readonly prompts?: number;
  /** Whether the data's points lie where their prompt wants them. Default false: a model of them ignores its prompt. */
  readonly obeys?: boolean;
  /** A closeness exp(−d²/2w²) that falls off smoothly, or a hit: 1 where d < w. */
  readonly reward?: "closeness" | "hit";
  /** w */
  readonly width?: number;
  /** What the wanted centre is multiplied by: above 1 it lies outside the data. */
  readonly stretch?: number;
}

/** Uniform numbers an example takes. */
const DRAWS = 8;

/**
 * Points in the plane: a mixture of normal distributions on a circle, or a ring.
 *
 * Measures: `reward` for closeness to the wanted place, `distance` to it, `offMode` (distance to the nearest centre, or to the
 * circle: how far from real a point is), and `mode` (number of the nearest centre).
 *
 * @throws RewardError GUERDON_OPTION when more is asked for than there are modes
 * @paper 010, 034, 038, 079, 128, 168, 210 §Experiment (8 modes on a circle of radius 2)
 *
 * ```ts doctest
 * import { pointWorld } from "@guerdon/lab/world";
 * const out = new Float64Array(4);
 * pointWorld({ prompts: 4 }).measure(Float64Array.of(0, 2), Float64Array.of(0, 0, 1, 0), out);
 * [out[0], out[1], out[3]] // => [1, 0, 2]
 * ```
 */
export function pointWorld(options: PointWorldOptions = {}): SampleWorld {
  const { modes = 8, radius = 2, deviation = 0.15, prompts = 0, obeys = false } = options;
  const { reward = "closeness", width = 0.8, stretch = 1 } = options;
  checkPrompts(modes, prompts);
  const angleOf = (place: number): number => (2 * Math.PI * place) / (modes === 0 ? Math.max(prompts, 1) : modes);
  const [cos, sin] = [Math.cos, Math.sin].map((wave) =>
    Float64Array.from({ length: Math.max(modes, prompts, 1) }, (_, k) => roundZero(wave(angleOf(k)))),
  ) as [Float64Array, Float64Array];
  const wanted = (condition: Float64Array): number => Math.max(0, condition.indexOf(1));
  const drawPrompt = (key: number, counter: number, condition: Float64Array): void => {
    condition.fill(0);
    if (prompts > 0) condition[Math.floor(uniformAt(key, counter) * prompts)] = 1;
  };
  return {
    id: "points@1",
    size: 2,
    conditions: prompts,
    measures: ["reward", "distance", "offMode", "mode"],
    draw: (key, index, sample, condition) => {
      const from = index * DRAWS;
      drawPrompt(key, from, condition);
      const turn = uniformAt(key, from + 1);
      const mode = obeys && prompts > 0 ? wanted(condition) : Math.floor(turn * modes);
      const angle = modes === 0 ? 2 * Math.PI * turn : angleOf(mode);
      sample[0] = radius * Math.cos(angle) + deviation * normalAt(key, from / 2 + 1);
      sample[1] = radius * Math.sin(angle) + deviation * normalAt(key, from / 2 + 2);
    },
    ask: (key, index, condition) => drawPrompt(key, index, condition),
    measure: (sample, condition, out) => {
      const [x, y] = sample as unknown as readonly [number, number];
      const place = wanted(condition);
      const reach = radius * stretch;
      const distance = Math.hypot(x - reach * (cos[place] as number), y - reach * (sin[place] as number));
      let [nearest, mode] = [modes === 0 ? Math.abs(Math.hypot(x, y) - radius) : Number.POSITIVE_INFINITY, 0];
      for (let k = 0; k < modes; k++) {
        const away = Math.hypot(x - radius * (cos[k] as number), y - radius * (sin[k] as number));
        if (away >= nearest) continue;
        nearest = away;
        mode = k;
      }
      out[0] = reward === "hit" ? Number(distance < width) : Math.exp(-(distance * distance) / (2 * width * width));
      out[1] = distance;
      out[2] = nearest;
      out[3] = mode;
    },
  };
}

/** The cosine of a right angle is 0. */
function roundZero(value: number): number {
  return Math.abs(value) < 1e-12 ? 0 : value;
}

function checkPrompts(modes: number, prompts: number): void {
  if (modes === 0 || prompts <= modes) return;
  throw new RewardError("GUERDON_OPTION", `Expected \`prompts\` to be at most ${modes}, got ${prompts}.`, {
    hint: "Take more modes, or 0 for the whole circle.",
    details: { modes, prompts },
  });
}
