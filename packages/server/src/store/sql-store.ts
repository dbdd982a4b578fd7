import { addPreferences, readPreferences } from "./add-preferences.ts";
import { commitBatches } from "./commit-batches.ts";
import type { Database, Session } from "./database.ts";
import { endStep, stateBefore } from "./end-step.ts";
import { GroupCommit } from "./group-commit.ts";
import { loadBatches } from "./load-batches.ts";
import { dropPayload, findPayload, putPayload } from "./payload.ts";
import { pruneRuns } from "./prune-runs.ts";
import { readBatches, readRollouts } from "./read-batches.ts";
import { retryTransient } from "./retry-transient.ts";
import type { Store } from "./store.ts";
import { storeError } from "./store-error.ts";
import { openRun, summariseRuns } from "./summarise-runs.ts";

export interface SqlStoreOptions {
  /** How long a call goes on trying when the database restarts, in milliseconds. Default 15,000. */
  readonly retryMs?: number;
}

/**
 * A store on a PostgreSQL of any kind whose schema is there. Each call may be made again, so each is, while the
 * connection is lost or transactions collide.
 */
export function sqlStore(database: Database, { retryMs = 15_000 }: SqlStoreOptions = {}): Store {
  async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await retryTransient(work, retryMs);
    } catch (cause) {
      throw storeError(`the store to ${what}`, cause);
    }
  }
  const retried: Session = {
    query: (sql, parameters) => attempt("answer", () => database.query(sql, parameters)) as never,
  };
  const group = new GroupCommit((prepared) => attempt("keep scores", () => commitBatches(database, prepared)));
  return {
    openRun: (run, program) => attempt("open a run", () => openRun(database, run, program)),
    findRun: async (run) => (await attempt("find a run", () => summariseRuns(database, run)))[0],
    listRuns: () => attempt("list runs", () => summariseRuns(database)),
    findBatch: async (key) => (await attempt("find a batch", () => loadBatches(database, { keys: [key] })))[0],
    commitBatches: (batches) => group.add(batches),
    stateBefore: (run, step) => attempt("give a state", () => stateBefore(database, run, step)),
    endStep: (run, step, next) =>
      attempt("end a step", () => database.transaction((session) => endStep(session, run, step, next))),
    readBatches: (run, step) => readBatches(retried, run, step),
    readRollouts: (id) => readRollouts(retried, id),
    addPreferences: (preferences) => attempt("keep preferences", () => addPreferences(database, preferences)),
    readPreferences: (run) => readPreferences(retried, run),
    putPayload: (key, body) => attempt("keep a payload", () => putPayload(database, key, body)),
    findPayload: (key) => attempt("find a payload", () => findPayload(database, key)),
    dropPayload: (key) => attempt("drop a payload", () => dropPayload(database, key)),
    prune: (options) => attempt("prune", () => database.transaction((session) => pruneRuns(session, options))),
    async close() {
      await group.idle();
      await database.close();
    },
  };
}
