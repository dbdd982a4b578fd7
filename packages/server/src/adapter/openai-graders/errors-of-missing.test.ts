import { RewardError } from "@guerdon/core/error";
import { abstained, failed } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { SingleGrader } from "../../grader/index.ts";
import { errorsOfGrader, errorsOfMissing } from "./errors-of-missing.ts";
import { NO_ERRORS } from "./run-reply.ts";

const text: SingleGrader = {
  type: "string_check",
  name: "c",
  input: "{{ sample.output_text }}",
  reference: "a",
  operation: "eq",
};
const json: SingleGrader = { ...text, input: "{{ sample.output_json.a }}" };
const python: SingleGrader = { type: "python", name: "p", source: "x" };

describe("flags of graders/run", () => {
  it("are all down without an error; truncated_observation_error is never up, for no sample is cut", () => {
    const { truncated_observation_error: cut, ...others } = NO_ERRORS;
    expect([cut, Object.values(others).every((value) => value === false || value === null)]).toEqual([false, true]);
  });

  it.each([
    [
      "a sandbox that is not there",
      python,
      failed("sandbox", "no bwrap"),
      { python_grader_server_error: true, python_grader_server_error_type: "sandbox" },
    ],
    [
      "an engine that is not installed",
      python,
      failed("engine", "none"),
      { python_grader_server_error: true, python_grader_server_error_type: "engine" },
    ],
    [
      "a grader that raises",
      python,
      failed("task", "KeyError: 'a'"),
      { python_grader_runtime_error: true, python_grader_runtime_error_details: "KeyError: 'a'" },
    ],
    ["a sample that is no JSON", json, failed("candidate", "x"), { sample_parse_error: true }],
    ["a sample that is too long", text, failed("candidate", "x"), {}],
    ["a field that is not there", text, failed("task", "x"), { invalid_variable_error: true }],
    ["anything else", text, failed("engine", "x"), { other_error: true }],
    ["an abstention", text, abstained("x"), { other_error: true }],
    [
      "a model that is away",
      text,
      failed("judge", "server: away"),
      { model_grader_server_error: true, model_grader_server_error_details: "away" },
    ],
  ])("are up for %s", (_, grader, missing, flags) => {
    expect(errorsOfMissing(grader, missing)).toEqual(flags);
  });

  it.each([
    ["GUERDON_EXPRESSION", { formula_parse_error: true }],
    ["GUERDON_EXPRESSION_LIMIT", { formula_parse_error: true }],
    ["GUERDON_NAME_UNKNOWN", { invalid_variable_error: true }],
    ["GUERDON_TEMPLATE", { invalid_variable_error: true }],
    ["GUERDON_OPTION", { other_error: true }],
  ] as const)("are up for a grader with %s", (code, flags) => {
    expect(errorsOfGrader(new RewardError(code, "x"))).toEqual(flags);
    expect(errorsOfGrader(new Error("x"))).toEqual({ other_error: true });
  });
});
