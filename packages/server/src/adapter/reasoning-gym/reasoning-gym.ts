import { RewardError } from "@guerdon/core/error";
import type { Json, Rollout } from "@guerdon/core/signal";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import { failureText, missingText } from "../mapping/failure-text.ts";
import { makeRollout, withDistinctIds } from "../mapping/make-rollout.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { requestSettings } from "../mapping/request-settings.ts";
import { rewardsOf } from "../mapping/reward-of.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { type Entry, Experiment, type RowSet } from "./experiment.ts";

const MOST_EXPERIMENTS = 1000;
const anyObject = z.record(z.string(), jsonSchema);
const part = z.looseObject({ weight: z.number().positive().default(1), config: anyObject.default({}) });

const createBody = z.looseObject({
  name: z.string().min(1).max(255),
  size: z.int().min(1).default(500),
  seed: z.int().nullish(),
  datasets: z.record(z.string(), part).refine((all) => Object.keys(all).length > 0, "expected at least one dataset"),
});
const updateBody = z.looseObject({ config: anyObject });
const scoreBody = z.looseObject({
  answers: z.array(z.looseObject({ entry_id: z.string(), answer: z.string().nullish() })).max(65_536),
});

const experimentReply = z.strictObject({
  name: z.string(),
  size: z.int(),
  seed: z.int().nullable(),
  datasets: z.record(z.string(), z.strictObject({ weight: z.number(), config: anyObject })),
});

const MAPPING: readonly FieldMapping[] = [
  { wire: "question", rollout: "the text of the row's prompt" },
  { wire: "entry_id", rollout: "VERSION.INDEX: the row the answer belongs to" },
  { wire: "answer", rollout: "completion: one message of the assistant" },
  { wire: "scores[i]", rollout: "total" },
  { wire: "composite config", rollout: "values of item's fields that rows asked from now on must have" },
];

/** reasoning-gym's server over files of rows: experiments mix them, and a config chooses rows by their fields. */
export function reasoningGym(rowSets: readonly RowSet[]): Adapter {
  const sets = new Map(rowSets.map((set) => [set.name, set]));
  const experiments = new Map<string, Experiment>();
  const named = (call: PlainCall, work: (experiment: Experiment) => WireReply | Promise<WireReply>) => {
    const experiment = experiments.get(call.params.name ?? "");
    if (experiment === undefined) return refused(404, `Experiment '${call.params.name}' not found`);
    return work(experiment);
  };

  const create: PlainRoute<z.output<typeof createBody>> = {
    method: "POST",
    path: "/experiments",
    body: createBody as never,
    reply: experimentReply,
    answer: ({ name, size, seed, datasets }) => {
      if (experiments.size >= MOST_EXPERIMENTS && !experiments.has(name)) return refused(400, "Too many experiments.");
      return attempt(() => {
        const experiment = new Experiment({ name, size, seed: seed ?? null }, new Map(Object.entries(datasets)), sets);
        experiments.set(name, experiment);
        return described(experiment);
      });
    },
  };
  const list: PlainRoute<unknown> = {
    method: "GET",
    path: "/experiments",
    reply: z.strictObject({ experiments: z.array(z.string()) }),
    answer: () => ({ status: 200, body: { experiments: [...experiments.keys()] } }),
  };
  const remove: PlainRoute<unknown> = {
    method: "DELETE",
    path: "/experiments/{name}",
    reply: z.strictObject({ status: z.literal("deleted") }),
    answer: (_, call) =>
      named(call, ({ name }) => {
        experiments.delete(name);
        return { status: 200, body: { status: "deleted" } };
      }),
  };
  const composite: PlainRoute<unknown> = {
    method: "GET",
    path: "/experiments/{name}/composite",
    reply: experimentReply,
    answer: (_, call) => named(call, described),
  };
  const update: PlainRoute<z.output<typeof updateBody>> = {
    method: "POST",
    path: "/experiments/{name}/composite/{dataset}",
    body: updateBody as never,
    reply: z.strictObject({ status: z.literal("updated") }),
    answer: ({ config }, call) =>
      named(call, (experiment) => {
        const { dataset = "" } = call.params;
        if (!experiment.parts.has(dataset)) return refused(404, `Dataset '${dataset}' not found in experiment`);
        return attempt(() => {
          experiment.update(dataset, config);
          return { status: 200, body: { status: "updated" } };
        });
      }),
  };
  const batch: PlainRoute<unknown> = {
    method: "GET",
    path: "/experiments/{name}/batch",
    reply: z.strictObject({
      entries: z.array(z.strictObject({ question: z.string(), entry_id: z.string(), metadata: anyObject })),
    }),
    answer: (_, call) => named(call, (experiment) => batchOf(experiment, call.query)),
  };
  const score: PlainRoute<z.output<typeof scoreBody>> = {
    method: "POST",
    path: "/experiments/{name}/score",
    body: scoreBody as never,
    reply: z.strictObject({ scores: z.array(z.number()), entry_ids: z.array(z.string()) }),
    answer: ({ answers }, call) => named(call, (experiment) => scoreAnswers(experiment, answers, call)),
  };
  const health: PlainRoute<unknown> = {
    method: "GET",
    path: "/health",
    reply: z.strictObject({ status: z.literal("healthy") }),
    answer: () => ({ status: 200, body: { status: "healthy" } }),
  };
  return {
    name: "reasoning-gym",
    scores: [],
    plain: [create, list, remove, composite, update, batch, score, health],
    mapping: MAPPING,
    toInvalid: validationDetail,
  };
}

