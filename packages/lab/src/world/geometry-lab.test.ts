import { flatLayout } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import {
  answerIn,
  apart,
  type CuboidScene,
  callAgreement,
  cameraAt,
  checkWorld,
  depthAt,
  GEOMETRY_QUESTIONS,
  GEOMETRY_WORDS,
  type GeometryWord,
  geometryCase,
  geometryLab,
  geometryLabPolicy,
  geometryPerception,
  project,
  readScene,
  runGeometry,
  stackAfter,
  toCamera,
  toWorld,
  unproject,
} from "./index.ts";

/** A camera 2 m before a cube of 20 cm at the origin, and one 2 m to its right; another cube behind. */
const scene: CuboidScene = {
  camera: cameraAt([0, -2, 0], [0, 0, 0], 600),
  second: cameraAt([2, 0, 0], [0, 0, 0], 500),
  cuboids: [
    { middle: [0, 0, 0], half: [0.1, 0.1, 0.1] },
    { middle: [0.5, 1, 0], half: [0.1, 0.2, 0.1] },
    { middle: [-1, 0, 0], half: [0.1, 0.1, 0.1] },
  ],
  opening: 0.25,
};
const run = (...words: GeometryWord[]) => runGeometry(words, scene, readScene(scene));
const close = (given: readonly number[] | undefined, right: readonly number[]): void => {
  expect(given?.length).toBe(right.length);
  right.forEach((value, k) => {
    expect(given?.[k]).toBeCloseTo(value, 9);
  });
};

describe("cameraAt", () => {
  it("sees what is right, below and ahead as positive numbers, and back again", () => {
    const camera = cameraAt([0, -2, 0], [0, 0, 0], 600);
    close(toCamera(camera, [0.3, 0, -0.4]), [0.3, 0.4, 2]);
    close(project(camera, [0.3, 0.4, 2]), [320 + 90, 240 + 120]);
    const tilted = cameraAt([1, -2, 1.5], [0.2, 0.1, 0.3], 520);
    const point = [0.4, -0.3, 0.2] as const;
    close(toWorld(tilted, toCamera(tilted, point)), point);
    const seen = toCamera(tilted, point);
    close(unproject(tilted, project(tilted, seen), seen[2]), seen);
  });
});

describe("depthAt", () => {
  it("is the nearest face along the ray, by hand; 0 where there is nothing", () => {
    expect(depthAt(scene, [320, 240])).toBeCloseTo(1.9, 12);
    // Over the edge of the cube, 0.1/1.9 · 600 = 31.6 pixels, there is nothing.
    expect(depthAt(scene, [320 + 31, 240])).toBeCloseTo(1.9, 12);
    expect(depthAt(scene, [320 + 33, 240])).toBe(0);
    // The cube behind has its face at y = 0.8.
    expect(depthAt(scene, [320 + 600 * (0.5 / 3), 240])).toBeCloseTo(2.8, 12);
  });
});

