import { defineSource, type FieldColumns, type SourceFactory } from "@guerdon/core/piece";
import type { Interval, Json, Layout, SignalBuilder } from "@guerdon/core/signal";
import { z } from "zod";
import { isFields } from "./action-of-fields.ts";
import { type ActionOptions, actionOptionsShape, judgeAction } from "./judge-action.ts";

export interface GuiActionMatchOptions extends ActionOptions {
  /** One action a rollout, or one a step. */
  readonly per: "rollout" | "step";
  /** Rungs of a ladder, or the weighted sum of format, type and arguments. */
  readonly pay: "ladder" | "parts";
  /** What each rung pays: unreadable, of another type, right in its type alone, right. */
  readonly ladder: {
    readonly malformed: number;
    readonly wrongType: number;
    readonly typeOnly: number;
    readonly full: number;
  };
  /** Weights of a readable format, the right type and right arguments. */
  readonly parts: { readonly format: number; readonly type: number; readonly arguments: number };
}

type MatchInput = {
  readonly [K in Exclude<keyof GuiActionMatchOptions, "ladder" | "parts">]?: GuiActionMatchOptions[K] | undefined;
} & {
  readonly ladder?: { readonly [K in keyof GuiActionMatchOptions["ladder"]]?: number | undefined } | undefined;
  readonly parts?: { readonly [K in keyof GuiActionMatchOptions["parts"]]?: number | undefined } | undefined;
};

const LADDER = { malformed: -1, wrongType: 0, typeOnly: 1, full: 2 }; // 046 §Mechanism
const PARTS = { format: 0.1, type: 0.3, arguments: 0.6 }; // 176 §Mechanism

const rung = z.number().min(-1e6).max(1e6);

const options: z.ZodType<GuiActionMatchOptions, MatchInput> = z.strictObject({
  per: z.enum(["rollout", "step"]).default("rollout"),
  pay: z.enum(["ladder", "parts"]).default("ladder"),
  ladder: z
    .strictObject({
      malformed: rung.default(LADDER.malformed),
      wrongType: rung.default(LADDER.wrongType),
      typeOnly: rung.default(LADDER.typeOnly),
      full: rung.default(LADDER.full),
    })
    .default(LADDER),
  parts: z
    .strictObject({
      format: rung.min(0).default(PARTS.format),
      type: rung.min(0).default(PARTS.type),
      arguments: rung.min(0).default(PARTS.arguments),
    })
    .default(PARTS),
  ...actionOptionsShape,
});

/**
 * How right an action on a screen is: readable, of the right type, with the right arguments.
 *
 *   ladder: −1 unreadable, 0 another type, 1 right type alone, 2 all right
 *   parts:  w_f [readable] + w_t [type] + w_a [type and arguments]
 *
 * A point is right in the box of the element, enlarged by `boxScale`, or within `radius` of the target, each axis in
 * units of the screen. A scroll must have the direction, and the place where both state one; typed text must be
 * alike by `textRule`; a drag must start and end within `dragRadius`; an app and its operation, and keys, must be
 * equal; the other actions have no arguments. Actions are read as JSON, as calls, as `pyautogui`; only the action is
 * scored, whatever plan stands before it, and a text with two actions is unreadable. The evidence says what is
 * violated. `per: step` scores each `action` of `steps` by the gold at its place.
 *
 * @kind source
 * @unit action, action → reward
 * @paper 046 §Mechanism, 176 §Mechanism, 078 §Mechanism, 039 §Mechanism
 * @alias guiActionMatch = { use: gui-action-match, per: step, pointRule: either, textNeedsPoint: true }
 * @alias 176:guiActionMatch = { use: gui-action-match, per: step, pay: parts, boxScale: 1, textAbove: false, scrollNeedsPoint: false }
 * @alias uiRuleCheck = { use: gui-action-match, per: step, ladder: { malformed: 0, wrongType: 0, typeOnly: 0, full: 1 }, textAbove: false }
 * @alias ruleLabels = { use: gui-action-match, per: step, boxScale: 1, ladder: { malformed: 0, wrongType: 0, typeOnly: 0, full: 1 } }
 *
 * ```ts doctest
 * import { guiActionMatch } from "@guerdon/verify/gui";
 * guiActionMatch().range // => { min: -1, max: 2 }
 * ```
 */
export const guiActionMatch: SourceFactory<typeof options> = defineSource({
  name: "gui-action-match",
  version: 1,
  summary: "How right an action on a screen is: readable, of the right type, with the right arguments.",
  options,
  build: (set: GuiActionMatchOptions) => {
    const shared = { expected: { type: "json" }, screen: { type: "json", optional: true } } as const;
    if (set.per === "rollout") {
      return {
        fields: { text: { type: "text", default: "{{ sample.output_text }}" }, ...shared },
        range: rangeOf(set),
        score: (columns, out) => {
          for (let row = 0; row < out.length; row++) {
            const given = columns.text?.[row];
            scoreOne(row, given, columns.expected?.[row], columns.screen?.[row], set, out);
          }
        },
      };
    }
    return {
      level: "step",
      fields: { steps: { type: "json", default: "{{ sample.steps }}" }, ...shared },
      range: rangeOf(set),
      score: (columns, out, _, layout) => scoreSteps(columns, set, out, layout),
    };
  },
});

function scoreSteps(columns: FieldColumns, set: GuiActionMatchOptions, out: SignalBuilder, layout: Layout): void {
  for (let row = 0; row + 1 < layout.stepOffsets.length; row++) {
    const from = layout.stepOffsets[row] as number;
    const count = (layout.stepOffsets[row + 1] as number) - from;
    const [steps, expected] = [columns.steps?.[row], columns.expected?.[row]];
    for (let i = 0; i < count; i++) {
      if (!Array.isArray(steps) || !Array.isArray(expected))
        out.fail(from + i, "task", "Expected `steps` and `expected` to be lists, got something else.");
      else if (i >= expected.length) out.abstain(from + i, "no action is expected here");
      else {
        const step = steps[i] as Json;
        const given = isFields(step) ? step.action : step;
        scoreOne(from + i, given, expected[i], columns.screen?.[row], set, out);
      }
    }
  }
}

function scoreOne(
  at: number,
  given: Json | undefined,
  expected: Json | undefined,
  screen: Json | undefined,
  set: GuiActionMatchOptions,
  out: SignalBuilder,
): void {
  const verdict = judgeAction(given, expected, screen, set);
  if ("task" in verdict) {
    out.fail(at, "task", verdict.task);
    return;
  }
  const { readable, typeRight, right } = verdict;
  const { ladder, parts } = set;
  const value =
    set.pay === "ladder"
      ? ladder[right ? "full" : typeRight ? "typeOnly" : readable ? "wrongType" : "malformed"]
      : parts.format * Number(readable) + parts.type * Number(typeRight) + parts.arguments * Number(right);
  out.set(at, value, verdict.evidence);
}

function rangeOf({ pay, ladder, parts }: GuiActionMatchOptions): Interval {
  if (pay === "parts") return { min: 0, max: parts.format + parts.type + parts.arguments };
  const rungs = Object.values(ladder);
  return { min: Math.min(...rungs), max: Math.max(...rungs) };
}
