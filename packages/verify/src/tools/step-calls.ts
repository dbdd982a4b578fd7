import type { Json } from "@guerdon/core/signal";
import { type CallsRead, type ReadCallsOptions, readToolCalls } from "./read-tool-calls.ts";

/** What a step did with tools, as it is written in a rollout. */
export interface StepCalls {
  readonly read: CallsRead;
  /** The words of the step; empty when it only called. */
  readonly text: string;
  /** Whether the step says and calls nothing. */
  readonly empty: boolean;
  /** What came back, one text a call where the step knows, else one text for all. */
  readonly results: readonly string[];
}

/**
 * Reads each step's calls and what came back.
 *
 * `action` is a text, a list of calls or a message with `content` and `tool_calls`. What came back is
 * `meta.results`, else the `observation` of the step after it: a list has one entry a call, a text stands for all.
 */
export function stepCalls(steps: readonly Json[], options: ReadCallsOptions): readonly StepCalls[] {
  return steps.map((step, i) => {
    const { action, meta } = fields(step);
    const { tool_calls: listed, content } = fields(action);
    const isMessage =
      typeof action === "object" &&
      action !== null &&
      !Array.isArray(action) &&
      (listed !== undefined || content !== undefined);
    const said = typeof action === "string" ? action : typeof content === "string" ? content : "";
    const called = isMessage ? (Array.isArray(listed) && listed.length > 0 ? listed : content) : action;
    const results = fields(meta).results ?? fields(steps[i + 1]).observation;
    const nothing = Array.isArray(called) && called.length === 0;
    return {
      read: nothing ? { why: "the step calls nothing", absent: true } : readToolCalls(called, options),
      text: said,
      empty: said.trim() === "" && !(Array.isArray(called) && called.length > 0),
      results: (Array.isArray(results) ? results : results === undefined ? [] : [results]).map(asText),
    };
  });
}

/** The result of call `index` of a step with `count` calls. */
export function resultOf(step: StepCalls, index: number): string {
  return step.results.length === 1 ? (step.results[0] as string) : (step.results[index] ?? "");
}

function fields(value: Json | undefined): { readonly [key: string]: Json | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {};
}

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
