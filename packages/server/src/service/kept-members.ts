import type { Rollout } from "@guerdon/core/signal";
import type { Store } from "../store/store.ts";
import type { CohortPlace } from "./cohort-table.ts";
import { contentHash } from "./request-key.ts";

/** Steps whose members are kept at hand; a run needs the open one. */
const MAX_STEPS = 8;

/**
 * The rollouts of a run's step that are scored and kept, by group and content.
 *
 * A process that was killed forgets which cohorts it has closed. A client that had no answer asks again for its
 * rollout alone, while the others of the group, who had theirs, never will: the retry must find its place in the
 * batch that is kept, not wait for a cohort that nobody completes. Each step is read once, before its first cohort.
 */
export class KeptMembers {
  readonly #store: Pick<Store, "readBatches" | "readRollouts">;
  readonly #steps: Map<string, Promise<ReadonlyMap<string, CohortPlace>>> = new Map();

  constructor(store: Pick<Store, "readBatches" | "readRollouts">) {
    this.#store = store;
  }

  /** The kept places of some rollouts; undefined for one that was not kept when the step was read. */
  async find(run: string, step: number, rollouts: readonly Rollout[]): Promise<readonly (CohortPlace | undefined)[]> {
    const id = `${step}\n${run}`;
    let members = this.#steps.get(id);
    if (members === undefined) {
      members = this.#read(run, step);
      this.#steps.set(id, members);
      members.catch(() => this.#steps.delete(id));
      if (this.#steps.size > MAX_STEPS) this.#steps.delete(this.#steps.keys().next().value as string);
    }
    const known = await members;
    return rollouts.map((rollout) => (known.size === 0 ? undefined : known.get(memberKey(rollout))));
  }

  async #read(run: string, step: number): Promise<ReadonlyMap<string, CohortPlace>> {
    const members = new Map<string, CohortPlace>();
    for await (const stored of this.#store.readBatches(run, step)) {
      const batch = { ...stored, repeated: true, seconds: 0 };
      const ids = new Set<string>();
      (await this.#store.readRollouts(stored.id)).forEach((rollout, place) => {
        ids.add(rollout.id);
        // The second rollout of one text was kept as `id#2`; either place answers it.
        const own = rollout.id.replace(/#\d+$/, "");
        const key = memberKey(ids.has(own) ? { ...rollout, id: own } : rollout);
        if (!members.has(key)) members.set(key, { batch, place, repeated: true });
      });
    }
    return members;
  }
}

function memberKey(rollout: Rollout): string {
  return `${rollout.group}\n${contentHash([rollout])}`;
}
