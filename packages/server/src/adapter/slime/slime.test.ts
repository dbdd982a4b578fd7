import { describe, expect, it } from "vitest";
import { engineService, post } from "../engine-service.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { slime } from "./slime.ts";

const service = engineService(PROGRAMS);
const reward = (body: unknown, settings = {}) => post(slime, "/rm", body, service, { program: "exact", ...settings });

describe("slime", () => {
  it("answers the number itself", async () => {
    expect(await reward({ prompt: "6 * 7?", response: "42", label: "42" })).toEqual({ status: 200, body: 1 });
    expect(await reward({ prompt: "6 * 7?", response: "41", label: "42" })).toEqual({ status: 200, body: 0 });
  });

  it("takes a list of messages as the prompt, of the same group as its text", async () => {
    await reward({ prompt: [{ role: "user", content: "6 * 7?" }], response: "42", label: "42" });
    await reward({ prompt: "6 * 7?", response: "41", label: "42" });
    const [list, text] = service.asked.slice(-2).map(({ rollouts }) => rollouts[0]);
    expect(list?.group).toBe(text?.group);
    expect(list?.id).not.toBe(text?.id);
  });

  it("answers an object under the reward key, with the terms beside it", async () => {
    const body = { prompt: "6 * 7?", response: "42", label: "42" };
    expect((await reward(body, { rewardKey: "score" })).body).toEqual({ score: 1, correct: 1, correct_present: 1 });
  });

  it("answers 503 for what is nobody's wrong answer, so that the client tries again", async () => {
    const body = { prompt: "6 * 7?", response: "42", label: "42" };
    expect(await reward(body, { program: "broken" })).toEqual({
      status: 503,
      body: { detail: "failed (sandbox): the sandbox did not start" },
    });
    expect((await reward({ prompt: "6 * 7?", response: "42" })).status).toBe(503);
    expect(slime.scores[0]?.toFailure(new Error("x"), {}, {}).status).toBe(503);
  });

  it.each([
    ["no response", { prompt: "a" }, "response"],
    ["no prompt", { response: "a" }, "prompt"],
    ["a prompt that is a number", { prompt: 1, response: "a" }, "prompt"],
    ["a message without role", { prompt: [{ content: "a" }], response: "a" }, "prompt"],
  ])("refuses %s", async (_, body, place) => {
    const { status, body: reply } = await reward(body);
    expect([status, JSON.stringify(reply)]).toEqual([422, expect.stringContaining(place)]);
  });
});
