import { RewardError } from "@guerdon/core/error";
import type { Clock } from "@guerdon/core/piece";
import type { Rollout } from "@guerdon/core/signal";
import { withDistinctIds } from "../adapter/mapping/make-rollout.ts";
import type { ExecutedBatch } from "./executor.ts";
import type { CohortPolicy } from "./reward-service.ts";

/** A rollout that waits for the others of its group. */
export interface CohortMember {
  /** What all members of the cohort share: program, run, step and group. */
  readonly cohort: string;
  /** The member itself: the client's key or the content of the rollout. */
  readonly key: string;
  /** The key is the client's own: the same key is the same member, while the same text may have been sampled twice. */
  readonly keyed: boolean;
  /** The cohort is of one step of a run: once it is closed, the same text is a retry. */
  readonly inRun: boolean;
  readonly rollout: Rollout;
  readonly policy: CohortPolicy;
  readonly isGone: () => boolean;
}

/** A member's place in the batch its cohort became. */
export interface CohortPlace {
  readonly batch: ExecutedBatch;
  readonly place: number;
  readonly repeated: boolean;
}

/** Scores a cohort that is closed; `complete` is false when its time was over before all had come. */
export type CloseCohort = (rollouts: readonly Rollout[], complete: boolean) => Promise<ExecutedBatch>;

interface Seat {
  readonly key: string;
  readonly rollout: Rollout;
  isGone: () => boolean;
}

interface Cohort {
  readonly id: string;
  readonly seats: Seat[];
  readonly closed: Promise<ClosedCohort>;
  /** Closes it; without effect when it is closed already. */
  close(complete: boolean): void;
}

interface ClosedCohort {
  readonly batch: ExecutedBatch;
  readonly order: readonly Seat[];
}

export interface CohortLimits {
  /** Rollouts that may wait at once. */
  readonly maxWaiting: number;
  /** Answered members that are remembered for retries, the last ones. */
  readonly maxAnswered: number;
}

/**
 * Groups whose members come one by one.
 *
 * A cohort closes when it has its size, or when its time is over. A retry takes the place of the call it repeats;
 * the same text sampled twice takes two places, as long as the first still waits. Members are scored in the order of
 * their keys, so that the batch does not depend on who came first.
 */
export class CohortTable {
  readonly #clock: Clock;
  readonly #limits: CohortLimits;
  readonly #open: Map<string, Cohort> = new Map();
  readonly #answered: Map<string, { readonly cohort: Cohort; readonly seat: Seat }> = new Map();
  #waiting = 0;

  constructor(clock: Clock, limits: CohortLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Rollouts that wait for others of their group. */
  get waiting(): number {
    return this.#waiting;
  }

  /** @throws RewardError GUERDON_BUSY when too many wait already */
  async join(member: CohortMember, score: CloseCohort): Promise<CohortPlace> {
    const answered = this.#answered.get(answeredKey(member.cohort, member.key));
    if (answered !== undefined && (member.keyed || member.inRun || answered.seat.isGone())) {
      return placeOf(answered.cohort, answered.seat, true);
    }
    const open = this.#open.get(member.cohort);
    const own = open?.seats.find((seat) => seat.key === member.key && (member.keyed || seat.isGone()));
    if (open !== undefined && own !== undefined) {
      own.isGone = member.isGone;
      return placeOf(open, own, true);
    }
    if (this.#waiting >= this.#limits.maxWaiting) throw tooMany(this.#waiting);
    const cohort = open ?? this.#begin(member, score);
    const seat = { key: member.key, rollout: member.rollout, isGone: member.isGone };
    cohort.seats.push(seat);
    this.#waiting++;
    if (cohort.seats.length >= member.policy.size) cohort.close(true);
    return placeOf(cohort, seat, false);
  }

  #begin({ cohort: id, policy }: CohortMember, score: CloseCohort): Cohort {
    let settle: (closed: Promise<ClosedCohort>) => void = () => {};
    const closed = new Promise<ClosedCohort>((resolve) => {
      settle = resolve;
    });
    closed.catch(() => {}); // each member hears of it
    const close = (complete: boolean): void => {
      if (this.#open.get(id) !== cohort) return;
      stopWaiting();
      this.#open.delete(id);
      this.#waiting -= cohort.seats.length;
      this.#remember(cohort);
      settle(this.#score(cohort, complete, score));
    };
    const stopWaiting = this.#clock.after(policy.waitMs, () => close(false));
    const cohort: Cohort = { id, seats: [], closed, close };
    this.#open.set(id, cohort);
    return cohort;
  }

  async #score(cohort: Cohort, complete: boolean, score: CloseCohort): Promise<ClosedCohort> {
    const order = inOrder(cohort.seats);
    try {
      const batch = await score(withDistinctIds(order.map(({ rollout }) => rollout)), complete);
      return { batch, order };
    } catch (error) {
      for (const { key } of cohort.seats) this.#answered.delete(answeredKey(cohort.id, key));
      throw error;
    }
  }

  #remember(cohort: Cohort): void {
    for (const seat of cohort.seats) {
      const key = answeredKey(cohort.id, seat.key);
      this.#answered.delete(key);
      this.#answered.set(key, { cohort, seat });
    }
    while (this.#answered.size > this.#limits.maxAnswered) {
      this.#answered.delete(this.#answered.keys().next().value as string);
    }
  }
}

async function placeOf(cohort: Cohort, seat: Seat, repeated: boolean): Promise<CohortPlace> {
  const { batch, order } = await cohort.closed;
  return { batch, place: order.indexOf(seat), repeated: repeated || batch.repeated };
}

function answeredKey(cohort: string, key: string): string {
  return `${cohort}\n${key}`;
}

function inOrder(seats: readonly Seat[]): readonly Seat[] {
  return [...seats].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function tooMany(waiting: number): RewardError {
  return new RewardError(
    "GUERDON_BUSY",
    `Expected room for another rollout that waits for its group, got ${waiting} waiting.`,
    {
      hint: "Try again later, or send whole groups.",
      details: { retryAfterSeconds: 1 },
    },
  );
}
