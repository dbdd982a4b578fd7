import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { type PatchRepository, passedTests, patchRepository, runLines, TESTS } from "./patch-repository.ts";
import { type PatchWorldOptions, patchWorld } from "./patch-world.ts";
import { vectorise } from "./vectorise.ts";

const [SEARCH, VIEW, TEST, SUBMIT, MALFORMED, EDIT] = [0, 1, 4, 5, 6, 7] as const;
const ONE: PatchWorldOptions = { repositories: 1 };

/** The wrong line among all lines, and the choice that repairs it. */
function fixOf({ files, wrong, choices, expected }: PatchRepository) {
  const line = files.slice(0, wrong.file).reduce((sum, { length }) => sum + length, 0) + wrong.line;
  const lines = files[wrong.file] as PatchRepository["files"][number];
  const choice = (choices[line] as typeof lines).findIndex((other) => {
    const edited = lines.map((one, k) => (k === wrong.line ? other : one));
    return passedTests(edited, expected[wrong.file] as readonly number[]) === TESTS;
  });
  return { line, choice, file: wrong.file };
}

function play(options: PatchWorldOptions, actions: readonly number[]) {
  const environment = vectorise(patchWorld(options), 1);
  return actions.map((action) => {
    environment.step([action]);
    const { gold, outcome, turn } = environment.signals;
    return [environment.rewards[0], environment.terminated[0], gold?.[0], outcome?.[0], turn?.[0]];
  });
}

describe("patchWorld", () => {
  const { line, choice, file } = fixOf(patchRepository(0));
  const fix = EDIT + 4 * line + choice;

  it("repairs by search, view, edit, test and submission for 5 · 0.4 + 1 (by hand)", () => {
    const steps = play(ONE, [SEARCH, VIEW + file, fix, TEST, SUBMIT]);
    expect(steps.map(([reward]) => reward)).toEqual([0.4, 0.4, 0.4, 0.4, 1.4]);
    expect(steps.at(-1)).toEqual([1.4, 1, 1, 1, 0.4]);
    expect(play({ ...ONE, reward: "outcome" }, [VIEW + file, fix, SUBMIT]).map(([reward]) => reward)).toEqual([
      0, 0, 1,
    ]);
  });

  it("climbs the ladder: no submission −1, empty −0.5, failing 0.5", () => {
    expect(play(ONE, [SUBMIT]).at(-1)).toEqual([-0.5 + 0.4, 1, 0, -0.5, 0.4]);
    const wrong = EDIT + 4 * line + ((choice + 1) % 4);
    expect(play(ONE, [VIEW + file, wrong, SUBMIT]).at(-1)?.[3]).toBe(0.5);
    const idle = play(ONE, new Array(16).fill(SEARCH));
    expect(idle.at(-1)).toEqual([0.4 - 1, 1, 0, -1, 0.4]);
    // Searching to the end pays more than repairing at once: the shortcut that direct accumulation teaches.
    const sum = (steps: readonly (readonly unknown[])[]): number =>
      steps.reduce((all, [one]) => all + (one as number), 0);
    expect(sum(idle)).toBeCloseTo(16 * 0.4 - 1, 9);
    expect(sum(idle)).toBeGreaterThan(sum(play(ONE, [VIEW + file, fix, SUBMIT])));
  });

  it("takes malformed calls and edits of files not viewed as malformed, and changes nothing", () => {
    const steps = play(ONE, [MALFORMED, fix, EDIT + 4 * 17, SUBMIT]);
    expect(steps.map((step) => step[4])).toEqual([-0.4, -0.4, -0.4, 0.4]);
    expect(steps.at(-1)?.[3]).toBe(-0.5);
  });

  it("names the failing file by search and the wrong line by a view", () => {
    const environment = vectorise(patchWorld(ONE), 1);
    environment.step([SEARCH]);
    expect([...environment.observations.subarray(0, 3)].indexOf(1)).toBe(file);
    environment.step([VIEW + file]);
    expect([...environment.observations.subarray(6, 24)].indexOf(1)).toBe(line);
    environment.step([fix]);
    environment.step([TEST]);
    expect([...environment.observations.subarray(-2)]).toEqual([1, 1]);
    expect(environment.signals.passed?.[0]).toBe(1);
  });

  it("has 30 repositories of 12–18 lines, each with one repair", () => {
    expect(
      runLines(
        [
          ["add", 3],
          ["multiply", 2],
          ["modulo", 7],
        ],
        5,
      ),
    ).toBe(2);
    expect(
      runLines(
        [
          ["subtract", 4],
          ["max", 2],
          ["min", 6],
        ],
        3,
      ),
    ).toBe(2);
    for (let k = 0; k < 30; k++) {
      const repository = patchRepository(k);
      const lines = repository.files.reduce((sum, { length }) => sum + length, 0);
      expect(lines).toBeGreaterThanOrEqual(12);
      expect(lines).toBeLessThanOrEqual(18);
      expect(fixOf(repository).choice).toBeGreaterThanOrEqual(0);
    }
  });

  it("keeps the laws", () => {
    checkEnvironment((count) => vectorise(patchWorld(), count));
  });
});
