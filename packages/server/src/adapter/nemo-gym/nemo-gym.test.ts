import { describe, expect, it } from "vitest";
import { ask, engineService, post } from "../engine-service.test-support.ts";
import { corridor, products } from "../environment/environments.test-support.ts";
import { openAiChatModel } from "../model/open-ai-chat-model.ts";
import { completion, modelServer } from "../model-server.test-support.ts";
import { PROGRAMS } from "../programs.test-support.ts";
import { nemoGym } from "./nemo-gym.ts";

const service = engineService(PROGRAMS);
const [gym, gymnasium] = nemoGym({ environments: [products] }) as [
  ReturnType<typeof nemoGym>[0],
  ReturnType<typeof nemoGym>[0],
];
const PARAMS = { input: [{ role: "user", content: "6 * 7?" }], instructions: "Be brief." };
const said = (text: string) => ({
  id: "resp_1",
  output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text, annotations: [] }] }],
});
const row = (text = "42", fields: object = { answer: "42" }) => ({
  responses_create_params: PARAMS,
  response: said(text),
  ...fields,
});
const verify = (body: unknown, program = "exact", settings = {}) =>
  post(gym, "/verify", body, service, { program, ...settings });

describe("nemo-gym /verify", () => {
  it("echoes the request with the reward, and the terms twice", async () => {
    const body = row("42", { answer: "42", _ng_task_index: 3, _ng_rollout_index: 1 });
    expect(await verify(body)).toEqual({
      status: 200,
      body: {
        ...body,
        reward: 1,
        reward_components: { correct: 1, correct_present: 1 },
        correct: 1,
        correct_present: 1,
        mask_sample: false,
      },
    });
    expect(service.asked.at(-1)?.rollouts[0]).toMatchObject({
      item: { answer: "42" },
      meta: { _ng_task_index: 3, _ng_rollout_index: 1 },
      prompt: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "6 * 7?" },
      ],
    });
  });

  it("reads messages, reasoning, calls and their results as the completion", async () => {
    const output = [
      { type: "reasoning", summary: [{ type: "summary_text", text: "Multiply." }] },
      { type: "function_call", name: "times", arguments: '{"a":6}', call_id: "c1" },
      { type: "function_call_output", call_id: "c1", output: "42" },
      {
        type: "message",
        role: "assistant",
        content: [
          { type: "output_text", text: "4" },
          { type: "output_text", text: "2" },
        ],
      },
      { type: "web_search_call" },
    ];
    const { body } = await verify({ ...row(), response: { output } });
    expect(body).toMatchObject({ reward: 1 });
    expect(service.asked.at(-1)?.rollouts[0]?.completion).toEqual([
      { role: "assistant", content: null, reasoning: "Multiply." },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "times", arguments: '{"a":6}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "42" },
      { role: "assistant", content: "42" },
    ]);
  });

  it("puts prompts that are texts and lists into one group, and rollouts of other indices apart", async () => {
    await verify({ ...row(), responses_create_params: { input: "6 * 7?" }, _ng_rollout_index: 0 });
    await verify({
      ...row(),
      responses_create_params: { input: [{ role: "user", content: [{ type: "input_text", text: "6 * 7?" }] }] },
      _ng_rollout_index: 1,
    });
    const [a, b] = service.asked.slice(-2).map(({ rollouts }) => rollouts[0]);
    expect([a?.group === b?.group, a?.id === b?.id]).toEqual([true, false]);
  });

  it("leaves a task field of a term's name the task's", async () => {
    const { body } = await verify(row("42", { answer: "42", correct: "yes" }));
    expect(body).toMatchObject({ correct: "yes", reward_components: { correct: 1 } });
  });

  it("marks what is nobody's wrong answer as failed: 200, masked, retryable or terminal", async () => {
    expect((await verify(row(), "broken")).body).toMatchObject({
      reward: 0,
      mask_sample: true,
      failure_reason: "failed (sandbox): the sandbox did not start",
      _ng_failure_class: "sandbox_failed",
    });
    const task = (await verify(row("42", {}))).body;
    expect(task).toMatchObject({ _ng_failure_class: "task_failed", _ng_failure_terminal: true });
    const shy = (await verify(row("42", { answer: "42", skip: true }), "graded")).body;
    expect(shy).toMatchObject({ _ng_failure_class: "abstained", reward: 0, mask_sample: true });
    expect(shy).not.toHaveProperty("_ng_failure_judge_error");
    const judged = engineService([{ ...BROKEN_JUDGE }]);
    const judge = await post(gym, "/verify", row(), judged);
    expect(judge.body).toMatchObject({
      _ng_failure_class: "judge_failed",
      _ng_failure_judge_error: "the judge is silent",
    });
    expect(gym.scores[0]?.toFailure(new Error("x"), {}, {}).status).toBe(503);
  });

  it("pays the candidate's own failure low, with no failure class", async () => {
    const { body } = await verify(row("1".repeat(40)), "graded");
    expect(body).toMatchObject({ reward: -1, mask_sample: false, reward_components: { close: 0, close_present: 0 } });
    expect(body).not.toHaveProperty("_ng_failure_class");
  });

  it.each([
    ["no response", { responses_create_params: PARAMS }, ["body", "response"]],
    ["no output", { responses_create_params: PARAMS, response: {} }, ["body", "response", "output"]],
    ["no input", { responses_create_params: {}, response: said("a") }, ["body", "responses_create_params", "input"]],
  ])("refuses %s with 422", async (_, body, loc) => {
    expect(await verify(body)).toMatchObject({ status: 422, body: { detail: [{ loc }] } });
  });
});