describe("runGeometry", () => {
  it("computes what is asked for, by hand", () => {
    close(run("point-a", "lift", "end").value?.numbers, [0, 0, 1.9]);
    close(run("point-a", "lift", "to-world", "end").value?.numbers, [0, -0.1, 0]);
    // From the right, y points to the right of the second camera.
    close(run("point-a", "lift", "to-world", "to-second", "end").value?.numbers, [-0.1, 0, 2]);
    close(run("point-a", "lift", "to-world", "to-second", "project", "end").value?.numbers, [320 - 25, 240]);
    // The other point: at x = 0.5·2.8/3 on the face y = 0.8.
    close(run("point-a", "lift", "point-b", "lift", "distance", "end").value?.numbers, [Math.hypot(1.4 / 3, 0.9)]);
    // The near corners are 0.2 m apart at a depth of 1.9.
    close(run("box-a", "width", "end").value?.numbers, [0.2]);
    close(run("box-a", "width", "opening", "less", "end").value?.numbers, [1]);
  });

  it("stops at a type that does not fit, at a third value, without an end, and where nothing is seen", () => {
    const became = (...words: GeometryWord[]) => {
      const { value, valid, calls } = run(...words);
      return [value, valid, calls.length];
    };
    expect(became("point-a", "to-world", "lift", "end")).toEqual([undefined, 2, 1]);
    expect(became("point-a", "point-b", "opening", "end")).toEqual([undefined, 2, 2]);
    expect(became("point-a", "lift")).toEqual([undefined, 2, 2]);
    expect(became("end")).toEqual([undefined, 0, 0]);
    const hole = { ...readScene(scene), depths: [0, 1] as const };
    expect(runGeometry(["point-a", "lift", "to-world", "end"], scene, hole).value).toBeUndefined();
    expect(runGeometry(["box-a", "width", "end"], scene, hole).value).toBeUndefined();
  });

  it("knows whether something measured is in a value", () => {
    expect(run("opening", "end").value?.observed).toBe(false);
    expect(run("opening", "opening", "less", "end").value?.observed).toBe(false);
    expect(run("box-a", "width", "opening", "less", "end").value?.observed).toBe(true);
  });

  it("compares calls with the numbers they took", () => {
    const reference = run("point-a", "lift", "to-world").calls;
    expect(callAgreement(reference, reference)).toBe(1);
    expect(callAgreement(run("point-a", "lift").calls, reference)).toBeCloseTo(2 / 3, 12);
    // Pixels 100 apart, and points (0, 0, 1.9) and (1.4/3, 0, 2.8).
    const other = callAgreement(run("point-b", "lift", "to-world").calls, reference);
    expect(other).toBeCloseTo((Math.exp(-Math.hypot(100, 0.9)) + Math.exp(-Math.hypot(1.4 / 3, 0.9))) / 3, 9);
  });

  it("takes from the stack what its types say", () => {
    for (const words of GEOMETRY_QUESTIONS.map(({ reference }) => reference)) {
      let stack: ReturnType<typeof stackAfter> = [];
      for (const word of words) stack = stackAfter(stack ?? [], word);
      expect(stack?.length).toBe(1);
    }
    expect(stackAfter(["world", "world"], "distance")).toEqual(["metres"]);
    expect(stackAfter(["world", "camera"], "distance")).toBeUndefined();
  });
});

const lab = geometryLab({ scenes: 20, testScenes: 10, labelNoise: 0 });

/** Signals of one completion of the question of a scene. */
function signalsOf(set: string, index: number, words: readonly GeometryWord[], own = lab) {
  const ids = new Int32Array(6);
  ids.set(words.map((word) => 1 + GEOMETRY_WORDS.indexOf(word)));
  const written = {
    ids,
    maxTokens: 6,
    lengths: Int32Array.of(words.length),
    ended: Uint8Array.of(words.at(-1) === "end" ? 1 : 0),
  };
  const prompts = { count: 1, length: 1, ids: Int32Array.of(13 + (index % 5)), items: [{ set, index }] };
  const signals = own.signals(prompts, written, flatLayout([1]));
  return (name: string): number | undefined => (signals[name]?.present[0] === 1 ? signals[name]?.values[0] : undefined);
}

