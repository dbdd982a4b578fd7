import type { DistributionData } from "./distribution.ts";
import { Distribution } from "./distribution.ts";
import type { ReportData, ReportRollout } from "./report-data.ts";

/** Report data of four rollouts in two groups; `text` stands wherever a row can bring its own. */
export function reportData(text: string): ReportData {
  const rollout = rolloutData(text);
  return {
    program: { name: text, hash: "0123456789abcdef", total: text, advantage: "grpo/trl" },
    input: text,
    finishedAt: "2026-01-02T03:04:05.678Z",
    seconds: 0.5,
    rolloutsPerSecond: 8,
    rollouts: 4,
    groups: 2,
    costUsd: 0.25,
    outcomes: { scored: 2, abstained: 1, failed: { candidate: 0, task: 0, sandbox: 0, judge: 1, engine: 0 } },
    total: distribution([0, 1]),
    advantage: distribution([-1, 0, 0, 1]),
    terms: [
      { name: text, piece: text, unit: text, costUsd: 0.25, seconds: 0.25, ...distribution([0, 1]) },
      { name: "length", costUsd: 0, seconds: 0.1, ...distribution(Array.from({ length: 900 }, (_, i) => i)) },
      { name: "absent", costUsd: 0, seconds: 0, ...distribution([]) },
    ],
    deadGroups: {
      counts: { "all equal": 0, "all missing": 1, "one rollout": 0 },
      examples: [{ group: text, rollouts: 2, why: "all missing", total: null }],
    },
    findings: [{ severity: "warning", code: "CHECK_UNBOUNDED", place: text, reason: text, fix: text }],
    best: [rollout],
    worst: [{ ...rollout, total: 0, advantage: -1 }],
    failed: [{ ...rollout, total: null, advantage: 0, missing: { blame: "judge", reason: text } }],
  };
}

function rolloutData(text: string): ReportRollout {
  return {
    id: text,
    group: text,
    total: 1,
    advantage: 1,
    terms: { [text]: 1, length: 12, absent: null },
    evidence: { [text]: text },
    text,
    prompt: text,
    item: { [text]: text },
  };
}

function distribution(values: readonly number[]): DistributionData {
  const column = new Distribution();
  column.addColumn(values);
  return column.toJSON();
}
