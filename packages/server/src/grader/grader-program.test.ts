import { scoreBatch } from "@guerdon/core/engine";
import { compileProgram } from "@guerdon/core/program";
import { makeBatch, type Outcome, outcomeAt } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { library } from "../adapter/engine-service.test-support.ts";
import { makeRollout } from "../adapter/mapping/make-rollout.ts";
import { openAiChatModel } from "../adapter/model/open-ai-chat-model.ts";
import { completion, modelServer } from "../adapter/model-server.test-support.ts";
import { graderProgram } from "./grader-program.ts";
import type { GraderModels } from "./model-term.ts";

const clock = { now: () => performance.now(), after: () => () => {} };

/** The total of a grader for one sample. */
async function gradeOf(grader: unknown, sample: string, item: object = {}, models?: GraderModels): Promise<Outcome> {
  const program = compileProgram(graderProgram(grader, models).spec, library);
  const batch = makeBatch([makeRollout({ prompt: "?", completion: sample, item: item as never })]);
  return outcomeAt((await scoreBatch(program, batch, { clock })).total, 0);
}

const scoreOf = async (...args: Parameters<typeof gradeOf>): Promise<unknown> => {
  const outcome = await gradeOf(...args);
  return outcome.kind === "scored" ? outcome.value : outcome;
};

const OUT = "{{ sample.output_text }}";
const check = (operation: string, reference = "Paris", input = OUT) => ({
  type: "string_check",
  name: "c",
  input,
  reference,
  operation,
});
const similar = (evaluation_metric: string) => ({
  type: "text_similarity",
  name: "s",
  input: OUT,
  reference: "{{ item.answer }}",
  evaluation_metric,
});

describe("string_check", () => {
  it.each([
    ["eq", "Paris", 1],
    ["eq", "paris", 0],
    ["eq", " Paris", 0],
    ["ne", "Paris", 0],
    ["ne", "Rome", 1],
    ["neq", "Rome", 1],
    ["like", "It is Paris.", 1],
    ["like", "It is paris.", 0],
    ["ilike", "It is paris.", 1],
    ["ilike", "It is Rome.", 0],
  ])("%s of %o is %i", async (operation, sample, value) => {
    expect(await scoreOf(check(operation), sample)).toBe(value);
  });

  it("reads templates of row, JSON and choices, in either place and within longer texts", async () => {
    const nested = check("eq", "{{ item.cities[0].name }}!", "{{ sample.output_json.answer.city }}!");
    expect(await scoreOf(nested, '{"answer": {"city": "Paris"}}', { cities: [{ name: "Paris" }] })).toBe(1);
    expect(await scoreOf(check("eq", "Paris", "{{ sample.choices[0].message.content }}"), "Paris")).toBe(1);
  });

  it("is the candidate's failure when the sample is no JSON, the task's when the row has no such field", async () => {
    expect(await scoreOf(check("eq", "a", "{{ sample.output_json.a }}"), "no JSON")).toMatchObject({
      blame: "candidate",
    });
    expect(await scoreOf(check("eq", "{{ item.none }}"), "a")).toMatchObject({ blame: "task" });
  });
});

describe("text_similarity", () => {
  it.each([
    ["fuzzy_match", 0.95],
    ["bleu", 0.0],
    ["gleu", 3 / 10],
    ["meteor", 0.0],
    ["rouge_1", 2 / 3],
    ["rouge_2", 0.0],
    ["rouge_l", 2 / 3],
  ])("%s tells equal texts from others", async (metric, least) => {
    expect(await scoreOf(similar(metric), "the cat sat down", { answer: "the cat sat down" })).toBeGreaterThan(0.99);
    const part = await scoreOf(similar(metric), "the cat", { answer: "the cat sat down" });
    expect(part).toBeLessThan(0.99);
    if (metric !== "fuzzy_match") expect(part).toBeGreaterThanOrEqual(least);
  });

  it("takes the threshold of Evals, which changes no score", async () => {
    const grader = { ...similar("rouge_1"), pass_threshold: 0.9 };
    expect(await scoreOf(grader, "the cat", { answer: "the cat sat down" })).toBeCloseTo(2 / 3, 12);
  });

  it("has no meanings to compare by cosine: an error, not the spelling", () => {
    expect(() => graderProgram(similar("cosine"))).toThrow("Expected a model of meanings for `cosine`, got none.");
  });
});

