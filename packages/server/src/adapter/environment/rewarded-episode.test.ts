import { describe, expect, it } from "vitest";
import { engineService } from "../engine-service.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { ROWS } from "./environments.test-support.ts";
import { rewardedEpisode } from "./rewarded-episode.ts";

const service = engineService(PROGRAMS);
const make = (settings = {}, program = "exact") =>
  rewardedEpisode({ name: "products", program, rows: ROWS }).create({ service, settings });
const asked = ({ observation }: { observation: object }) =>
  (observation as { messages: [{ content: string }] }).messages[0].content;

describe("rewardedEpisode", () => {
  it("asks the row that is named, else one by the seed, else the next", async () => {
    const kind = rewardedEpisode({ name: "products", rows: ROWS });
    const [a, b] = [await kind.create({ service, settings: {} }), await kind.create({ service, settings: {} })];
    expect(asked(await a.reset({ extra: { row: 2 } }))).toBe("8 * 7?");
    expect([asked(await a.reset({})), asked(await b.reset({})), asked(await a.reset({}))]).toEqual([
      "6 * 7?",
      "7 * 7?",
      "8 * 7?",
    ]);
    const bySeed = await Promise.all(Array.from({ length: 60 }, async (_, seed) => asked(await a.reset({ seed }))));
    expect(new Set(bySeed).size).toBe(3);
    expect(asked(await b.reset({ seed: 5 }))).toBe(bySeed[5]);
  });

  it("pays the program's total of prompt, answer and row, for the run of the settings, and ends", async () => {
    const episode = await make({ run: "r" });
    await episode.reset({ extra: { row: 0 } });
    expect(await episode.step({ message: "42" })).toMatchObject({
      reward: 1,
      terminated: true,
      truncated: false,
      info: { correct: 1 },
    });
    expect(service.asked.at(-1)).toMatchObject({
      run: "r",
      program: "exact",
      rollouts: [{ item: { answer: "42" }, prompt: ROWS[0]?.prompt }],
    });
    await expect(episode.step({ message: "42" })).rejects.toThrow("Expected `reset` before `step`");
  });

  it("has no number for what cannot be scored, and takes the answer again", async () => {
    const episode = await make({}, "broken");
    await episode.reset({});
    const failure = await episode.step({ message: "42" }).catch((error) => error);
    expect(`${failure.code}: ${failure.message} ${failure.hint}`).toMatchInlineSnapshot(
      `"GUERDON_REWARD_MISSING: Expected the answer to have a reward, got none: failed (sandbox): the sandbox did not start. Make the step again, or leave the episode out of training."`,
    );
    await expect(episode.step({ message: "42" })).rejects.toThrow("sandbox did not start");
  });

  it.each([-1, 3, 0.5, "0", null])("refuses the row %o", async (row) => {
    const episode = await make();
    await expect(episode.reset({ extra: { row } })).rejects.toThrow("Expected `row` to be a whole number from 0 to 2");
  });

  it("needs a row", () => {
    expect(() => rewardedEpisode({ name: "none", rows: [] })).toThrow("Expected at least one row to ask, got none.");
  });
});
