import type { Command } from "commander";
import { cacheOption, deadlineOption, numberOption, poolOption, seedOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

/** Adds `score`, `check`, `where` and `init`: what is done with a reward program alone. */
export function addScoreCommands(cli: Command): void {
  cli
    .command("score")
    .summary("score rollouts with a reward program")
    .description("Scores rollouts with a reward program: typed outcomes, totals and advantages.")
    .argument("<program>", "reward program: .yaml, .json, .ts or .js")
    .argument("<rollouts>", "JSONL or JSONL.gz file, or - for standard input")
    .option("--map <json>", 'how foreign rows become rollouts, e.g. \'{"sample.output_text":"solution","group":"id"}\'')
    .option("--out <file>", "write one JSON line a row, in input order")
    .option("--report <file.html>", "write a self-contained HTML report")
    .option("--json", "print the summary as one JSON object")
    .option("--resume", "go on with the partial output of an interrupted run")
    .option("--restart", "throw the partial output of an interrupted run away")
    .option("--concurrency <n>", "independent terms under way at once", numberOption("concurrency", 1, 1024), 8)
    .addOption(poolOption())
    .addOption(deadlineOption())
    .addOption(cacheOption())
    .option("--max-line-mb <n>", "longest line that is read, in MiB", numberOption("max-line-mb", 1, 1024), 64)
    .addOption(seedOption())
    .option("--step <n>", "training step, which schedules read", numberOption("step", 0), 0)
    .addHelpText(
      "after",
      "\nExample:\n  guerdon score examples/gsm8k.yaml rollouts.jsonl --out scores.jsonl --report report.html",
    )
    .action(runAction(async () => (await import("../command/score.ts")).score));

  cli
    .command("check")
    .summary("check a reward program before a rollout is scored")
    .description("Finds what is wrong with a reward program before a single rollout is scored.")
    .argument("<program>", "reward program: .yaml, .json, .ts, .js, or the JSON of an OpenAI grader")
    .option("--rollouts <file>", "also check that the fields it reads are in these rows")
    .option("--map <json>", "how foreign rows become rollouts")
    .option("--as-grader", "print the program as the JSON of an OpenAI grader, where it can be one")
    .option("--json", "print findings and ranges as one JSON object")
    .action(runAction(async () => (await import("../command/check.ts")).check));

  cli
    .command("where")
    .summary("find a piece by its words")
    .description("Finds pieces by name, kind, words of their description or number of the paper.")
    .argument("<words...>")
    .option("--json", "print the matches as one JSON array")
    .action(runAction(async () => (await import("../command/where.ts")).where));

  cli
    .command("init")
    .summary("start a reward program")
    .description("Writes a reward program and a few rollouts to try it on.")
    .argument("[folder]", "where to write", ".")
    .option("--force", "overwrite files that are there")
    .action(runAction(async () => (await import("../command/init.ts")).init));
}
