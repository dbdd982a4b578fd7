import type { TermResult } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import { BLAMES, type Blame, type Missing, missingAt, type Signal } from "@guerdon/core/signal";
import { Distribution } from "../report/distribution.ts";
import type { RowText } from "./row-text.ts";

/** What is counted of one term. */
export interface TermTally {
  readonly distribution: Distribution;
  costUsd: number;
  seconds: number;
  skipped: number;
  ran: number;
  cached: number;
  joined: number;
  failed: number;
}

/** Counts outcomes, values, cost and time as rows go by, in bounded memory. */
export class Tally {
  readonly terms: ReadonlyMap<string, TermTally>;
  readonly total: Distribution = new Distribution();
  readonly failed: Record<Blame, number> = { candidate: 0, task: 0, sandbox: 0, judge: 0, engine: 0 };
  scored = 0;
  abstained = 0;
  unreadable = 0;
  duplicateIds = 0;

  constructor(program: Program) {
    this.terms = new Map(program.terms.map(({ name }) => [name, emptyTally()]));
  }

  /** Totals that failed, whoever is to blame. */
  get failures(): number {
    return BLAMES.reduce((sum, blame) => sum + this.failed[blame], 0);
  }

  addTerms(results: Iterable<readonly [string, TermResult]>): void {
    for (const [name, { signal, costUsd, seconds, skipped, calls }] of results) {
      const tally = this.terms.get(name) as TermTally;
      tally.distribution.addColumn(signal.values, signal.present);
      tally.costUsd += costUsd;
      tally.seconds += seconds;
      tally.skipped += skipped;
      tally.ran += calls.ran;
      tally.cached += calls.cached;
      tally.joined += calls.joined;
      for (const reason of signal.notes?.missing.values() ?? []) if (reason.kind === "failed") tally.failed++;
    }
  }

  addTotal(total: Signal): void {
    this.total.addColumn(total.values, total.present);
    for (let r = 0; r < total.present.length; r++) {
      if (total.present[r] === 1) this.scored++;
      else this.#miss(missingAt(total, r));
    }
  }

  addUnreadable(): void {
    this.failed.task++;
    this.unreadable++;
  }

  /** Counts a row that an earlier run scored; its time is not known any more. */
  restore(
    values: Readonly<Record<string, number | null | readonly (number | null)[]>>,
    missing: Readonly<Record<string, Missing>>,
    row: RowText,
  ): void {
    for (const [name, value] of Object.entries(values)) {
      const tally = this.terms.get(name);
      if (Array.isArray(value)) tally?.distribution.addColumn(value.filter((part) => part !== null));
      else if (value !== null) tally?.distribution.addColumn([value as number]);
      else if (tally !== undefined && missing[name]?.kind === "failed") tally.failed++;
    }
    if (row.total === "") return;
    const outcome = JSON.parse(row.outcome) as Missing | { readonly kind: "scored" };
    if (outcome.kind !== "scored") this.#miss(outcome);
    else {
      this.total.addColumn([Number(row.total)]);
      this.scored++;
    }
  }

  #miss(missing: Missing): void {
    if (missing.kind === "abstained") this.abstained++;
    else this.failed[missing.blame]++;
  }
}

function emptyTally(): TermTally {
  return {
    distribution: new Distribution(),
    costUsd: 0,
    seconds: 0,
    skipped: 0,
    ran: 0,
    cached: 0,
    joined: 0,
    failed: 0,
  };
}
