import type { Blame, Json } from "@guerdon/core/signal";
import type { DistributionData } from "./distribution.ts";

/** Everything the report shows, as plain JSON. */
export interface ReportData {
  readonly program: ReportProgram;
  /** File of the rollouts, as given on the command line. */
  readonly input: string;
  /** When scoring ended, ISO 8601. */
  readonly finishedAt: string;
  readonly seconds: number;
  readonly rolloutsPerSecond: number;
  readonly rollouts: number;
  readonly groups: number;
  readonly costUsd: number;
  readonly outcomes: ReportOutcomes;
  readonly total: DistributionData;
  /** Absent when the program asks for no advantages. */
  readonly advantage?: DistributionData;
  readonly terms: readonly ReportTerm[];
  readonly deadGroups: DeadGroups;
  readonly findings: readonly ReportFinding[];
  readonly best: readonly ReportRollout[];
  readonly worst: readonly ReportRollout[];
  readonly failed: readonly ReportRollout[];
}

export interface ReportProgram {
  readonly name: string;
  /** Hexadecimal digest of the program. */
  readonly hash: string;
  /** The expression of the total. */
  readonly total: string;
  /** Name of the advantage piece or preset: `grpo/trl`. */
  readonly advantage?: string;
}

/** Number of rollouts by what became of their total. */
export interface ReportOutcomes {
  readonly scored: number;
  readonly abstained: number;
  readonly failed: { readonly [blame in Blame]: number };
}

export interface ReportTerm extends DistributionData {
  readonly name: string;
  /** Id of the piece: `source/length@1`; absent for a function. */
  readonly piece?: string;
  /** What one unit of the value is: `characters`; default `score`. */
  readonly unit?: string;
  readonly costUsd: number;
  readonly seconds: number;
}

/** Why a group gives the policy nothing to learn from. */
export type DeadReason = "all equal" | "all missing" | "one rollout";

export interface DeadGroups {
  readonly counts: { readonly [reason in DeadReason]: number };
  /** Some of them, to look at. */
  readonly examples: readonly DeadGroup[];
}

export interface DeadGroup {
  readonly group: string;
  readonly rollouts: number;
  readonly why: DeadReason;
  /** The total they share. */
  readonly total: number | null;
}

/** A finding of the static checks. */
export interface ReportFinding {
  readonly severity: "error" | "warning" | "info";
  readonly code: string;
  /** Where in the program: `gsm8k.yaml:4:12`. */
  readonly place: string;
  readonly reason: string;
  readonly fix: string;
}

export interface ReportRollout {
  readonly id: string;
  readonly group: string;
  readonly total: number | null;
  readonly advantage: number | null;
  /** Why there is no total. */
  readonly missing?: { readonly blame?: Blame; readonly reason: string };
  readonly terms: { readonly [term: string]: number | null };
  /** What a term's score rests on, or why it is missing. */
  readonly evidence: { readonly [term: string]: string };
  /** What the policy wrote. */
  readonly text: string;
  readonly prompt?: string;
  readonly item?: Json;
}