function described({ name, size, seed, parts }: Experiment): WireReply {
  const datasets = Object.fromEntries([...parts].map(([set, { weight, config }]) => [set, { weight, config }]));
  return { status: 200, body: { name, size, seed, datasets } };
}

const MOST_ENTRIES = 65_536;

function batchOf(experiment: Experiment, query: PlainCall["query"]): WireReply {
  const [base, count] = [Number(query.base_index), Number(query.batch_size)];
  if (!Number.isSafeInteger(base) || base < 0) return refused(400, "base_index must be non-negative");
  if (!Number.isSafeInteger(count) || count <= 0) return refused(400, "batch_size must be positive");
  if (count > MOST_ENTRIES) return refused(400, `batch_size must be at most ${MOST_ENTRIES}`);
  const entries: Json[] = [];
  for (let i = base; i < base + count; i++) {
    const entry = experiment.entry(experiment.version, i);
    if (entry === undefined) return refused(400, `Entry ${i} is beyond the size ${experiment.size}`);
    entries.push({
      question: questionOf(entry),
      entry_id: `${experiment.version}.${i}`,
      metadata: metadataOf(entry, experiment),
    });
  }
  return { status: 200, body: { entries } };
}

function questionOf({ row: { prompt } }: Entry): string {
  const content = prompt.at(-1)?.content ?? "";
  return typeof content === "string" ? content : JSON.stringify(content);
}

function metadataOf({ row: { item }, set, sourceIndex }: Entry, { version }: Experiment): { [field: string]: Json } {
  const fields =
    typeof item === "object" && item !== null && !Array.isArray(item) ? (item as { [field: string]: Json }) : { item };
  return { ...fields, source_dataset: set.name, source_index: sourceIndex, version_id: version };
}

type Answers = readonly { readonly entry_id: string; readonly answer?: string | null | undefined }[];

async function scoreAnswers(experiment: Experiment, answers: Answers, call: PlainCall): Promise<WireReply> {
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
    return refused(503, failureText(error));
  }
  return { status: 200, body: { scores, entry_ids: answers.map(({ entry_id: id }) => id) } };
}

function attempt(work: () => WireReply): WireReply {
  try {
    return work();
  } catch (error) {
    if (RewardError.is(error)) return refused(400, error.message);
    throw error;
  }
}

function refused(status: number, detail: string): WireReply {
  return { status, body: { detail } };
}
