import type { ExperimentResult, ExperimentSpec } from "@guerdon/lab/experiment";
import { meanOf } from "@guerdon/lab/statistics";

/** Final values by arm, comparisons and failures, as text. */
export function printResult(spec: ExperimentSpec, result: ExperimentResult): string {
  const arms = Object.keys(spec.arms);
  const all = [...new Set(result.runs.flatMap(({ final }) => Object.keys(final)))];
  const metrics = spec.show.length > 0 ? spec.show.filter((name) => all.includes(name)) : all;
  const rows = metrics.map((metric) => [metric, ...arms.map((arm) => finalText(result, arm, metric))]);
  const lines = table([["", ...arms], ...rows]);
  for (const { metric, treatment, control, alternative, difference, test, seeds } of result.comparisons) {
    const word = alternative === "different" ? "different from" : `${alternative} than`;
    lines.push(
      `${metric}: ${treatment} ${word} ${control}? ${shown(difference.estimate)} (${shown(difference.low)} … ${shown(difference.high)}), p = ${shown(test.pValue)}, ${seeds.length} seeds`,
    );
  }
  for (const { arm, seed, message } of result.failures) lines.push(`failed: ${arm}, seed ${seed}: ${message}`);
  return `${lines.join("\n")}\n`;
}

function finalText(result: ExperimentResult, arm: string, metric: string): string {
  const values = result.runs.flatMap((run) =>
    run.arm === arm && run.end !== undefined && run.final[metric] !== undefined ? [run.final[metric]] : [],
  );
  if (values.length === 0) return "–";
  const mean = shown(meanOf(values));
  return values.length === 1 ? mean : `${mean} (${shown(Math.min(...values))} … ${shown(Math.max(...values))})`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join("  ")
      .trimEnd(),
  );
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
