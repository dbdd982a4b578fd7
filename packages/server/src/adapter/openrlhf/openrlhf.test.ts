import { RewardError } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { engineService, post } from "../engine-service.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { openrlhf } from "./openrlhf.ts";

const service = engineService(PROGRAMS);
const rewards = (body: unknown, program = "exact", settings = {}) =>
  post(openrlhf, "/get_reward", body, service, { program, ...settings });

describe("openrlhf", () => {
  it("scores one sample: the response is what follows the prompt, without the tokens that end it", async () => {
    const body = {
      query: ["<|user|>6 * 7?<|assistant|>42<|im_end|>"],
      prompts: ["<|user|>6 * 7?<|assistant|>"],
      labels: ["42"],
    };
    expect(await rewards(body)).toEqual({
      status: 200,
      body: { rewards: [1], scores: [1], extra_logs: { correct: [1], correct_present: [1] } },
    });
    const [rollout] = service.asked.at(-1)?.rollouts ?? [];
    expect([rollout?.prompt, rollout?.completion]).toEqual([
      [{ role: "user", content: "<|user|>6 * 7?<|assistant|>" }],
      [{ role: "assistant", content: "42" }],
    ]);
  });

  it("takes a query whole that does not begin with the prompt, or comes without prompts", async () => {
    expect((await rewards({ query: ["42"], prompts: ["other"], labels: ["42"] })).body).toMatchObject({ rewards: [1] });
    expect((await rewards({ query: ["42"], labels: ["42"] })).body).toMatchObject({ rewards: [1] });
  });

  it("scores N samples in their order, interleaved groups too", async () => {
    const body = { query: ["a1", "b2", "a2", "b1"], prompts: ["a", "b", "a", "b"], labels: ["1", "1", "1", "1"] };
    expect((await rewards(body)).body).toMatchObject({ rewards: [1, 0, 0, 1] });
    expect(new Set(service.asked.at(-1)?.rollouts.map(({ group }) => group)).size).toBe(2);
  });

  it("answers empty lists with empty lists: an endpoint that got no share", async () => {
    expect(await rewards({ query: [], prompts: [], labels: [] })).toEqual({
      status: 200,
      body: { rewards: [], scores: [], extra_logs: {} },
    });
  });

  it("puts scores from the total's range to 0 … 1 and leaves them out where it has no bound", async () => {
    const body = { query: ["42", "41"], labels: ["42", "42"] };
    expect((await rewards(body, "graded")).body).toMatchObject({ rewards: [3, -1], scores: [1, 0] });
    expect((await rewards({ query: ["a b c"], labels: [null] }, "words")).body).toEqual({
      rewards: [3],
      extra_logs: { words: [3], words_present: [1] },
    });
  });

  it("gives an object label's own fields beside its names", async () => {
    await rewards({ query: ["42"], labels: [{ answer: "42", level: 3 }] });
    expect(service.asked.at(-1)?.rollouts[0]?.item).toMatchObject({ answer: "42", level: 3, label: { answer: "42" } });
  });

  it("keeps one key set of logs, whatever is missing", async () => {
    const body = { query: ["42", "1".repeat(40)], labels: ["42", "42"] };
    const { body: reply } = await rewards(body, "graded", { candidateFailureReward: -2 });
    expect(reply).toMatchObject({
      rewards: [3, -2],
      extra_logs: {
        correct: [1, 0],
        correct_present: [1, 1],
        close: [1, 0],
        close_present: [1, 0],
        shy_present: [1, 1],
      },
    });
  });

  it("pays a failure of the candidate's the lower end of the range", async () => {
    const { body } = await rewards({ query: ["1".repeat(40)], labels: ["42"] }, "graded");
    expect(body).toMatchObject({ rewards: [-1], scores: [0] });
  });

  it("answers 503 for any other failure, so that the client tries again: never a number", async () => {
    expect(await rewards({ query: ["42"], labels: ["42"] }, "broken")).toEqual({
      status: 503,
      body: { detail: "failed (sandbox): the sandbox did not start" },
    });
    const missingLabel = await rewards({ query: ["42", "42"], labels: ["42", null] });
    expect([missingLabel.status, JSON.stringify(missingLabel.body)]).toEqual([503, expect.stringContaining("(task)")]);
  });

  it("answers 503 for an abstention unless a number stands for it", async () => {
    const body = { query: ["42"], labels: [{ answer: "42", skip: true }] };
    expect((await rewards(body, "graded")).status).toBe(503);
    expect((await rewards(body, "graded", { abstainedReward: 0.25 })).body).toMatchObject({ rewards: [0.25] });
  });

  it("answers 503 when nothing can be scored, and says no more of a foreign error than that", () => {
    const [route] = openrlhf.scores;
    const busy = new RewardError("GUERDON_BUSY", "Expected at most 10 waiting requests, got 11.");
    expect(route?.toFailure(busy, {}, {})).toEqual({
      status: 503,
      body: { detail: "GUERDON_BUSY: Expected at most 10 waiting requests, got 11." },
    });
    expect(route?.toFailure(new Error(`ENOENT ${import.meta.url}`), {}, {})).toEqual({
      status: 503,
      body: { detail: "The score could not be made." },
    });
  });

  it.each([
    ["no query", {}, "query"],
    ["a query that is a text", { query: "42" }, "query"],
    ["a number in the query", { query: [42] }, "query.0"],
    ["lists of different lengths", { query: ["a", "b"], prompts: ["a"] }, "lists of one length"],
    ["more labels than queries", { query: ["a"], labels: ["a", "b"] }, "lists of one length"],
    ["null", null, ""],
    ["a list", [], ""],
  ])("refuses %s with 422 and the place", async (_, body, place) => {
    const { status, body: reply } = await rewards(body);
    expect([status, JSON.stringify(reply)]).toEqual([422, expect.stringContaining(place)]);
  });

  it("names equal samples of one request apart, and a retry the same", async () => {
    const body = { query: ["42", "42"], labels: ["42", "42"] };
    await rewards(body);
    await rewards(body);
    const [first, second] = service.asked.slice(-2).map(({ rollouts }) => rollouts.map(({ id }) => id));
    expect(new Set(first).size).toBe(2);
    expect(second).toEqual(first);
  });

  it("waits for a group when the samples of one come alone", async () => {
    const body = { query: ["42"], labels: ["42"] };
    await rewards(body, "exact", { groupSize: 4, cohortWaitMs: 500, run: "r" });
    expect(service.asked.at(-1)).toMatchObject({ run: "r", cohort: { size: 4, waitMs: 500, partial: "fail" } });
    // Four samples may be of four prompts: whether they are a whole group is for the service to see.
    await rewards({ query: ["1", "2", "3", "4"], labels: ["1", "1", "1", "1"] }, "exact", { groupSize: 4 });
    expect(service.asked.at(-1)?.cohort?.size).toBe(4);
  });
});
