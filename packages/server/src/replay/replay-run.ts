import { type ProgramState, type Runtime, scoreBatch } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import {
  type Layout,
  type Level,
  makeBatch,
  type Rollout,
  rolloutOffsets,
  type Signal,
  sizeAt,
} from "@guerdon/core/signal";
import { nextStateOf } from "../service/next-state-of.ts";
import type { ScoreColumns } from "../service/reward-service.ts";
import type { BatchScores, RunSummary, Store } from "../store/store.ts";
import { ColumnComparison, type ColumnDiff } from "./column-diff.ts";
import { type RankFlips, rankFlips } from "./rank-flips.ts";

/** What another version of a program would have made of a run. */
export interface ReplayDiff {
  readonly run: string;
  readonly before: { readonly name: string; readonly hash: string };
  readonly after: { readonly name: string; readonly hash: string };
  readonly batches: number;
  readonly rollouts: number;
  readonly total: ColumnDiff;
  /** Terms that both have. */
  readonly terms: { readonly [name: string]: ColumnDiff };
  readonly termsAdded: readonly string[];
  readonly termsRemoved: readonly string[];
  /** None where the two are not at one level. */
  readonly advantage?: ColumnDiff;
  readonly ranks: RankFlips;
}

export interface ReplayHooks {
  progress?(rollouts: number): void;
  stopped?(): boolean;
}

/**
 * Scores a stored run again with another program, in the order of its steps and with the state the program would have
 * had, and compares with what is kept. Nothing is written. One batch is in memory at a time, and the scores of a step.
 *
 * @throws RewardError GUERDON_STORE when the run is not there
 */
export async function replayRun(
  store: Store,
  run: string,
  program: Program,
  runtime: Runtime,
  hooks: ReplayHooks = {},
): Promise<ReplayDiff> {
  const summary = await store.findRun(run);
  if (summary === undefined) throw noRun(run, await store.listRuns());
  const diff = new RunComparison();
  const next = nextStateOf(program);
  let state: ProgramState | undefined;
  let open: BatchScores[] = [];
  for await (const stored of store.readBatches(run)) {
    if (hooks.stopped?.() === true) break;
    if (open.length > 0 && open[0]?.step !== stored.step) {
      state = next?.(state, open);
      open = [];
    }
    const batch = makeBatch(await store.readRollouts(stored.id), stored.step);
    const scores = await scoreBatch(program, batch, { ...runtime, ...(state === undefined ? {} : { state }) });
    const terms = new Map([...scores.terms].map(([name, { signal }]) => [name, signal]));
    const { total, credit, advantages: advantage } = scores;
    const columns = { total, terms, advantage, ...(credit === undefined ? {} : { credit }) };
    // A late batch is scored with its step's state and enters no other.
    if (!stored.late && next !== undefined) {
      open.push({ key: stored.key, step: stored.step, layout: batch.layout, columns });
    }
    diff.add(stored.columns, columns, { layout: batch.layout, rollouts: batch.rollouts, step: stored.step });
    hooks.progress?.(diff.rollouts);
  }
  const { programName: name, programHash: hash } = summary;
  return { run, before: { name, hash }, after: { name: program.name, hash: program.hash }, ...diff.result() };
}

interface Place {
  readonly layout: Layout;
  readonly rollouts: readonly Rollout[];
  readonly step: number;
}

class RunComparison {
  rollouts = 0;
  #batches = 0;
  readonly #columns: Map<string, ColumnComparison> = new Map();
  readonly #added: Set<string> = new Set();
  readonly #removed: Set<string> = new Set();
  #ranks: RankFlips = { pairs: 0, flipped: 0, tiesChanged: 0 };

  add(before: ScoreColumns, after: ScoreColumns, place: Place): void {
    this.#batches++;
    this.rollouts += place.rollouts.length;
    this.#compare("total", before.total, after.total, place);
    if (before.advantage !== undefined && before.advantage.level === after.advantage?.level) {
      this.#compare("advantage", before.advantage, after.advantage, place);
    }
    for (const [name, signal] of before.terms) {
      const now = after.terms.get(name);
      if (now === undefined || now.level !== signal.level) this.#removed.add(name);
      else this.#compare(`term ${name}`, signal, now, place);
    }
    for (const [name, { level }] of after.terms) if (before.terms.get(name)?.level !== level) this.#added.add(name);
    const { pairs, flipped, tiesChanged } = rankFlips(before.total, after.total, place.layout);
    this.#ranks = {
      pairs: this.#ranks.pairs + pairs,
      flipped: this.#ranks.flipped + flipped,
      tiesChanged: this.#ranks.tiesChanged + tiesChanged,
    };
  }

  result(): Omit<ReplayDiff, "run" | "before" | "after"> {
    const of = (name: string): ColumnDiff | undefined => this.#columns.get(name)?.result();
    const terms = [...this.#columns.keys()].filter((name) => name.startsWith("term "));
    const advantage = of("advantage");
    return {
      batches: this.#batches,
      rollouts: this.rollouts,
      total: of("total") ?? new ColumnComparison().result(),
      terms: Object.fromEntries(terms.map((name) => [name.slice(5), of(name) as ColumnDiff])),
      termsAdded: [...this.#added],
      termsRemoved: [...this.#removed],
      ...(advantage === undefined ? {} : { advantage }),
      ranks: this.#ranks,
    };
  }

  #compare(name: string, before: Signal, after: Signal, { layout, rollouts, step }: Place): void {
    let comparison = this.#columns.get(name);
    if (comparison === undefined) {
      comparison = new ColumnComparison();
      this.#columns.set(name, comparison);
    }
    comparison.add(before, after, step, (i) => rollouts[rolloutAt(before.level, layout, i)]?.id ?? "");
  }
}

/** The rollout a place belongs to; the first of the group or batch. */
function rolloutAt(level: Level, layout: Layout, place: number): number {
  if (level === "batch") return 0;
  if (level === "group") return layout.groupOf.indexOf(place);
  if (level === "rollout") return place;
  const offsets = rolloutOffsets(layout, level);
  return Math.max(0, offsets.findIndex((offset) => offset > place) - 1) % Math.max(1, sizeAt(layout, "rollout"));
}

function noRun(run: string, known: readonly RunSummary[]): RewardError {
  return new RewardError("GUERDON_STORE", `Expected \`${run}\` to be a run of the store, got no such run.`, {
    hint:
      known.length === 0
        ? "The store holds no run."
        : `It holds ${known
            .slice(0, 5)
            .map((each) => `\`${each.run}\``)
            .join(", ")}${known.length > 5 ? ", …" : ""}.`,
    details: { run },
  });
}
