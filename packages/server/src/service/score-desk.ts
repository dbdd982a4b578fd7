import { RewardError } from "@guerdon/core/error";
import type { Clock } from "@guerdon/core/piece";
import type { Program } from "@guerdon/core/program";
import type { Rollout } from "@guerdon/core/signal";
import { answerBy } from "./answer-by.ts";
import { canMerge } from "./can-merge.ts";
import type { CohortTable } from "./cohort-table.ts";
import type { ServiceLimits } from "./create-reward-service.ts";
import type { ExecutedBatch, Executor } from "./executor.ts";
import type { KeptMembers } from "./kept-members.ts";
import { placesOf } from "./places-of.ts";
import type { ProgramRegistry } from "./program-registry.ts";
import { contentHash, requestKey } from "./request-key.ts";
import type { CohortPolicy, ScoreReply, ScoreRequest } from "./reward-service.ts";
import type { OpenRun, RunTable } from "./run-table.ts";
import { scoreInCohorts } from "./score-in-cohorts.ts";

/** What a desk works with. */
export interface ScoreDeskParts {
  readonly clock: Clock;
  readonly programs: ProgramRegistry;
  readonly runs: RunTable;
  readonly cohorts: CohortTable;
  /** What is kept of cohorts that another process closed. */
  readonly kept: KeptMembers | undefined;
  readonly executor: Executor;
  readonly limits: ServiceLimits;
}

/** A request with what it names looked up. */
interface Order {
  readonly request: ScoreRequest;
  readonly program: Program;
  readonly open: OpenRun | undefined;
  readonly step: number;
}

const GRACE_MS = 1000;

interface UnderWay {
  readonly content: string;
  readonly reply: Promise<ScoreReply>;
}

/** Where requests are taken: admission, keys, joining of duplicates, cohorts, deadlines. */
export class ScoreDesk {
  readonly #parts: ScoreDeskParts;
  readonly #underWay: Map<string, UnderWay> = new Map();
  readonly #working: Set<Promise<unknown>> = new Set();
  #rollouts = 0;
  #count = 0;

  constructor(parts: ScoreDeskParts) {
    this.#parts = parts;
  }

  /** Rollouts that are being scored. */
  get rollouts(): number {
    return this.#rollouts;
  }

  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled([...this.#working]);
  }

  /** @throws RewardError GUERDON_BUSY, GUERDON_DEADLINE, and what runs and programs throw */
  score(request: ScoreRequest): Promise<ScoreReply> {
    const { limits, clock } = this.#parts;
    const { length } = request.rollouts;
    if (this.#rollouts > 0 && this.#rollouts + length > limits.maxRollouts) return Promise.reject(busy(this.#rollouts));
    const work = this.#take(request);
    this.#working.add(work);
    const done = (): void => void this.#working.delete(work);
    work.then(done, done);
    // The engine stops at the server's own limit, and then says of each rollout what it could not do in time.
    const most = limits.deadlineMs + GRACE_MS;
    return answerBy(work, clock, Math.min(request.deadlineMs ?? most, most));
  }

  async #take(request: ScoreRequest): Promise<ScoreReply> {
    const { programs, runs } = this.#parts;
    const { run, rollouts, cohort } = request;
    const open = run === undefined || rollouts.length === 0 ? undefined : await runs.open(run, request.program);
    const order = {
      request,
      open,
      program: open?.program ?? programs.select(request.program),
      step: request.step ?? open?.step ?? 0,
    };
    if (open === undefined) return this.#scoreAsSent(order, cohort);
    await runs.reach(open, order.step);
    const scoring = this.#scoreAsSent(order, cohort);
    open.underWay.set(scoring, order.step);
    const done = (): void => void open.underWay.delete(scoring);
    scoring.then(done, done);
    return scoring;
  }

  #scoreAsSent(order: Order, cohort: CohortPolicy | undefined): Promise<ScoreReply> {
    const whole = cohort === undefined || hasWholeGroups(order.request.rollouts, cohort.size);
    return whole ? this.#scoreOnce(order) : this.#scoreInCohorts(order, cohort);
  }

  /**
   * A request that is under way already is joined. One that nothing is kept of, whose program looks at each rollout
   * alone, needs no key: it goes with the others of its tick, and they share what is dear.
   */
  async #scoreOnce(order: Order): Promise<ScoreReply> {
    const { request, program, step, open } = order;
    const { key: ownKey, run, rollouts } = request;
    if (open === undefined && ownKey === undefined && canMerge(program)) {
      return this.#scoreBatch(order, `once-${++this.#count}`);
    }
    const key = requestKey({ program, run, step, key: ownKey, rollouts });
    const content = ownKey === undefined ? "" : contentHash(rollouts);
    const running = this.#underWay.get(key);
    if (running !== undefined) {
      if (running.content !== content) throw reused(ownKey as string);
      return { ...(await running.reply), repeated: true };
    }
    const reply = this.#scoreBatch(order, key);
    this.#underWay.set(key, { content, reply });
    try {
      return await reply;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #scoreBatch(order: Order, key: string): Promise<ScoreReply> {
    const { rollouts, key: ownKey } = order.request;
    const batch = await this.#execute(order, key, rollouts);
    if (batch.layout.groupOf.length !== rollouts.length) throw reused(ownKey ?? key);
    return replyOf(order, batch, placesOf(rollouts), batch.repeated);
  }

  async #execute(
    { request, program, open, step }: Order,
    key: string,
    rollouts: readonly Rollout[],
  ): Promise<ExecutedBatch> {
    const { executor, limits } = this.#parts;
    const { protocol, retriesFailures = false } = request;
    const job = { key, program, step, protocol, rollouts, retriesFailures, deadlineMs: limits.deadlineMs };
    this.#rollouts += rollouts.length;
    try {
      return await executor.execute(open === undefined ? job : { ...job, run: open.run });
    } finally {
      this.#rollouts -= rollouts.length;
    }
  }

  async #scoreInCohorts(order: Order, policy: CohortPolicy): Promise<ScoreReply> {
    const { request, program, step } = order;
    const joined = await scoreInCohorts(this.#parts, { request, program, step, policy }, (members) =>
      this.#execute(order, requestKey({ program, run: request.run, step, key: undefined, rollouts: members }), members),
    );
    return replyOf(order, joined.batch, joined.places, joined.repeated);
  }
}

function replyOf(
  { program, request: { run }, step }: Order,
  batch: ExecutedBatch,
  places: Int32Array,
  repeated: boolean,
): ScoreReply {
  const { id, layout, columns, late, seconds } = batch;
  const reply = { id, program, step, batch: { layout }, places, columns, repeated, late, seconds };
  return run === undefined ? reply : { ...reply, run };
}

function hasWholeGroups(rollouts: readonly Rollout[], size: number): boolean {
  const sizes = new Map<string, number>();
  for (const { group } of rollouts) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].every((members) => members >= size);
}

function busy(rollouts: number): RewardError {
  return new RewardError(
    "GUERDON_BUSY",
    `Expected room for the request, got ${rollouts} rollouts that are being scored.`,
    {
      hint: "Try again later.",
      details: { retryAfterSeconds: 1 },
    },
  );
}

function reused(key: string): RewardError {
  return new RewardError(
    "GUERDON_KEY_REUSED",
    `Expected the key \`${key}\` to stand for one request, got another one with it.`,
    {
      hint: "Make a new key for each request; send the old one only with the same body.",
    },
  );
}
