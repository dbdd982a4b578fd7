import { describe, expect, it } from "vitest";
import { ask, engineService, post } from "../engine-service.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { evalProtocol } from "./eval-protocol.ts";

const service = engineService(PROGRAMS);
const adapter = evalProtocol();
const evaluate = (body: unknown, program = "exact", path = "/evaluate") =>
  post(adapter, path, body, service, { program });
const CHAT = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "6 * 7?" },
  { role: "assistant", content: "42" },
];

describe("eval-protocol", () => {
  it("gives a whole EvaluateResult", async () => {
    expect(await evaluate({ messages: CHAT, ground_truth: "41" })).toEqual({
      status: 200,
      body: {
        score: 0,
        is_score_valid: true,
        reason: "correct: the text differs from the expected one",
        metrics: { correct: { is_score_valid: true, score: 0, reason: "the text differs from the expected one" } },
        step_outputs: null,
        error: null,
        trajectory_info: null,
        final_control_plane_info: null,
        agg_score: null,
        standard_error: null,
      },
    });
  });

  it("cuts the conversation after the last message that asks", async () => {
    const tool = [
      ...CHAT.slice(0, 2),
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "1", content: "42" },
      { role: "assistant", content: "42" },
    ];
    expect((await evaluate({ messages: tool, ground_truth: "42" })).body).toMatchObject({ score: 1 });
    const [rollout] = service.asked.at(-1)?.rollouts ?? [];
    expect([rollout?.prompt.length, rollout?.completion.map(({ role }) => role)]).toEqual([
      2,
      ["assistant", "tool", "assistant"],
    ]);
  });

  it("reads kwargs of both servers as fields of the row", async () => {
    await evaluate({ messages: CHAT, ground_truth: "42", kwargs: { level: 3 } });
    expect(service.asked.at(-1)?.rollouts[0]?.item).toMatchObject({ level: 3, answer: "42" });
    await evaluate({ messages: CHAT, ground_truth: "42", level: 3 }, "exact", "/reward");
    expect(service.asked.at(-1)?.rollouts[0]?.item).toMatchObject({ level: 3, answer: "42" });
  });

  it("takes the conversation before the last message for the ground truth that is not given", async () => {
    const { body } = await evaluate({ messages: CHAT }, "words", "/reward");
    expect(body).toMatchObject({ score: 1, is_score_valid: true });
    expect(service.asked.at(-1)?.rollouts[0]?.item).toEqual({ ground_truth: CHAT.slice(0, -1) });
  });

  it("puts metrics from the range of their term to 0 … 1, and cuts off what has no range", async () => {
    const { body } = await evaluate(
      { messages: [CHAT[1], { role: "assistant", content: "a b c" }] },
      "words",
      "/reward",
    );
    expect(body).toMatchObject({ score: 3, metrics: { words: { score: 1, reason: "value 3", is_score_valid: true } } });
  });

  it("is not valid without a score, with the reason as error: never a wrong answer", async () => {
    expect((await evaluate({ messages: CHAT, ground_truth: "42" }, "broken")).body).toMatchObject({
      score: 0,
      is_score_valid: false,
      error: "failed (sandbox): the sandbox did not start",
      metrics: { broken: { is_score_valid: false, score: 0, reason: "failed (sandbox): the sandbox did not start" } },
    });
    const { toFailure } = adapter.scores[0] as NonNullable<(typeof adapter.scores)[0]>;
    expect(toFailure(new Error("/secret/path"), {}, {})).toMatchObject({
      status: 200,
      body: { is_score_valid: false, error: "The score could not be made." },
    });
  });

  it.each([
    ["no messages", {}, ["body", "messages"]],
    ["an empty conversation", { messages: [] }, ["body", "messages"]],
    ["a message without role", { messages: [{ content: "a" }] }, ["body", "messages", 0, "role"]],
  ])("refuses %s with 422 and the place", async (_, body, loc) => {
    expect(await evaluate(body)).toMatchObject({ status: 422, body: { detail: [{ loc, type: "value_error" }] } });
  });

  it("tells its health by the program served, and its endpoints", async () => {
    const settings = { program: "exact" };
    expect((await ask(adapter, ["GET", "/health"], {}, { service, settings })).body).toEqual({
      status: "ok",
      reward_function: "exact",
    });
    expect((await ask(adapter, ["GET", "/health"], {}, { service: engineService([]) })).body).toEqual({
      status: "error",
      reason: "No program is served.",
    });
    expect((await ask(adapter, ["GET", "/"], {}, { service })).body).toEqual({
      status: "ok",
      reward_function: "exact",
      endpoints: ["/reward"],
    });
  });
});
