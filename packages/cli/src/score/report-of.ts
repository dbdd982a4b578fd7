import { checkProgram } from "@guerdon/core/check";
import { type DeadGroup, deadGroups, type TermResult } from "@guerdon/core/engine";
import { formatExpression } from "@guerdon/core/expression";
import type { Finding, Term } from "@guerdon/core/program";
import { missingAt, outcomeAt, type Rollout, type Signal, separateBatch } from "@guerdon/core/signal";
import type { LoadedProgram } from "../program-file/load-program.ts";
import {
  type DeadReason,
  Distribution,
  type ReportData,
  type ReportRollout,
  type ReportTerm,
} from "../report/index.ts";
import type { RowMap } from "../rollout-file/index.ts";
import { pickPlaces } from "./pick-places.ts";
import { readAgain } from "./read-again.ts";
import { type Place, rolloutValue } from "./rollout-value.ts";
import type { FileScorer, FileScores } from "./score-file.ts";
import type { Summary } from "./summary.ts";

/** What a report is about. */
export interface ReportInput {
  readonly scorer: FileScorer;
  readonly scores: FileScores;
  readonly summary: Summary;
  readonly loaded: LoadedProgram;
  readonly input: string;
  readonly inputName: string;
  readonly map: RowMap | undefined;
  readonly finishedAt: string;
}

/** Gathers everything the report shows; the rollouts it shows are read and scored once more for their evidence. */
export async function reportOf(about: ReportInput): Promise<ReportData> {
  const { scorer, scores, summary } = about;
  const dead = deadGroups(scores.total, scores.advantages, scores.layout);
  const picked = pickPlaces(scores, dead);
  const places = [...picked.best, ...picked.worst, ...picked.missing, ...picked.dead.map(({ place }) => place)];
  const show = await shower(about, [...new Set(places)]);
  const advantage = new Distribution();
  advantage.addColumn(scores.advantages.values);
  const { program, tally } = scorer;
  return {
    program: {
      name: program.name,
      hash: program.hash,
      total: formatExpression(program.total),
      advantage: program.advantage.name,
    },
    input: about.inputName,
    finishedAt: about.finishedAt,
    seconds: summary.seconds,
    rolloutsPerSecond: summary.rolloutsPerSecond,
    rollouts: summary.rollouts,
    groups: summary.groups,
    costUsd: [...tally.terms.values()].reduce((sum, { costUsd }) => sum + costUsd, 0),
    outcomes: summary.outcomes,
    total: tally.total.toJSON(),
    advantage: advantage.toJSON(),
    terms: program.terms.map((term) => reportTerm(term, scorer)),
    deadGroups: {
      counts: countsOf(dead),
      examples: picked.dead.map(({ place, rollouts, why }) => {
        const { group, total } = show(place);
        return { group, rollouts, why: REASONS[why], total };
      }),
    },
    findings: checkProgram(program).map((finding) => reportFinding(about.loaded, finding)),
    best: picked.best.map(show),
    worst: picked.worst.map(show),
    failed: picked.missing.map(show),
  };
}

const REASONS: { readonly [why in DeadGroup["why"]]: DeadReason } = {
  "all equal": "all equal",
  "all missing": "all missing",
  "one member": "one rollout",
};

function countsOf(dead: readonly DeadGroup[]): ReportData["deadGroups"]["counts"] {
  const counts = { "all equal": 0, "all missing": 0, "one rollout": 0 };
  for (const { why } of dead) counts[REASONS[why]]++;
  return counts;
}

function reportTerm({ name, body }: Term, { tally }: FileScorer): ReportTerm {
  const term = tally.terms.get(name) as NonNullable<ReturnType<typeof tally.terms.get>>;
  const piece = body.kind === "source" || body.kind === "transform" ? body.piece : undefined;
  const unit = (piece?.options as { readonly unit?: unknown } | undefined)?.unit;
  return {
    name,
    ...(piece === undefined ? {} : { piece: piece.id }),
    ...(typeof unit === "string" ? { unit } : {}),
    ...term.distribution.toJSON(),
    costUsd: term.costUsd,
    seconds: term.seconds,
  };
}

function reportFinding({ path, place }: LoadedProgram, finding: Finding): ReportData["findings"][number] {
  const { severity, code, reason, fix, line, column, place: at } = place(finding);
  return { severity, code, reason, fix, place: line === undefined ? at.path.join(".") : `${path}:${line}:${column}` };
}

async function shower(about: ReportInput, places: readonly number[]): Promise<(place: number) => ReportRollout> {
  const { scorer, scores } = about;
  const rowOf = (place: number): number => scores.rowAt(place);
  const rollouts = await readAgain(about.input, about.map, new Set(places.map(rowOf)));
  const kept = places.filter((place) => rollouts.has(rowOf(place)));
  const again = kept.map((place) => rollouts.get(rowOf(place)) as Rollout);
  const { layout } = separateBatch(again);
  const results = await scorer.rescore(again);
  return (place) => {
    const index = kept.indexOf(place);
    const rollout = rollouts.get(rowOf(place));
    const shown = scorer.program.terms.filter(({ implicit }) => !implicit);
    const read = (name: string): [Signal, Place] => {
      const late = scores.gathered.get(name);
      return late === undefined
        ? [(results.get(name) as TermResult).signal, { index, layout }]
        : [late.signal, { index: place, layout: scores.layout }];
    };
    const terms = Object.fromEntries(shown.map(({ name }) => [name, rolloutValue(...read(name))]));
    const evidence = Object.fromEntries(shown.flatMap(({ name }) => evidenceOf(name, ...read(name))));
    return { ...head(place, rollout, about), terms, evidence };
  };
}

function head(
  place: number,
  rollout: Rollout | undefined,
  { scores }: ReportInput,
): Omit<ReportRollout, "terms" | "evidence"> {
  const outcome = outcomeAt(scores.total, place);
  const scored = outcome.kind === "scored";
  return {
    id: rollout?.id ?? String(scores.rowAt(place)),
    group: rollout?.group ?? "",
    total: scored ? outcome.value : null,
    advantage: rolloutValue(scores.advantages, { index: place, layout: scores.layout }) ?? 0,
    ...(scored
      ? {}
      : { missing: { reason: outcome.reason, ...(outcome.kind === "failed" ? { blame: outcome.blame } : {}) } }),
    text: (rollout?.completion ?? [])
      .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)))
      .join("\n\n"),
    prompt: (rollout?.prompt ?? [])
      .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)))
      .join("\n\n"),
    ...(rollout === undefined ? {} : { item: rollout.item }),
  };
}

function evidenceOf(name: string, signal: Signal, place: Place): readonly (readonly [string, string])[] {
  if (signal.level !== "rollout") return [];
  if (signal.present[place.index] !== 1) return [[name, missingAt(signal, place.index).reason]];
  const text = signal.notes?.evidence.get(place.index);
  return text === undefined ? [] : [[name, text]];
}
