/** A number made of a point and the network's output there: x·ofPoint + output·ofOutput. */
export interface Blend {
  readonly ofPoint: number;
  readonly ofOutput: number;
}

/**
 * How noise is mixed into data, x_t = signal(t)·x_0 + noise(t)·ε, and what a network says about it.
 *
 * Time runs from 0 (data) to 1 (noise).
 */
export interface DiffusionPath {
  readonly id: PathName;
  /** The latest time in use, where generation starts from N(0, I). */
  readonly last: number;
  signal(time: number): number;
  noise(time: number): number;
  /** The estimate of x_0. */
  clean(time: number): Blend;
  /** The estimate of ε. */
  noiseOf(time: number): Blend;
  /** What the network should say, as a blend of x_0 (`ofPoint`) and ε (`ofOutput`). */
  readonly target: Blend;
}

export type PathName = "velocity" | "noise";

/** Later, errors of ε are too large in x_0, by 1 / signal(t); earlier, what is left of the data is missed: 3 % here. */
const LAST_OF_NOISE = 0.98;

/**
 * The two settings of generation from noise.
 *
 * - `velocity`: flow matching on straight lines, x_t = (1 − t)·x_0 + t·ε; the network says v = ε − x_0
 * - `noise`: diffusion that keeps the variance, x_t = cos(πt/2)·x_0 + sin(πt/2)·ε; the network says ε
 *
 * @paper Lipman et al. 2023, "Flow matching for generative modeling", §4.1 (straight lines)
 * @paper Ho et al. 2020, "Denoising diffusion probabilistic models", eq. 14; Nichol & Dhariwal 2021, eq. 17 (cosine)
 *
 * ```ts doctest
 * import { diffusionPath } from "@guerdon/lab/policy";
 * diffusionPath("velocity").clean(0.25) // => ({ ofPoint: 1, ofOutput: -0.25 })
 * ```
 */
export function diffusionPath(name: PathName): DiffusionPath {
  if (name === "velocity") {
    return {
      id: name,
      last: 1,
      signal: (time) => 1 - time,
      noise: (time) => time,
      clean: (time) => ({ ofPoint: 1, ofOutput: -time }),
      noiseOf: (time) => ({ ofPoint: 1, ofOutput: 1 - time }),
      target: { ofPoint: -1, ofOutput: 1 },
    };
  }
  const [signal, noise] = [
    (time: number) => Math.cos(0.5 * Math.PI * time),
    (time: number) => Math.sin(0.5 * Math.PI * time),
  ];
  return {
    id: name,
    last: LAST_OF_NOISE,
    signal,
    noise,
    clean: (time) => ({ ofPoint: 1 / signal(time), ofOutput: -noise(time) / signal(time) }),
    noiseOf: () => ({ ofPoint: 0, ofOutput: 1 }),
    target: { ofPoint: 0, ofOutput: 1 },
  };
}
