import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { ScoreReply } from "../../service/reward-service.ts";
import type { AdapterSettings } from "../adapter.ts";
import { missingText } from "../mapping/failure-text.ts";
import { outcomeOf } from "../mapping/outcome-of.ts";
import { rewardOf } from "../mapping/reward-of.ts";
import { unitScore } from "../mapping/unit-score.ts";

const metric = z.strictObject({
  is_score_valid: z.boolean(),
  score: z.number().min(0).max(1),
  reason: z.string(),
});

/** eval-protocol's `EvaluateResult`. */
export const evaluateResultSchema: z.ZodType = z.strictObject({
  score: z.number(),
  is_score_valid: z.boolean(),
  reason: z.string().nullable(),
  metrics: z.record(z.string(), metric),
  step_outputs: z
    .array(
      z.strictObject({
        step_index: z.union([z.int(), z.string()]),
        base_reward: z.number(),
        terminated: z.boolean(),
        control_plane_info: z.record(z.string(), z.unknown()).nullable(),
        metrics: z.record(z.string(), z.unknown()),
        reason: z.string().nullable(),
      }),
    )
    .nullable(),
  error: z.string().nullable(),
  trajectory_info: z.record(z.string(), z.unknown()).nullable(),
  final_control_plane_info: z.record(z.string(), z.unknown()).nullable(),
  agg_score: z.number().nullable(),
  standard_error: z.number().nullable(),
});

const NOTHING = {
  trajectory_info: null,
  final_control_plane_info: null,
  agg_score: null,
  standard_error: null,
};

/** The result of the first rollout of a reply; one without a reward is not valid, whatever its number. */
export function evaluateResult(reply: ScoreReply, settings: AdapterSettings): Json {
  const reward = rewardOf(reply, 0, settings);
  const valid = "value" in reward;
  return {
    score: valid ? reward.value : 0,
    is_score_valid: valid,
    reason: evidenceOf(reply),
    metrics: metricsOf(reply),
    step_outputs: stepOutputs(reply),
    error: valid ? null : missingText(reward.missing),
    ...NOTHING,
  };
}

/** The result when nothing could be scored. */
export function failedResult(error: string): Json {
  return { score: 0, is_score_valid: false, reason: null, metrics: {}, step_outputs: null, error, ...NOTHING };
}

function metricsOf(reply: ScoreReply): { [term: string]: Json } {
  const place = reply.places[0] as number;
  const metrics: { [term: string]: Json } = {};
  for (const { name, implicit, range } of reply.program.terms) {
    const signal = reply.columns.terms.get(name);
    if (implicit || signal === undefined) continue;
    const outcome = outcomeOf(signal, reply.batch.layout, place);
    if (outcome.kind === "scored") {
      const evidence = signal.level === "rollout" ? signal.notes?.evidence.get(place) : undefined;
      const reason = evidence ?? `value ${outcome.value}`;
      metrics[name] = { is_score_valid: true, score: unitScore(outcome.value, range), reason };
    } else metrics[name] = { is_score_valid: false, score: 0, reason: missingText(outcome) };
  }
  return metrics;
}

function evidenceOf(reply: ScoreReply): string | null {
  const place = reply.places[0] as number;
  const texts: string[] = [];
  for (const [name, signal] of reply.columns.terms) {
    const text = signal.level === "rollout" ? signal.notes?.evidence.get(place) : undefined;
    if (text !== undefined) texts.push(`${name}: ${text}`);
  }
  return texts.length === 0 ? null : texts.join("; ");
}

/** What each step is credited with, where the program hands the total out to steps. */
function stepOutputs({ columns: { credit }, batch: { layout }, places }: ScoreReply): Json {
  if (credit?.level !== "step") return null;
  const place = places[0] as number;
  const [start, end] = [layout.stepOffsets[place] as number, layout.stepOffsets[place + 1] as number];
  const outputs: Json[] = [];
  for (let i = start; i < end; i++) {
    if (credit.present[i] !== 1) continue;
    outputs.push({
      step_index: i - start,
      base_reward: credit.values[i] as number,
      terminated: i === end - 1,
      control_plane_info: null,
      metrics: {},
      reason: null,
    });
  }
  return outputs;
}
