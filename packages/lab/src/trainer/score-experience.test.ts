import { initState } from "@guerdon/core/engine";
import { describe, expect, it } from "vitest";
import { environmentProgram, GAE } from "./environment-program.test-support.ts";
import type { Experience } from "./experience.ts";
import { episodeLayout, scoreExperience } from "./score-experience.ts";

/** Two copies of four steps: one ends after the second and goes on, the other is cut off at the third. */
const experience: Experience = {
  count: 2,
  steps: 4,
  observations: new Float32Array(8),
  drawn: new Float64Array(8),
  logProbs: new Float64Array(8),
  values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  rewards: Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2),
  ends: Uint8Array.of(0, 1, 0, 0, 0, 0, 2, 0),
  cutValues: Float64Array.of(0, 0, 0, 0, 0, 0, 10, 0),
  lastValues: Float64Array.of(20, 30),
  signals: { speed: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  keep: new Float32Array(8),
  memory: new Float32Array(0),
};
const runtime = { clock: { now: () => 0, after: () => () => undefined } };

describe("scoreExperience", () => {
  it("is GAE by hand: no value after an end, that of the last observation after a cut", async () => {
    const program = environmentProgram(GAE(0.5, 0.5));
    const { stepAdvantages, total, layout } = await scoreExperience(
      program,
      experience,
      { step: 0, state: initState(program) },
      runtime,
    );
    const delta = (r: number, v: number, next: number): number => r + 0.5 * next - v;
    const d = [
      delta(1, 1, 2),
      delta(1, 2, 0),
      delta(1, 3, 4),
      delta(1, 4, 20),
      delta(2, 5, 6),
      delta(2, 6, 7),
      delta(2, 7, 10),
      delta(2, 8, 30),
    ] as const;
    const last = d[5] + 0.25 * d[6];
    const wanted = [d[0] + 0.25 * d[1], d[1], d[2] + 0.25 * d[3], d[3], d[4] + 0.25 * last, last, d[6], d[7]];
    expect([...stepAdvantages]).toEqual(wanted);
    expect([...total.values]).toEqual([2, 2, 6, 2]);
    expect([...layout.stepOffsets]).toEqual([0, 2, 4, 7, 8]);
  });

  it("pays another signal where the program says so", async () => {
    const program = environmentProgram(
      { ...(GAE(1, 1) as object), values: 0, bootstrap: 0 } as never,
      "reward + speed",
      { speed: { use: "world-signal" } },
    );
    const { stepAdvantages } = await scoreExperience(
      program,
      experience,
      { step: 0, state: initState(program) },
      runtime,
    );
    expect([...stepAdvantages]).toEqual([5, 3, 9, 5, 24, 17, 9, 10]);
  });

  it("gives advantages of rollouts to their steps, by groups", async () => {
    const program = environmentProgram({ use: "rloo" } as never);
    const moment = { step: 0, state: initState(program), groupSize: 2 };
    const { stepAdvantages } = await scoreExperience(program, experience, moment, runtime);
    expect([...stepAdvantages]).toEqual([0, 0, 0, 0, 4, 4, 4, -4]);
    expect([...episodeLayout(experience, 2).groupOf]).toEqual([0, 0, 1, 1]);
  });

  it("names a term that nothing offers", async () => {
    const program = environmentProgram(GAE(1, 1), "reward", { fuel: { use: "world-signal" } });
    const scored = scoreExperience(program, experience, { step: 0, state: initState(program) }, runtime);
    await expect(scored).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`fuel\` to be a signal of the environment: speed, reward, values, bootstrap.]`,
    );
  });
});
