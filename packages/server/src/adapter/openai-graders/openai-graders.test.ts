import { backends, chooseBackend } from "@guerdon/verify/sandbox";
import { afterAll, describe, expect, it } from "vitest";
import { ask, engineService, library } from "../engine-service.test-support.ts";
import { openAiChatModel } from "../model/open-ai-chat-model.ts";
import { completion, modelServer } from "../model-server.test-support.ts";
import { openaiGraders } from "./openai-graders.ts";
import { NO_ERRORS, type RunReply } from "./run-reply.ts";

const clock = {
  now: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
const service = engineService([]);
const adapter = openaiGraders({ library, runtime: { clock } });
const RUN = "/v1/fine_tuning/alpha/graders/run";
const VALIDATE = "/v1/fine_tuning/alpha/graders/validate";
const python = await chooseBackend("python");
const absent = typeof python === "string";
if (absent) console.log(`skipped: ${python}`);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const run = async (grader: object, sample = "Paris", item: object = { answer: "Paris" }, own = adapter) =>
  (await ask(own, ["POST", RUN], { grader, model_sample: sample, item }, { service })) as unknown as {
    status: number;
    body: RunReply;
  };
const same = {
  type: "string_check",
  name: "same",
  input: "{{ sample.output_text }}",
  reference: "{{ item.answer }}",
  operation: "eq",
};
const score = {
  type: "score_model",
  name: "judge",
  model: "m",
  input: [{ role: "user", content: "Grade {{ sample.output_text }}" }],
};
const grader = (body: string) => ({
  type: "python",
  name: "py",
  source: `def grade(sample, item):\n    ${body}`,
  image_tag: "2025-05-08",
});

describe("graders/run", () => {
  it("answers every key", async () => {
    const { status, body } = await run(same);
    expect([status, body]).toEqual([
      200,
      {
        reward: 1,
        metadata: {
          name: "same",
          type: "string_check",
          execution_time: expect.any(Number),
          scores: { same: 1 },
          token_usage: null,
          sampled_model_name: null,
          errors: NO_ERRORS,
        },
        sub_rewards: {},
        model_grader_token_usage_per_model: {},
      },
    ]);
    expect(body.metadata.execution_time).toBeGreaterThan(0);
  });

  it("gives the rewards of a multi grader one by one, negated ones as they count", async () => {
    const graders = { a: same, b: { ...same, operation: "ne" } };
    const { body } = await run({ type: "multi", name: "m", graders, calculate_output: "0.5 * a + 0.25 * (1 - b)" });
    expect(body).toMatchObject({
      reward: 0.75,
      sub_rewards: { a: 1, b: 0 },
      metadata: { type: "multi", scores: { a: 1, b: 0 } },
    });
  });

  it("needs no item", async () => {
    const constant = { ...same, reference: "Paris" };
    const reply = await ask(adapter, ["POST", RUN], { grader: constant, model_sample: "Paris" }, { service });
    expect(reply.body).toMatchObject({ reward: 1 });
  });

  it.each([
    [
      "a formula",
      { type: "multi", name: "m", graders: { a: same }, calculate_output: "a +" },
      { formula_parse_error: true },
    ],
    [
      "a variable of the formula",
      { type: "multi", name: "m", graders: { a: same }, calculate_output: "a + x" },
      { invalid_variable_error: true },
    ],
    ["a namespace", { ...same, reference: "{{ row.answer }}" }, { invalid_variable_error: true }],
    [
      "a field of the sample",
      { ...same, input: "{{ sample.output_audio.transcript }}" },
      { invalid_variable_error: true },
    ],
    ["a field of the row", { ...same, reference: "{{ item.none }}" }, { invalid_variable_error: true }],
    ["a sample that is no JSON", { ...same, input: "{{ sample.output_json.city }}" }, { sample_parse_error: true }],
    [
      "a division by 0",
      { type: "multi", name: "m", graders: { a: same }, calculate_output: "1 / (a - 1)" },
      { other_error: true },
    ],
    [
      "no model for a model grader",
      score,
      {
        model_grader_server_error: true,
        model_grader_server_error_details: "Expected a model to ask for `judge`, got none.",
      },
    ],
    [
      "no embeddings for cosine",
      { type: "text_similarity", name: "s", input: "a", reference: "b", evaluation_metric: "cosine" },
      {
        model_grader_server_error: true,
        model_grader_server_error_details: "Expected a model of meanings for `cosine`, got none.",
      },
    ],
  ])("tells %s that is wrong by its flag, with status 200 and reward 0", async (_, wrong, flags) => {
    const { status, body } = await run(wrong);
    expect([status, body.reward, body.metadata.errors]).toEqual([200, 0, { ...NO_ERRORS, ...flags }]);
  });

  it("gives a multi grader no reward for one part that is missing, and tells the others'", async () => {
    const graders = { a: same, b: { ...same, reference: "{{ item.none }}" } };
    const { body } = await run({ type: "multi", name: "m", graders, calculate_output: "a + b" });
    expect(body).toMatchObject({
      reward: 0,
      sub_rewards: { a: 1 },
      metadata: { errors: { invalid_variable_error: true } },
    });
  });

  it.skipIf(absent)("runs Python graders in the sandbox", async () => {
    const { body } = await run(grader('return 0.5 if sample["output_text"] == item["answer"] else 0'));
    expect([body.reward, body.metadata.errors]).toEqual([0.5, NO_ERRORS]);
    const raised = await run(grader('return item["none"]'));
    expect(raised.body).toMatchObject({
      reward: 0,
      metadata: {
        errors: {
          ...NO_ERRORS,
          python_grader_runtime_error: true,
          python_grader_runtime_error_details: "KeyError: 'none'",
        },
      },
    });
    const network = await run(grader("import socket; socket.create_connection(('127.0.0.1', 80), 1); return 1"));
    expect(network.body).toMatchObject({ reward: 0, metadata: { errors: { python_grader_runtime_error: true } } });
  });

  it("asks the model, counts its tokens, and tells what it answered wrong", async () => {
    let text = '{"score": 0.5}';
    await using model = await modelServer(() => completion(text));
    const own = openaiGraders({
      library,
      runtime: { clock },
      models: { chat: openAiChatModel({ baseUrl: model.url, retries: 0 }) },
    });
    const multi = {
      type: "multi",
      name: "m",
      graders: { a: score, b: { ...score, name: "b" } },
      calculate_output: "a + b",
    };
    expect((await run(multi, "Paris", {}, own)).body).toMatchObject({
      reward: 1,
      metadata: { token_usage: 30, sampled_model_name: "m" },
      model_grader_token_usage_per_model: { m: 30 },
    });
    text = "five";
    expect((await run(score, "Paris", {}, own)).body).toMatchObject({
      reward: 0,
      metadata: { errors: { model_grader_parse_error: true } },
    });
  });

  it("tells a refusal and a model that is away", async () => {
    const at = (baseUrl: string) =>
      openaiGraders({ library, runtime: { clock }, models: { chat: openAiChatModel({ baseUrl, retries: 0 }) } });
    await using model = await modelServer(() => ({ body: { choices: [{ message: { refusal: "No." } }] } }));
    expect((await run(score, "a", {}, at(model.url))).body.metadata.errors).toMatchObject({
      model_grader_refusal_error: true,
    });
    expect((await run(score, "a", {}, at("http://127.0.0.1:1"))).body.metadata.errors).toMatchObject({
      model_grader_server_error: true,
      model_grader_server_error_details: "Expected `m` to answer the chat, got no answer that can be read.",
    });
  });

  it("tells a grader that takes too long", async () => {
    await using model = await modelServer(() => undefined);
    const own = openaiGraders({
      library,
      runtime: { clock },
      models: { chat: openAiChatModel({ baseUrl: model.url }) },
      timeoutMs: 300,
    });
    expect((await run(score, "a", {}, own)).body).toMatchObject({
      reward: 0,
      metadata: { errors: { unresponsive_reward_error: true } },
    });
  });

  it.each([
    ["an unknown type", { type: "magic", name: "m" }, "grader"],
    ["a missing key", { type: "string_check", name: "m" }, "grader.input"],
    ["a label model alone", { ...score, type: "label_model", labels: ["a"], passing_labels: ["a"] }, "grader.type"],
  ])("refuses %s with status 400 in the API's words", async (_, wrong, param) => {
    expect(await run(wrong)).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_request_error", param: expect.stringContaining(param) } },
    });
  });

  it("refuses a body without grader", async () => {
    expect(await ask(adapter, ["POST", RUN], { model_sample: "a" }, { service })).toMatchObject({
      status: 400,
      body: { error: { param: "grader" } },
    });
  });
});

describe("graders/validate", () => {
  const validate = (body: object, path = VALIDATE) => ask(adapter, ["POST", path], { grader: body }, { service });

  it("echoes a grader that is valid, with or without a model to ask", async () => {
    for (const each of [same, score, grader("return 1")])
      expect(await validate(each)).toEqual({ status: 200, body: { grader: each } });
  });

  it.each([
    ["a formula that cannot be read", { type: "multi", name: "m", graders: { a: same }, calculate_output: "a +" }],
    ["a template that cannot be read", { ...same, input: "{{ sample" }],
    ["another form", { type: "python", name: "p" }],
  ])("refuses %s", async (_, wrong) => {
    expect(await validate(wrong)).toMatchObject({ status: 400, body: { error: { type: "invalid_request_error" } } });
  });

  it("is at Azure's place too, as is run", async () => {
    expect((await validate(same, `/openai${VALIDATE}`)).status).toBe(200);
    const reply = await ask(
      adapter,
      ["POST", `/openai${RUN}`],
      { grader: same, model_sample: "a", item: { answer: "a" } },
      { service },
    );
    expect(reply.body).toMatchObject({ reward: 1 });
  });
});
