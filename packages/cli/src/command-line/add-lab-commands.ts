import { type Command, Option } from "commander";
import { DEFAULT_POOL, numberOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

/** Adds `demo` and `lab`: small policies trained here. */
export function addLabCommands(cli: Command): void {
  cli
    .command("demo")
    .summary("a small model learns from a reward, and hacks another")
    .description(
      "Trains a small language model against a reward, then against one that can be hacked, in about a minute.",
    )
    .option("--seconds <n>", "time for training, both rewards together", numberOption("seconds", 1, 3600), 50)
    .option("--seeds <n>", "runs of each reward", numberOption("seeds", 1, 100), 1)
    .option("--workers <n>", "runs under way at once", numberOption("workers", 1, 1024), DEFAULT_POOL)
    .option("--out <folder>", "where runs and report are written (default: a temporary folder)")
    .option("--no-open", "do not show the report in the browser")
    .option("--json", "print the result as one JSON object")
    .action(runAction(async () => (await import("../command/demo.ts")).demo));

  const lab = cli
    .command("lab")
    .summary("try a reward on small policies")
    .description("Tries rewards on small policies before a GPU is spent.");

  lab
    .command("run")
    .summary("train arms × seeds of an experiment")
    .description("Trains every arm of an experiment with every seed and reports the learning curves.")
    .argument("<experiment>", "experiment: .yaml or .json")
    .option("--out <folder>", "where runs, curves and report are written (default: experiments/NAME)")
    .option("--workers <n>", "runs under way at once", numberOption("workers", 1, 1024), DEFAULT_POOL)
    .option("--restart", "throw what is in the folder away instead of going on with it")
    .addOption(new Option("--plots <kind>", "save each learning curve as a file of its own").choices(["svg", "png"]))
    .option("--json", "print the result as one JSON object")
    .addHelpText("after", "\nStopped or killed, the same command goes on where it was.")
    .action(runAction(async () => (await import("../command/lab-run.ts")).labRun));

  lab
    .command("list")
    .summary("what an experiment may name")
    .description(
      "Lists the runs, environments, worlds, policies, agents, searches and data that an experiment may name.",
    )
    .argument("[words...]", "words of the name, kind or summary")
    .option("--json", "print the entries with the schema of their options as one JSON array")
    .action(runAction(async () => (await import("../command/lab-list.ts")).labList));
}
