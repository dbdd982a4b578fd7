import type { Summary } from "./summary.ts";

/** The summary for people: a few lines and a table of terms. */
export function printSummary(
  summary: Summary,
  files: { out?: string; report?: string },
  stream: { write(text: string): unknown },
): void {
  const { outcomes, rollouts, groups } = summary;
  const failed = Object.entries(outcomes.failed).filter(([, count]) => count > 0);
  const lines = [
    `${summary.reward}: ${count(rollouts, "rollout")} in ${count(groups, "group")}, ${rate(summary)}`,
    `  scored ${outcomes.scored}, abstained ${outcomes.abstained}, failed ${failedText(failed)}`,
    `  advantage ${summary.advantage}; ${count(summary.deadGroups, "group")} of ${groups} carry no signal`,
    ...poolLine(summary),
    "",
    ...table(summary),
  ];
  if (files.out !== undefined) lines.push("", `scores: ${files.out}`);
  if (files.report !== undefined) lines.push("", `report: ${files.report}`);
  stream.write(`${lines.join("\n")}\n`);
}

function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
}

function rate({ seconds, rolloutsPerSecond }: Summary): string {
  return `${seconds.toFixed(1)} s (${Math.round(rolloutsPerSecond).toLocaleString("en-US")} rollouts/s)`;
}

function poolLine({ pool: { processes, killed, crashed } }: Summary): readonly string[] {
  if (killed + crashed === 0) return [];
  return [
    `  ${count(killed, "process", "processes")} killed at the deadline, ${crashed} crashed, ${processes} still well`,
  ];
}

function failedText(failed: readonly (readonly [string, number])[]): string {
  if (failed.length === 0) return "0";
  return failed.map(([blame, n]) => `${n} (${blame})`).join(", ");
}

function table({ terms, total }: Summary): string[] {
  const rows = [
    ["term", "mean", "std", "min", "max", "present", "seconds", "cost $"],
    ...Object.entries(terms).map(([name, t]) => [name, ...column(t), t.seconds.toFixed(2), t.cost.toFixed(2)]),
    ["total", ...column(total), "", ""],
  ];
  const widths = (rows[0] as string[]).map((_, c) => Math.max(...rows.map((row) => (row[c] as string).length)));
  return rows.map((row) =>
    `  ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number))).join("  ")}`.trimEnd(),
  );
}

function column(c: {
  mean: number | null;
  std: number | null;
  min: number | null;
  max: number | null;
  present: number;
}): string[] {
  return [short(c.mean), short(c.std), short(c.min), short(c.max), String(c.present)];
}

function short(value: number | null): string {
  return value === null ? "–" : String(Number(value.toPrecision(4)));
}