describe("geometryLab", () => {
  for (const { name, check } of checkWorld(lab)) it(name, check);

  it("solves every question by its reference, in scenes of all sets", () => {
    for (const set of ["train", "test", "shifted"] as const) {
      for (let index = 0; index < 50; index++) {
        const own = geometryCase(set, index, 0);
        const { kind, reference, answer } = GEOMETRY_QUESTIONS[index % 5] as (typeof GEOMETRY_QUESTIONS)[number];
        const { value } = runGeometry([...reference, "end"], own.scene, own.exact);
        expect(value?.type).toBe(answer);
        close(value?.numbers, answerIn(own, kind));
        const { cuboids } = own.scene;
        const inside = cuboids[0].middle.map(
          (middle, k) => Math.abs((answerIn(own, "place")[k] as number) - middle) / (cuboids[0].half[k] as number),
        );
        expect(Math.max(...inside)).toBeCloseTo(1, 9);
      }
    }
  });

  it("pays each rung by hand", () => {
    const rungs = (index: number, ...words: GeometryWord[]) =>
      ["format", "tools", "parameters", "code", "solved"].map(signalsOf("train", index, words));
    expect(rungs(1, "point-a", "lift", "point-b", "lift", "distance", "end")).toEqual([1, 1, 1, 1, 1]);
    // Four of five names agree in order, all can be run, and the distance to itself is wrong.
    const [format, tools, parameters, code, solved] = rungs(1, "point-a", "lift", "point-a", "lift", "distance", "end");
    expect([format, tools, code, solved]).toEqual([1, 0.8, 1, 0]);
    expect(parameters).toBeGreaterThan(0.4);
    expect(parameters).toBeLessThan(0.7);
    // Of three words two can be run, and two of three are in order; one call was made as in the reference.
    expect(rungs(0, "point-a", "to-world", "lift", "end")).toEqual([1, 4 / 9, 1 / 3, 0, 0]);
    expect(rungs(0, "opening", "end")).toEqual([1, 0, 0, 0.5, 0]);
    expect(rungs(0, "point-a", "lift", "to-world")).toEqual([0, 1, 1, 0, 0]);
  });

  it("says how far off answers in metres are, for cameras elsewhere apart", () => {
    const right = ["point-a", "lift", "to-world", "end"] as const;
    const test = signalsOf("test", 0, right);
    expect(["near", "error", "nearShifted", "long"].map(test)).toEqual([1, -4, undefined, undefined]);
    const off = 10 ** (test("errorNoisy") as number);
    const own = geometryCase("test", 0, 0.01);
    expect(off).toBeCloseTo(
      apart(own.scene.camera.place, answerIn(own, "place") as never) *
        Math.abs((own.noisy.depths[0] as number) / own.exact.depths[0] - 1),
      9,
    );
    const shifted = signalsOf("shifted", 0, ["opening", "end"]);
    expect(["near", "solved", "nearShifted", "errorShifted"].map(shifted)).toEqual([undefined, undefined, 0, 1]);
    expect(signalsOf("test", 4, right)("long")).toBe(0);
  });

  it("shows some of its references alone, with words replaced as often as it says", () => {
    const own = geometryLab({ scenes: 300, labelNoise: 0.3 });
    const prompts = own.prompts(1, 0, 300);
    const shown = prompts.items.map((_, p) => own.demonstration?.(prompts, p) ?? []);
    expect(new Set(shown.map(String)).size).toBeLessThanOrEqual(30);
    const exact = lab.demonstration;
    const clean = geometryLab({ scenes: 300, labelNoise: 0 });
    expect(exact).toBeDefined();
    const pairs = shown.flatMap((words, p) =>
      words.map((word, m) => Number(word !== clean.demonstration?.(prompts, p)?.[m])),
    );
    const changed = pairs.reduce((sum, one) => sum + one, 0) / (pairs.length - 300);
    expect(Math.abs(changed - 0.3 * (10 / 11))).toBeLessThan(0.1);
  });

  it("has a policy that knows the types on the stack", () => {
    const policy = geometryLabPolicy();
    const writer = policy.writer(lab, 1);
    const model = policy.model(lab, 1);
    writer.load(model.parameters(0) as never);
    const prompts = lab.prompts(1, 0, 20);
    const { ids } = writer.generate(prompts, { maxTokens: 6, end: lab.end, pad: lab.pad, key: 1, perPrompt: 8 });
    expect(new Set(ids).size).toBe(13);
  });
});

describe("geometryPerception", () => {
  it("guesses better from more scenes, and worse where cameras are elsewhere", async () => {
    const errors = async (scenes: number) =>
      geometryPerception({ scenes, testScenes: 50, hidden: [16], updates: 120, batch: 64 }, 1);
    const [few, many] = [await errors(10), await errors(200)];
    expect(many.error).toBeLessThan(few.error);
    expect(many.errorShifted).toBeGreaterThan(many.error);
    expect(many.error).toBeGreaterThan(-2);
  });
});