describe("multi", () => {
  const graders = { a: check("eq"), b: { ...check("like"), name: "b" } };
  const multi = (calculate_output: string, own: unknown = graders) => ({
    type: "multi",
    name: "m",
    graders: own,
    calculate_output,
  });

  it("computes a formula over a map, a list, and one grader", async () => {
    expect(await scoreOf(multi("0.5 * a + 0.25 * b"), "Paris.")).toBe(0.25);
    expect(await scoreOf(multi("0.5 * c + 0.25 * b", Object.values(graders)), "Paris")).toBe(0.75);
    expect(await scoreOf(multi("2 * string_check_score", check("eq")), "Paris")).toBe(2);
    const list = [check("eq"), { ...similar("rouge_1"), reference: "Paris" }];
    expect(await scoreOf(multi("0.5 * text_similarity_score +  0.5 * string_check_score)", list), "Paris")).toBe(1);
  });

  it("knows every operator and function of graders (by hand)", async () => {
    expect(await scoreOf(multi("min(a, 2) + max(a, 3) - abs(0 - a) * 2 ^ 3 / 4"), "Paris")).toBe(1 + 3 - 2);
    expect(await scoreOf(multi("floor(1.5) + ceil(1.5) + sqrt(4) + exp(0) + log(1) + 0 * b"), "Paris")).toBe(
      1 + 2 + 2 + 1,
    );
  });

  it("negates ne inside a formula too", async () => {
    expect(await scoreOf(multi("2 ^ a", { a: check("ne") }), "Rome")).toBe(2);
    expect(await scoreOf(multi("1 - a", { a: check("ne") }), "Rome")).toBe(0);
  });

  it.each([
    ["a variable that no grader has", multi("a + x"), "Expected `calculate_output` to name graders, got `x`."],
    ["a function graders have not", multi("default(a, 0) + b"), "Expected a function of graders, got `default`."],
    ["a comparison", multi("a > b"), "Expected a function of graders, got `>`."],
    ["no formula", multi("a +"), "Expected"],
    ["too many parentheses", multi("(a))) + b"), "Expected"],
    ["a grader within", multi("a", { a: multi("a") }), "Expected `graders"],
    ["no graders", multi("1", []), "Expected `graders"],
  ])("refuses %s", (_, grader, message) => {
    expect(() => graderProgram(grader)).toThrow(message);
  });
});

