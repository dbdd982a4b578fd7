import type { RowCheck, VerifierCheck } from "@guerdon/verify/catalogue";
import { counted } from "./format-catalogue.ts";
import { fitted } from "./text-table.ts";

/** One checked verifier as text; rows that failed and engines that are absent on lines of their own. */
export function formatCheck(check: VerifierCheck, nameWidth: number): string {
  const { name, domain, verdict, rows, absent } = check;
  const failed = rows.filter((row) => row.verdict === "failed");
  const lacking = rows.filter((row) => row.verdict === "absent");
  const lines = [
    `${name.padEnd(nameWidth)}  ${verdict.padEnd(6)}  ${rowCounts(rows)}  (${domain})`,
    ...failed.map((row) => `  ${row.kind} "${row.title}": ${shortfall(row)}`),
    ...(lacking.length === 0
      ? []
      : absent.flatMap(({ engine, why, install }) => [`  ${engine}: ${why}`, `  ${install}`])),
  ];
  return lines.map((line) => `${fitted(line)}\n`).join("");
}

function rowCounts(rows: readonly RowCheck[]): string {
  if (rows.length === 0) return "no rows";
  const count = (verdict: RowCheck["verdict"]): number => rows.filter((row) => row.verdict === verdict).length;
  const passed = count("passed");
  if (passed === rows.length) return `${rows.length} rows`;
  const others = [...(["failed", "absent"] as const)].filter((verdict) => count(verdict) > 0);
  return `${passed} of ${rows.length} rows, ${others.map((verdict) => `${count(verdict)} ${verdict}`).join(", ")}`;
}

function shortfall({ expected, got, why }: RowCheck): string {
  return `expected ${JSON.stringify(expected)}, got ${why === undefined ? JSON.stringify(got) : `no value: ${why}`}`;
}

/** "48 verifiers: 46 passed, 1 failed, 1 without its engine." */
export function checkSummary(checks: readonly VerifierCheck[]): string {
  const count = (verdict: VerifierCheck["verdict"]): number =>
    checks.filter((check) => check.verdict === verdict).length;
  const parts = [`${count("passed")} passed`, `${count("failed")} failed`, `${count("absent")} without an engine`];
  return `${counted(checks.length, "verifier")}: ${parts.join(", ")}.\n`;
}
