import { Command, CommanderError } from "commander";
import { DEFAULT_POOL, numberOption } from "./command/options.ts";
import { reportError } from "./command/report-error.ts";

/** Exit codes: 0 fine, 1 findings, 2 misuse, 3 failed work. */
type Action = (...args: never[]) => Promise<number>;

function run<A extends Action>(load: () => Promise<A>): (...args: Parameters<A>) => Promise<void> {
  return async (...args) => {
    const action = await load();
    process.exitCode = await action(...args);
  };
}

const cli = new Command("guerdon")
  .description("The reward layer for reinforcement learning: write a reward once, score, check and report it.")
  .version("0.1.0")
  .exitOverride()
  .showHelpAfterError("(see --help)")
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

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
  .option("--pool <n>", "child processes for checks that must be killable", numberOption("pool", 1, 1024), DEFAULT_POOL)
  .option(
    "--deadline-ms <ms>",
    "wall-clock limit of one killable check that sets none",
    numberOption("deadline-ms", 1),
    5000,
  )
  .option("--cache <dir>", "keep finished checks in this folder between runs")
  .option("--max-line-mb <n>", "longest line that is read, in MiB", numberOption("max-line-mb", 1, 1024), 64)
  .option("--seed <n>", "root of all randomness", numberOption("seed", 0), 0)
  .option("--step <n>", "training step, which schedules read", numberOption("step", 0), 0)
  .addHelpText(
    "after",
    "\nExample:\n  guerdon score examples/gsm8k.yaml rollouts.jsonl --out scores.jsonl --report report.html",
  )
  .action(run(async () => (await import("./command/score.ts")).score));

cli
  .command("check")
  .summary("check a reward program before a rollout is scored")
  .description("Finds what is wrong with a reward program before a single rollout is scored.")
  .argument("<program>", "reward program: .yaml, .json, .ts or .js")
  .option("--rollouts <file>", "also check that the fields it reads are in these rows")
  .option("--map <json>", "how foreign rows become rollouts")
  .option("--json", "print findings and ranges as one JSON object")
  .action(run(async () => (await import("./command/check.ts")).check));

cli
  .command("where")
  .summary("find a piece by its words")
  .description("Finds pieces by name, kind, words of their description or number of the paper.")
  .argument("<words...>")
  .option("--json", "print the matches as one JSON array")
  .action(run(async () => (await import("./command/where.ts")).where));

const verify = cli
  .command("verify")
  .summary("what can be verified here")
  .description("The verifiers, their engines, and whether they work here.");

verify
  .command("list")
  .summary("each verifier with its engines, present or not")
  .description(
    "Lists the verifiers with their engines, whether these are present, and how to install those that are not.",
  )
  .argument("[words...]", "words of the name, domain, engine or summary")
  .option("--json", "print the verifiers as one JSON array")
  .action(run(async () => (await import("./command/verify.ts")).verifyList));

verify
  .command("check")
  .summary("run the rows of each verifier here")
  .description("Runs right answers and near misses through each verifier with the engines of this machine.")
  .argument("[names...]", "names of verifiers or of their domains")
  .option("--json", "print the checks as one JSON array")
  .option("--pool <n>", "child processes for checks that must be killable", numberOption("pool", 1, 1024), DEFAULT_POOL)
  .option(
    "--deadline-ms <ms>",
    "wall-clock limit of one killable check that sets none",
    numberOption("deadline-ms", 1),
    5000,
  )
  .action(run(async () => (await import("./command/verify.ts")).verifyCheck));

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
  .action(run(async () => (await import("./command/demo.ts")).demo));

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
  .option("--json", "print the result as one JSON object")
  .addHelpText("after", "\nStopped or killed, the same command goes on where it was.")
  .action(run(async () => (await import("./command/lab-run.ts")).labRun));

lab
  .command("list")
  .summary("what an experiment may name")
  .description("Lists the runs, environments, worlds, policies, agents, searches and data that an experiment may name.")
  .argument("[words...]", "words of the name, kind or summary")
  .option("--json", "print the entries with the schema of their options as one JSON array")
  .action(run(async () => (await import("./command/lab-list.ts")).labList));

cli
  .command("init")
  .summary("start a reward program")
  .description("Writes a reward program and a few rollouts to try it on.")
  .argument("[folder]", "where to write", ".")
  .option("--force", "overwrite files that are there")
  .action(run(async () => (await import("./command/init.ts")).init));

// Who reads the output may stop before its end: `guerdon verify check | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await cli.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = reportError(error);
}
