import type { Command } from "commander";
import { deadlineOption, durationMs, poolOption, seedOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

const STORE = "the store: a folder or postgres://…";

/** Adds `replay` and `runs`: what is done with the runs of a store. */
export function addStoreCommands(cli: Command): void {
  cli
    .command("replay")
    .summary("score a stored run with another program and compare")
    .description(
      "Scores a stored run again with another version of its program and says what differs. Nothing is written.",
    )
    .argument("<run>")
    .requiredOption("--program <file>", "the other program: .yaml, .json, .ts or .js")
    .requiredOption("--store <place>", STORE)
    .addOption(poolOption())
    .addOption(deadlineOption())
    .addOption(seedOption())
    .option("--json", "print the differences as one JSON object")
    .addHelpText("after", "\nExit code 1 says that totals or advantages differ.")
    .action(runAction(async () => (await import("../command/replay.ts")).replay));

  const runs = cli.command("runs").summary("training runs in a store").description("The training runs of a store.");

  runs
    .command("list")
    .summary("all runs, the last used first")
    .requiredOption("--store <place>", STORE)
    .option("--json", "print the runs as one JSON array")
    .action(runAction(async () => (await import("../command/runs.ts")).runsList));

  runs
    .command("show")
    .summary("what is kept of a run")
    .argument("<run>")
    .requiredOption("--store <place>", STORE)
    .option("--json", "print the run as one JSON object")
    .action(runAction(async () => (await import("../command/runs.ts")).runsShow));

  runs
    .command("export")
    .summary("write a run's rollouts and scores to a file")
    .argument("<run>")
    .argument("<file>", "FILE.parquet, or JSON lines with any other name")
    .requiredOption("--store <place>", STORE)
    .option("--json", "print what was written as one JSON object")
    .action(runAction(async () => (await import("../command/runs.ts")).runsExport));

  runs
    .command("prune")
    .summary("remove runs that were not used for long")
    .description("Removes runs whose last batch is older, whole: rollouts, scores, state and preferences.")
    .requiredOption("--store <place>", STORE)
    .requiredOption("--keep <time>", "how long a run is kept after its last batch: 30d, 12h, 90m", durationMs)
    .option("--run <name>", "only this run")
    .option("--json", "print the removed runs as one JSON object")
    .action(runAction(async () => (await import("../command/runs.ts")).runsPrune));
}