const BROKEN_JUDGE = {
  reward: "judged",
  terms: {
    judged: () => [
      { kind: "failed" as const, blame: "judge" as const, reason: "the judge is silent", retryable: true },
    ],
  },
  total: "judged",
};

describe("nemo-gym's other routes", () => {
  it("says whether rows can be verified again", async () => {
    const mode = async (program?: string) =>
      (await ask(gym, ["GET", "/reverify_mode"], {}, { service, settings: program === undefined ? {} : { program } }))
        .body;
    expect([await mode(), await mode("exact"), await mode("centred")]).toEqual([
      "stateless",
      "stateless",
      "unsupported",
    ]);
    expect((await ask(gym, ["GET", "/reverify_mode"], {}, { service: engineService([]) })).body).toBe("unknown");
  });

  it("aggregates by task and over all, without failures (by hand)", async () => {
    const rows = [
      { _ng_task_index: 0, reward: 1, correct: true, name: "x" },
      { _ng_task_index: 0, reward: 0, correct: false },
      { _ng_task_index: 1, reward: 4, correct: true },
      { _ng_task_index: 1, reward: 0, _ng_failure_class: "judge_failed" },
      { _ng_task_index: 1, reward: 0, mask_sample: true },
    ];
    const { body } = await ask(gym, ["POST", "/aggregate_metrics"], { verify_responses: rows }, { service });
    expect(body).toMatchObject({
      group_level_metrics: [
        {
          _ng_task_index: 0,
          "mean/reward": 0.5,
          "max/reward": 1,
          "min/reward": 0,
          "median/reward": 0.5,
          "std/reward": Math.SQRT1_2,
          "mean/correct": 0.5,
        },
        { _ng_task_index: 1, "mean/reward": 4, "std/reward": 0 },
      ],
      agent_metrics: { "mean/reward": 5 / 3, "median/reward": 1, "max/reward": 4 },
      key_metrics: { "mean/reward": 5 / 3, "mean/correct": 2 / 3 },
    });
    expect(Object.keys((body as { key_metrics: object }).key_metrics)).toEqual(["mean/reward", "mean/correct"]);
    expect((await ask(gym, ["POST", "/aggregate_metrics"], { verify_responses: [] }, { service })).body).toEqual({
      group_level_metrics: [],
      agent_metrics: {},
      key_metrics: {},
    });
  });
});

