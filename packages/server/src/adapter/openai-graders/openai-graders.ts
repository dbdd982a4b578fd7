import { RewardError } from "@guerdon/core/error";
import { compileProgram } from "@guerdon/core/program";
import type { Json } from "@guerdon/core/signal";
import type { z } from "zod";
import { type GraderModels, graderIssue, graderProgram, graderSchema } from "../../grader/index.ts";
import type { Adapter, FieldMapping, PlainRoute, WireReply } from "../adapter.ts";
import { failureText } from "../mapping/failure-text.ts";
import { type GraderRuntime, runGrader } from "./run-grader.ts";
import { type RunBody, runBody, runReply, type ValidateBody, validateBody, validateReply } from "./run-reply.ts";

/** OpenAI's own place, and Azure's. */
const PREFIXES = ["/v1", "/openai/v1"];
const FOLDER = "/fine_tuning/alpha/graders";

const MAPPING: readonly FieldMapping[] = [
  { wire: "model_sample", rollout: "completion: one message of the assistant; sample.output_json where it parses" },
  { wire: "item", rollout: "item" },
  { wire: "grader", rollout: "the program" },
  { wire: "reward", rollout: "total; 0 with flags where there is none" },
  { wire: "sub_rewards, metadata.scores", rollout: "terms" },
];

/**
 * OpenAI's `graders/run` and `graders/validate`: the grader comes with each request and need not be served.
 *
 * Errors of grading are flags in a body of status 200, as the API has it; a grader of the wrong form is status 400.
 */
export function openaiGraders(runtime: GraderRuntime): Adapter {
  const routes = PREFIXES.flatMap((prefix) => [
    runRoute(`${prefix}${FOLDER}/run`, runtime),
    validateRoute(`${prefix}${FOLDER}/validate`, runtime),
  ]);
  return {
    name: "openai-graders",
    scores: [],
    plain: routes,
    mapping: MAPPING,
    toInvalid: ({ status, message, issues }) =>
      refused(message, issues[0]?.path.join(".") ?? null, status === 413 ? 413 : 400),
  };
}

function runRoute(path: string, runtime: GraderRuntime): PlainRoute<RunBody> {
  return {
    method: "POST",
    path,
    body: runBody,
    reply: runReply,
    answer: async ({ grader, model_sample: sample, item }) => {
      const parsed = graderSchema.safeParse(grader);
      if (!parsed.success) return wrongGrader(parsed.error.issues);
      if (parsed.data.type === "label_model") {
        return refused("A label_model grader runs inside a multi grader alone.", "grader.type");
      }
      return { status: 200, body: (await runGrader(parsed.data, sample, item ?? {}, runtime)) as unknown as Json };
    },
  };
}

/** Models are not asked: a grader that needs one is valid without. */
const UNASKED: GraderModels = {
  chat: { complete: () => Promise.reject(new RewardError("GUERDON_MODEL", "Expected no question, got one.")) },
};

function validateRoute(path: string, { library }: GraderRuntime): PlainRoute<ValidateBody> {
  return {
    method: "POST",
    path,
    body: validateBody,
    reply: validateReply,
    answer: ({ grader }) => {
      const parsed = graderSchema.safeParse(grader);
      if (!parsed.success) return wrongGrader(parsed.error.issues);
      try {
        compileProgram(graderProgram(parsed.data, UNASKED).spec, library);
      } catch (error) {
        const noModel = RewardError.is(error) && error.code === "GUERDON_MODEL";
        if (!noModel) return refused(failureText(error), "grader");
      }
      return { status: 200, body: { grader: grader as Json } };
    },
  };
}

function wrongGrader(issues: readonly z.core.$ZodIssue[]): WireReply {
  const { path, message } = graderIssue(issues);
  return refused(message, ["grader", ...path].join("."));
}

function refused(message: string, param: string | null, status = 400): WireReply {
  return { status, body: { error: { message, type: "invalid_request_error", param, code: null } } };
}