describe("model graders", () => {
  const input = [
    { role: "system", content: "Grade." },
    {
      role: "user",
      content: [
        { type: "input_text", text: "Q {{ item.q }}" },
        { type: "output_text", text: ` A ${OUT}` },
      ],
    },
  ];
  const score = {
    type: "score_model",
    name: "j",
    model: "m",
    input,
    range: [0, 10],
    sampling_params: { temperature: 0, top_p: 0.5, reasoning_effort: "low", max_completions_tokens: 9, seed: null },
  };
  const label = {
    type: "label_model",
    name: "j",
    model: "m",
    input: [input[0]],
    labels: ["good", "bad"],
    passing_labels: ["good"],
  };
  const modelsAt = (baseUrl: string): GraderModels => ({ chat: openAiChatModel({ baseUrl, retries: 0 }) });

  it("asks for a score with rendered messages, parameters and a schema", async () => {
    await using model = await modelServer(() => completion('{"score": 7.5}'));
    expect(await scoreOf(score, "42", { q: "6 * 7?" }, modelsAt(model.url))).toBe(7.5);
    expect(model.calls[0]?.body).toMatchObject({
      model: "m",
      messages: [
        { role: "system", content: "Grade." },
        { role: "user", content: "Q 6 * 7? A 42" },
      ],
      temperature: 0,
      top_p: 0.5,
      reasoning_effort: "low",
      max_completion_tokens: 9,
      response_format: { json_schema: { schema: { properties: { score: { type: "number" } } } } },
    });
    expect(model.calls[0]?.body).not.toHaveProperty("seed");
  });

  it("sends images and sounds as chat completions have them", async () => {
    await using model = await modelServer(() => completion("0.5"));
    const image = { type: "input_image", image_url: "{{ item.url }}", detail: "low" };
    const audio = { type: "input_audio", input_audio: { data: "AA==", format: "wav" } };
    const grader = {
      type: "score_model",
      name: "j",
      model: "m",
      input: [{ role: "user", content: [image, audio, "Look."] }],
    };
    expect(await scoreOf(grader, "42", { url: "data:image/png;base64,AA==" }, modelsAt(model.url))).toBe(0.5);
    expect(model.calls[0]?.body.messages[0].content).toEqual([
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } },
      { type: "input_audio", input_audio: { data: "AA==", format: "wav" } },
      { type: "text", text: "Look." },
    ]);
  });

  it.each([
    ['{"label": "good"}', 1],
    ["bad", 0],
  ])("pays a passing label: %s", async (text, value) => {
    await using model = await modelServer(() => completion(text));
    expect(await scoreOf(label, "42", {}, modelsAt(model.url))).toBe(value);
    expect(model.calls[0]?.body.response_format.json_schema.schema.properties.label.enum).toEqual(["good", "bad"]);
  });

  it.each([
    ["a score outside the range", score, completion("11"), "parse: Expected the model to answer a number from 0 to 10"],
    ["no number", score, completion("seven"), "parse: "],
    ["another label", label, completion("fine"), "parse: Expected the model to answer one of the labels"],
    ["a refusal", score, { body: { choices: [{ message: { refusal: "No." } }] } }, "refusal: No."],
    ["status 500", score, { status: 500, body: {} }, "server: "],
  ])("is the judge's failure, never a score, with %s", async (_, grader, reply, reason) => {
    await using model = await modelServer(() => reply);
    expect(await gradeOf(grader, "42", { q: "x" }, modelsAt(model.url))).toMatchObject({
      kind: "failed",
      blame: "judge",
      reason: expect.stringContaining(reason),
    });
  });

  it("makes programs of other hashes of other graders", () => {
    const models = modelsAt("http://127.0.0.1:1");
    const hash = (grader: unknown) => compileProgram(graderProgram(grader, models).spec, library).hash;
    expect(hash(score)).not.toBe(hash({ ...score, range: [0, 9] }));
    expect(hash(score)).not.toBe(hash({ ...score, input: [input[0]] }));
    expect(hash(score)).toBe(hash({ ...score }));
  });

  it("cannot be without a model, nor pay labels that are none", () => {
    expect(() => graderProgram(score)).toThrow("Expected a model to ask for `j`, got none.");
    expect(() => graderProgram({ ...label, passing_labels: ["fine"] })).toThrow(
      "every passing label is one of the labels",
    );
  });
});

describe("graderProgram", () => {
  it("says which part of a grader is wrong", () => {
    const failure = (() => {
      try {
        return graderProgram({ type: "string_check", name: "c", input: "a", reference: "b", operation: "same" });
      } catch (error) {
        return error as Error & { code: string; hint: string };
      }
    })();
    expect(`${"code" in failure && failure.code}: ${"message" in failure && failure.message}`).toMatchInlineSnapshot(
      `"GUERDON_GRADER: Expected \`operation\` to be valid, got: Invalid option: expected one of "eq"|"ne"|"neq"|"like"|"ilike"."`,
    );
  });

  it.each([
    ["no grader", { reward: "x" }],
    ["a text", "string_check"],
    ["an unknown key", { ...check("eq"), more: 1 }],
    ["a missing reference", { type: "string_check", name: "c", input: "a", operation: "eq" }],
  ])("refuses %s", (_, grader) => {
    expect(() => graderProgram(grader)).toThrow(expect.objectContaining({ code: "GUERDON_GRADER" }));
  });
});
