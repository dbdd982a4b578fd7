import type { Preset } from "../piece/index.ts";

/** The ways of `anneal` by their names. */
export const schedulePresets: readonly Preset[] = [
  annealPreset("linear", "Moves a number from one value to another in equal steps."),
  annealPreset("cosine", "Moves a number from one value to another along half a cosine."),
  annealPreset("exponential", "Moves a number towards a value, by the same share of what is left in each step."),
  annealPreset("geometric", "Multiplies a number by the same factor in each step until it has reached a value."),
  {
    name: "kl-controller/log",
    use: "integral-controller",
    options: {
      space: "log",
      error: "relative",
      decay: 0.97,
      deadZone: 0.02,
      limit: 0.2,
      every: 100,
      rate: 0.05,
      initial: 0.01,
    },
    summary: "Moves the logarithm of a KL coefficient every 100 steps until the averaged KL meets its target (107).",
  },
  {
    name: "kl-controller/proportional",
    use: "integral-controller",
    options: { space: "proportional", error: "relative", limit: 0.2, rate: 0.1, initial: 0.2 },
    summary: "Multiplies a KL coefficient by 1 + 0.1·clip(KL / target − 1, ±0.2) in each step (Ziegler et al.).",
  },
];

function annealPreset(shape: string, summary: string): Preset {
  return { name: shape, use: "anneal", options: { shape }, summary };
}
