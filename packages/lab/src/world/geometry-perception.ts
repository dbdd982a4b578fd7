import { type FitPerceptronOptions, fitPerceptron } from "../policy/fit-perceptron.ts";
import type { SceneReadings } from "./cuboid-scene.ts";
import { answerIn, type GeometryCase, geometryCase, judgeGeometry } from "./geometry-questions.ts";

export interface GeometryPerceptionOptions extends FitPerceptronOptions {
  /** Scenes that are learnt from, each with all three questions. */
  readonly scenes: number;
  readonly testScenes?: number;
  readonly depthNoise?: number;
}

/** Questions that are answered in metres. */
const KINDS = ["place", "distance", "pose"] as const;
const EXACT = 1e-4;

/**
 * Answers in metres guessed by a perceptron from what the tools read, without programs: errors as `geometryLab` has them.
 *
 * It sees the question, pixels, depth with noise, the width of the box, the opening, and all numbers of both cameras,
 * and is fitted to the right answers.
 *
 * @returns `near`, `error`, `errorNoisy`, `nearShifted`, `errorShifted`: means over the questions in metres of the test
 * @paper 134 §Experiment (perception only)
 */
export async function geometryPerception(
  { scenes, testScenes = 200, depthNoise = 0.01, ...options }: GeometryPerceptionOptions,
  seed: number,
): Promise<Readonly<Record<"near" | "error" | "errorNoisy" | "nearShifted" | "errorShifted", number>>> {
  const rows = Array.from({ length: scenes }, (_, index) => geometryCase("train", index, depthNoise)).flatMap((own) =>
    KINDS.map((kind) => ({ input: shownOf(own, own.noisy, kind), target: three(answerIn(own, kind)) })),
  );
  const guess = await fitPerceptron(
    { inputs: rows.map(({ input }) => input), targets: rows.map(({ target }) => target) },
    options,
    seed,
  );
  const test = (set: "test" | "shifted", readings: "exact" | "noisy") => {
    const judged = Array.from({ length: testScenes }, (_, index) => geometryCase(set, index, depthNoise)).flatMap(
      (own, index) => {
        const kind = KINDS[index % 5];
        if (kind === undefined) return [];
        const right = answerIn(own, kind);
        const given = guess(shownOf(own, own[readings], kind)).slice(0, right.length);
        return [judgeGeometry(kind, given, right)];
      },
    );
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      near: mean(judged.map(({ near }) => Number(near))),
      error: mean(judged.map(({ error }) => Math.log10(Math.max(EXACT, error)))),
    };
  };
  const [exact, shifted] = [test("test", "exact"), test("shifted", "exact")];
  return {
    ...exact,
    errorNoisy: test("test", "noisy").error,
    nearShifted: shifted.near,
    errorShifted: shifted.error,
  };
}

function three(numbers: readonly number[]): readonly number[] {
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

/** All that a guess may be made of. */
function shownOf({ scene }: GeometryCase, { pixels, depths, across }: SceneReadings, kind: string): readonly number[] {
  const { camera, second, opening } = scene;
  return [
    ...KINDS.map((one) => Number(one === kind)),
    ...pixels.flat(),
    ...depths,
    across,
    opening,
    ...[camera, second].flatMap(({ focal, place, axes }) => [focal, ...place, ...axes.flat()]),
  ];
}