describe("nemo-gym sessions", () => {
  const [tools] = nemoGym({ environments: [corridor], maxSessions: 2 });
  const seedOf = (body: object, cookie?: string) =>
    ask(tools as never, ["POST", "/seed_session"], body, { service, headers: cookie === undefined ? {} : { cookie } });
  const cookieOf = (reply: { headers?: { readonly [name: string]: string } }) =>
    reply.headers?.["set-cookie"]?.split(";")[0] ?? "";

  it("keeps a session by its signed cookie, through tools", async () => {
    const a = cookieOf(await seedOf({ seed: 1, question: "x" }));
    const b = cookieOf(await seedOf({ seed: 2 }));
    const sign = (cookie: string) => ask(tools as never, ["POST", "/read_sign"], {}, { service, headers: { cookie } });
    expect([(await sign(a)).body, (await sign(`other=1; ${b}`)).body]).toEqual([
      { text: "place 1", aloud: false },
      { text: "place 2", aloud: false },
    ]);
    expect((await seedOf({})).status).toBe(503);
    expect((await seedOf({ seed: 3 }, a)).status).toBe(200);
    expect((await sign(a)).status).toBe(400);
  });

  it.each([
    ["none", ""],
    ["no signature", "guerdon___nemo_gym=eyJzZXNzaW9uX2lkIjoiYSJ9"],
    ["a wrong signature", "guerdon___nemo_gym=eyJzZXNzaW9uX2lkIjoiYSJ9.AAAA"],
    ["nonsense", "guerdon___nemo_gym=...."],
  ])("refuses a tool with a cookie that is %s", async (_, cookie) => {
    expect((await ask(tools as never, ["POST", "/read_sign"], {}, { service, headers: { cookie } })).status).toBe(400);
  });
});

describe("nemo-gym's gymnasium variant", () => {
  it("resets to a row and steps with the model's message", async () => {
    const first = await ask(gymnasium, ["POST", "/reset"], { responses_create_params: PARAMS, row: 2 }, { service });
    expect(first.body).toEqual({ observation: "8 * 7?", info: {} });
    const cookie = first.headers?.["set-cookie"]?.split(";")[0] ?? "";
    const step = await ask(gymnasium, ["POST", "/step"], row("56"), { service, headers: { cookie } });
    expect(step).toEqual({
      status: 200,
      body: {
        observation: null,
        reward: 1,
        terminated: true,
        truncated: false,
        info: { correct: 1, correct_present: 1 },
      },
    });
    const after = await ask(gymnasium, ["POST", "/step"], row("56"), { service, headers: { cookie } });
    expect([after.status, JSON.stringify(after.body)]).toEqual([
      500,
      expect.stringContaining("Expected `reset` before `step`"),
    ]);
  });

  it("refuses a step without session, and a reset without environment", async () => {
    expect((await ask(gymnasium, ["POST", "/step"], row("56"), { service })).status).toBe(400);
    const [, none] = nemoGym({ environments: [] });
    expect(
      (await ask(none as never, ["POST", "/reset"], { responses_create_params: PARAMS }, { service })).status,
    ).toBe(404);
  });

  it("shows observations between, and counts nothing as an end", async () => {
    const [, walk] = nemoGym({ environments: [corridor] }) as [never, typeof gymnasium];
    const first = await ask(walk, ["POST", "/reset"], { responses_create_params: PARAMS, seed: 2 }, { service });
    const headers = { cookie: first.headers?.["set-cookie"]?.split(";")[0] ?? "" };
    const step = await ask(walk, ["POST", "/step"], row("right"), { service, headers });
    expect(step.body).toEqual({
      observation: '{"place":3}',
      reward: 0,
      terminated: false,
      truncated: false,
      info: { steps: 1 },
    });
    expect((await ask(walk, ["POST", "/step"], row("right"), { service, headers })).body).toMatchObject({
      reward: 1,
      terminated: true,
    });
  });
});

