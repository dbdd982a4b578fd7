import { RewardError } from "@guerdon/core/error";
import type { FileScorer } from "./score-file.ts";
import { readSpool, readSpoolHead, Spool, type SpoolHead } from "./spool.ts";

export interface SpoolOptions {
  readonly out?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
}

/**
 * Opens the partial output of a run: a new one, or an earlier one whose rows the scorer takes over.
 *
 * @returns the spool, where there is an output, and the last row that is scored already
 * @throws RewardError GUERDON_RESUME when an earlier one is there and was not asked for, or belongs to another run
 */
export async function openSpool(
  scorer: FileScorer,
  head: SpoolHead,
  { out, resume, restart }: SpoolOptions,
): Promise<{ spool?: Spool; after: number }> {
  if (out === undefined) {
    if (resume !== true) return { after: 0 };
    throw new RewardError("GUERDON_USAGE", "Expected `--resume` together with `--out`, got no `--out`.");
  }
  const there = await Spool.holdsAnything(out);
  if (!there || restart === true) {
    if (resume === true && !there) process.stderr.write(`Nothing to resume at \`${out}\`; starting at row 1.\n`);
    return { spool: await Spool.create(out, head), after: 0 };
  }
  if (resume !== true) {
    throw new RewardError(
      "GUERDON_RESUME",
      `Expected no partial output beside \`${out}\`, got \`${Spool.pathFor(out)}\`.`,
      {
        hint: "Go on with it by `--resume`, or throw it away by `--restart`.",
      },
    );
  }
  return resumeSpool(scorer, head, out);
}

async function resumeSpool(scorer: FileScorer, head: SpoolHead, out: string): Promise<{ spool: Spool; after: number }> {
  const before = await readSpoolHead(out);
  for (const key of ["program", "input", "map"] as const) {
    if (before[key] === head[key]) continue;
    const message = `Expected the partial output to be of the same ${key} (\`${head[key]}\`), got \`${before[key]}\`.`;
    throw new RewardError("GUERDON_RESUME", message, { hint: "Start anew with `--restart`." });
  }
  if (!scorer.plan.resumable) {
    process.stderr.write("This program needs more of the earlier rows than is kept of them; starting at row 1.\n");
    return { spool: await Spool.create(out, head), after: 0 };
  }
  const spool = await Spool.reopen(out);
  let after = 0;
  for await (const rows of readSpool(out)) {
    for (const row of rows) {
      scorer.restore(row);
      after = row.row;
    }
  }
  return { spool, after };
}
