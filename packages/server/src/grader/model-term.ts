import { RewardError } from "@guerdon/core/error";
import { canonicalJson, sha256 } from "@guerdon/core/hash";
import { type FunctionTerm, type TermValue, term } from "@guerdon/core/program";
import { failed, type Json, type Rollout } from "@guerdon/core/signal";
import { parseTemplate, TemplateColumns } from "@guerdon/core/template";
import type { ChatAnswer, ChatModel } from "../adapter/model/chat-model.ts";
import type { EvalItem, SingleGrader } from "./grader.ts";
import { readLabel, readScore } from "./read-score.ts";
import { sampleTemplate } from "./sample-template.ts";

/** Who answers for model graders. */
export interface GraderModels {
  readonly chat: ChatModel;
  /** Questions under way at once. Default 16. */
  readonly concurrency?: number;
  /** Told of each answer, for the tokens it took. */
  onAnswer?(grader: string, answer: ChatAnswer): void;
}

type ModelGrader = Extract<SingleGrader, { readonly type: "score_model" | "label_model" }>;

/**
 * The term of a grader that asks a model: the number it answers, or 1 for a passing label and 0 for another.
 *
 * A model that is away, refuses or answers out of form is a failure of the judge.
 */
export function modelTerm(grader: ModelGrader, models: GraderModels | undefined): FunctionTerm {
  if (models === undefined) {
    throw new RewardError("GUERDON_MODEL", `Expected a model to ask for \`${grader.name}\`, got none.`, {
      hint: "Set GUERDON_MODEL_URL to the URL of a server that speaks OpenAI's chat completions.",
    });
  }
  const range = grader.type === "score_model" ? (grader.range ?? [0, 1]) : [0, 1];
  // The hash of a program sees a function's text and version: the version stands for the grader.
  const version = Number.parseInt(sha256(canonicalJson(grader)).slice(0, 8), 16);
  const template = parseTemplate(grader.input.map(templateOf));
  const run = async (rollouts: readonly Rollout[]): Promise<readonly TermValue[]> => {
    const { values, missing } = new TemplateColumns(rollouts).column(template, { type: "json" });
    const results: TermValue[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let row = next++; row < rollouts.length; row = next++) {
        results[row] = missing.get(row) ?? (await ask(grader, values[row] as Json, models));
      }
    };
    await Promise.all(Array.from({ length: Math.min(models.concurrency ?? 16, rollouts.length) }, work));
    return results;
  };
  return term(run, { range: range as [number, number], scope: "rollout", version });
}

/** A message of the grader as a template: texts alone become one text. */
function templateOf({ role, content }: EvalItem): Json {
  const parts = Array.isArray(content) ? content : [content];
  const texts = parts.map((part) =>
    typeof part === "string" ? part : part.type.endsWith("_text") ? part.text : undefined,
  );
  if (texts.every((text) => typeof text === "string")) return { role, content: sampleTemplate(texts.join("")) };
  return { role, content: parts.map(partOf) };
}

/** A part in the words of chat completions. */
function partOf(part: Exclude<EvalItem["content"], readonly unknown[]>): Json {
  if (typeof part === "string") return { type: "text", text: sampleTemplate(part) };
  if (part.type === "input_image") {
    return {
      type: "image_url",
      image_url: { url: sampleTemplate(String(part.image_url ?? "")), detail: (part.detail ?? "auto") as Json },
    };
  }
  if (part.type === "input_audio") return { type: "input_audio", input_audio: part.input_audio as Json };
  return { type: "text", text: sampleTemplate(String(part.text)) };
}

async function ask(grader: ModelGrader, messages: Json, { chat, onAnswer }: GraderModels): Promise<TermValue> {
  let answer: ChatAnswer;
  try {
    answer = await chat.complete({
      model: grader.model,
      messages: messages as never,
      parameters: parametersOf(grader),
    });
  } catch (error) {
    const reason = RewardError.is(error) ? error.message : "The model could not be asked.";
    return failed("judge", `server: ${reason}`, true);
  }
  onAnswer?.(grader.name, answer);
  if (answer.refusal !== undefined) return failed("judge", `refusal: ${answer.refusal.slice(0, 200)}`);
  if (grader.type === "label_model") {
    const label = readLabel(answer.text, grader.labels);
    return label === undefined ? unread("one of the labels") : Number(grader.passing_labels.includes(label));
  }
  const [low, high] = grader.range ?? [0, 1];
  const score = readScore(answer.text);
  if (score === undefined || score < low || score > high) return unread(`a number from ${low} to ${high}`);
  return score;
}

function unread(expected: string): TermValue {
  return failed("judge", `parse: Expected the model to answer ${expected}, got another text.`);
}

function parametersOf(grader: ModelGrader): { readonly [name: string]: Json } {
  const answer =
    grader.type === "label_model" ? { label: { type: "string", enum: grader.labels } } : { score: { type: "number" } };
  const schema = { type: "object", properties: answer, required: Object.keys(answer), additionalProperties: false };
  const { max_completions_tokens, ...sampling } =
    (grader.type === "score_model" ? grader.sampling_params : undefined) ?? {};
  const given = Object.entries({ ...sampling, max_completion_tokens: max_completions_tokens }).filter(
    ([, value]) => value != null,
  );
  return {
    ...(Object.fromEntries(given) as { [name: string]: Json }),
    response_format: { type: "json_schema", json_schema: { name: "grade", strict: true, schema } },
  };
}
