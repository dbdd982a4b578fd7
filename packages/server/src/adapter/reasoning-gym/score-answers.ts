import type { Rollout } from "@guerdon/core/signal";
import type { PlainCall, WireReply } from "../adapter.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout, withDistinctIds } from "../mapping/make-rollout.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardsOf } from "../mapping/reward-of.ts";
import type { Experiment } from "./experiment.ts";

type Answers = readonly { readonly entry_id: string; readonly answer?: string | null | undefined }[];

/** Scores answers to entries of any version; one that cannot be scored leaves all without. */
export async function scoreAnswers(experiment: Experiment, answers: Answers, call: PlainCall): Promise<WireReply> {
  const byProgram = new Map<string | undefined, { readonly index: number; readonly rollout: Rollout }[]>();
  for (const [index, { entry_id: id, answer }] of answers.entries()) {
    const [version, place] = /^(\d{1,9})\.(\d{1,15})$/.exec(id)?.slice(1).map(Number) ?? [];
    const entry = version === undefined ? undefined : experiment.entry(version, place as number);
    if (entry === undefined) return refused(400, `Entry '${id}' is not of this experiment`);
    const rollout = makeRollout({ prompt: entry.row.prompt, completion: answer ?? "", item: entry.row.item });
    const { program } = entry.set;
    const own = byProgram.get(program);
    if (own === undefined) byProgram.set(program, [{ index, rollout }]);
    else own.push({ index, rollout });
  }
  const scores: number[] = [];
  try {
    for (const [program, own] of byProgram) {
      const settings = program === undefined ? call.settings : { ...call.settings, program };
      const reply = await call.service.score({
        ...requestSettings({ ...settings, groupSize: 1 }),
        rollouts: withDistinctIds(own.map(({ rollout }) => rollout)),
        protocol: "reasoning-gym",
      });
      const rewards = rewardsOf(reply, settings);
      if ("missing" in rewards) return refused(503, missingText(rewards.missing));
      own.forEach(({ index }, i) => {
        scores[index] = rewards.values[i] as number;
      });
    }
  } catch (error) {
    call.report?.(error);
    return refused(503, failureText(error));
  }
  return { status: 200, body: { scores, entry_ids: answers.map(({ entry_id: id }) => id) } };
}

function refused(status: number, detail: string): WireReply {
  return { status, body: { detail } };
}