describe("nemo-gym /compare", () => {
  const body = { conversation_history: PARAMS.input, response_objs: ["41", "42", "x"].map(said) };

  it("scores the group by the program and compares each with the next", async () => {
    const graded = { ...body, response_objs: [said("a b c"), said("a"), said("a b")] };
    const { status, body: reply } = await post(gym, "/compare", graded, service, { program: "words" });
    expect([status, reply]).toEqual([
      200,
      {
        rewards: [5, 1, 3],
        comparison_results: [
          { response_i: 0, response_j: 1, judge_idx: 0, score_1: 5, score_2: 1, ranking: 1 },
          { response_i: 1, response_j: 2, judge_idx: 0, score_1: 1, score_2: 3, ranking: 4.75 },
          { response_i: 2, response_j: 0, judge_idx: 0, score_1: 3, score_2: 5, ranking: 4.75 },
        ],
        metrics: { mean_individual_score: 3, std_individual_score: Math.sqrt(8 / 3), tiebreak_usage_rate: 0 },
      },
    ]);
    const groups = new Set(service.asked.at(-1)?.rollouts.map(({ group }) => group));
    expect(groups.size).toBe(1);
  });

  it("compares all with all, hands the principle over, and parts ties in the middle", async () => {
    const [all] = nemoGym({ environments: [], comparison: { strategy: "all_pairs" } });
    const { body: reply } = await post(all as never, "/compare", { ...body, principle: "Be right." }, service, {
      program: "words",
    });
    expect(reply).toMatchObject({ rewards: [3, 3, 3], metrics: { tiebreak_usage_rate: 1 } });
    expect(
      (reply as { comparison_results: object[] }).comparison_results.map((each) => Object.values(each).slice(0, 2)),
    ).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(service.asked.at(-1)?.rollouts[0]?.item).toEqual({ principle: "Be right." });
  });

  it("has no rewards for a group with a failure, nor for one response", async () => {
    expect((await post(gym, "/compare", body, service, { program: "broken" })).status).toBe(503);
    expect((await post(gym, "/compare", { ...body, response_objs: [said("a")] }, service)).status).toBe(422);
  });

  it("asks a model about each pair, in the roles it reads, again when it cannot be read", async () => {
    let calls = 0;
    await using model = await modelServer(({ body: { messages } }) => {
      if (++calls === 1) return completion("I cannot decide.");
      const [first, second] = messages.slice(-2).map(({ content }: { content: string }) => Number(content === "42"));
      return completion(
        `So: {"overall": {"score_1": ${1 + 4 * first}, "score_2": ${1 + 4 * second}, "ranking": ${first > second ? 1 : 5}}}`,
      );
    });
    const judge = { chat: openAiChatModel({ baseUrl: model.url }), model: "genrm", concurrency: 1 };
    const [judged] = nemoGym({ environments: [], comparison: { judge } });
    const { body: reply } = await ask(
      judged as never,
      ["POST", "/compare"],
      { ...body, principle: "Be right." },
      { service },
    );
    // 41-42: 1, 5; 42-x: 5, 1; x-41: a tie at 1, which ranking 5 shifts by 3.5 − 5 = −1.5 for x.
    expect(reply).toMatchObject({
      rewards: [(1 + 2.5) / 2, 5, (1 - 0.5) / 2],
      metrics: { tiebreak_usage_rate: 1 / 3 },
    });
    expect([calls, model.calls[0]?.body.messages]).toEqual([
      4,
      [
        { role: "user", content: "6 * 7?" },
        { role: "principle", content: "Be right." },
        { role: "response_1", content: "41" },
        { role: "response_2", content: "42" },
      ],
    ]);
  });

  it("has no rewards when a pair stays without a verdict, or the model is away", async () => {
    await using model = await modelServer(() => completion("no idea"));
    const of = (url: string) =>
      nemoGym({
        environments: [],
        comparison: { judge: { chat: openAiChatModel({ baseUrl: url, retries: 0 }), model: "genrm" } },
      })[0];
    const silent = await ask(of(model.url) as never, ["POST", "/compare"], body, { service });
    expect(silent).toEqual({ status: 503, body: { detail: "`genrm` gave no verdict that can be read." } });
    const away = await ask(of("http://127.0.0.1:1") as never, ["POST", "/compare"], body, { service });
    expect([away.status, JSON.stringify(away.body)]).toEqual([503, expect.stringContaining("GUERDON_MODEL")]);
  });
});
