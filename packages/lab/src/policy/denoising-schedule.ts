import { RewardError } from "@guerdon/core/error";
import { type Blend, type DiffusionPath, diffusionPath, type PathName } from "./diffusion-path.ts";

/** One step of generation: x' = carry·x + gain·u, where u is drawn around the network's output. */
export interface DenoisingStep {
  readonly time: number;
  /** Time after the step. */
  readonly next: number;
  readonly carry: number;
  readonly gain: number;
  /** Standard deviation of the noise in each number of x'. */
  readonly spread: number;
  /** The same in each number of u: spread / |gain|. */
  readonly deviation: number;
  /** The estimate of x_0: point·x + output·(network's output). */
  readonly clean: Blend;
}

/** Noise that is put into the steps. */
export interface StepNoise {
  /**
   * - `none`: the ODE (Euler, which is DDIM)
   * - `constant`: an SDE with diffusion coefficient g = level
   * - `scaled`: an SDE with g = level·√(noise / signal)
   * - `preserving`: noise of deviation noise(t')·sin(level·π/2) in the place of noise the network saw; level 1 is the
   *   few-step sampling of consistency models
   * - `ancestral`: level times the deviation of q(x_t' | x_t, x_0), as DDPM
   */
  readonly kind: "none" | "constant" | "scaled" | "preserving" | "ancestral";
  readonly level?: number;
  /** What the level of each step is multiplied by: 0 where nothing is drawn. Default 1. */
  readonly scale?: readonly number[];
}

export interface DenoisingScheduleOptions {
  readonly path?: PathName;
  readonly steps: number;
  readonly noise?: StepNoise;
  /** s of t ← s·t / (1 + (s − 1)·t): above 1 more steps are spent near noise. */
  readonly shift?: number;
}

/**
 * The steps of generation, with the noise that makes each of them a Gaussian whose density is known.
 *
 *   x' = signal(t')·x̂_0 + w·ε̂ + spread·z
 *   SDE        w = noise(t') − ½·g²·Δ / noise(t),  spread = g·√Δ:  −ε̂ / noise(t) is the score
 *   otherwise  w = √(noise(t')² − spread²)
 *
 * Both estimates are affine in the network's output, so x' = carry·x + gain·(output + deviation·z). A density of u and
 * one of x' differ by the factor |gain|^D alone: ratios are the same.
 *
 * @throws RewardError GUERDON_OPTION when the number of steps, a level or a scale is out of range
 * @paper 010 §Mechanism 1 (constant), 079 §Mechanism 5 (scaled; preserving), 128 §Mechanism 4, 168 §Mechanism 2
 * @paper Song et al. 2021, "Denoising diffusion implicit models", eq. 12 and 16 (ancestral)
 *
 * ```ts doctest
 * import { denoisingSchedule } from "@guerdon/lab/policy";
 * denoisingSchedule({ steps: 4 }).map(({ time, gain }) => [time, gain]) // => [[1, -0.25], [0.75, -0.25], [0.5, -0.25], [0.25, -0.25]]
 * ```
 */
export function denoisingSchedule(options: DenoisingScheduleOptions): readonly DenoisingStep[] {
  const { path: name = "velocity", steps, noise = { kind: "none" }, shift = 1 } = options;
  checkSchedule(steps, noise, shift);
  const path = diffusionPath(name);
  const times = Array.from({ length: steps + 1 }, (_, k) => {
    const time = path.last * (1 - k / steps);
    return (shift * time) / (1 + (shift - 1) * time);
  });
  return times.slice(0, -1).map((time, k) => {
    const level = (noise.level ?? 1) * (noise.scale?.[k] ?? 1);
    // At pure noise the coefficient of `scaled` is infinite: there it is that of the next time.
    const scaledAt = time < 1 ? time : (times[1] as number);
    return stepOf(path, time, times[k + 1] as number, noise.kind, level, scaledAt);
  });
}

/** @param scaledAt - time at which `scaled` reads the signal */
function stepOf(
  path: DiffusionPath,
  time: number,
  next: number,
  kind: StepNoise["kind"],
  level: number,
  scaledAt: number,
): DenoisingStep {
  const [clean, noise] = [path.clean(time), path.noiseOf(time)];
  const [now, after] = [path.noise(time), path.noise(next)];
  const spread = level * UNIT_SPREADS[kind](path, time, next, scaledAt, level);
  const isSde = kind === "constant" || kind === "scaled";
  const kept = isSde ? after - (0.5 * spread * spread) / now : Math.sqrt(Math.max(0, after * after - spread * spread));
  const carry = path.signal(next) * clean.ofPoint + kept * noise.ofPoint;
  const gain = path.signal(next) * clean.ofOutput + kept * noise.ofOutput;
  return { time, next, carry, gain, spread, deviation: spread / Math.abs(gain), clean };
}

/** Deviation of the noise of a step for each unit of its level. */
const UNIT_SPREADS: {
  readonly [kind in StepNoise["kind"]]: (
    path: DiffusionPath,
    time: number,
    next: number,
    scaledAt: number,
    level: number,
  ) => number;
} = {
  none: () => 0,
  constant: (_, time, next) => Math.sqrt(time - next),
  scaled: (path, time, next, scaledAt) => Math.sqrt((path.noise(time) / path.signal(scaledAt)) * (time - next)),
  preserving: (path, _, next, __, level) =>
    level === 0 ? 0 : (path.noise(next) * Math.sin(0.5 * Math.PI * level)) / level,
  ancestral: (path, time, next) =>
    (path.noise(next) / path.noise(time)) * Math.sqrt(Math.max(0, 1 - (path.signal(time) / path.signal(next)) ** 2)),
};

function checkSchedule(steps: number, { level = 1, scale, kind }: StepNoise, shift: number): void {
  const isShare = kind === "preserving" || kind === "ancestral";
  const checks: readonly (readonly [string, string, number | string, boolean])[] = [
    ["steps", "a whole number of at least 1", steps, Number.isInteger(steps) && steps >= 1],
    ["noise.level", isShare ? "in [0, 1]" : "at least 0", level, level >= 0 && (!isShare || level <= 1)],
    [
      "noise.scale",
      `${steps} numbers of at least 0`,
      scale?.join(", ") ?? "none",
      scale === undefined || (scale.length === steps && scale.every((value) => value >= 0)),
    ],
    ["shift", "above 0", shift, shift > 0],
  ];
  const wrong = checks.find(([, , , isRight]) => !isRight);
  if (wrong === undefined) return;
  const [name, expected, got] = wrong;
  throw new RewardError("GUERDON_OPTION", `Expected \`${name}\` to be ${expected}, got ${got}.`, {
    details: { name, got },
  });
}
