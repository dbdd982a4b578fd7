import { RewardError } from "@guerdon/core/error";
import { z } from "zod";
import type { Adapter, FieldMapping, PlainCall, PlainRoute, WireReply } from "../adapter.ts";
import { jsonSchema } from "../mapping/message-schema.ts";
import { validationDetail } from "../mapping/validation-detail.ts";
import { batchOf } from "./batch-of.ts";
import { Experiment, type RowSet } from "./experiment.ts";
import { scoreAnswers } from "./score-answers.ts";

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
