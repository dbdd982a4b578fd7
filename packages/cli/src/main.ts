import { Command, CommanderError, Option } from "commander";
import { DEFAULT_POOL, durationMs, listOption, numberOption } from "./command/options.ts";
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
  .argument("<program>", "reward program: .yaml, .json, .ts, .js, or the JSON of an OpenAI grader")
  .option("--rollouts <file>", "also check that the fields it reads are in these rows")
  .option("--map <json>", "how foreign rows become rollouts")
  .option("--as-grader", "print the program as the JSON of an OpenAI grader, where it can be one")
  .option("--json", "print findings and ranges as one JSON object")
  .action(run(async () => (await import("./command/check.ts")).check));

cli
  .command("where")
  .summary("find a piece by its words")
  .description("Finds pieces by name, kind, words of their description or number of the paper.")
  .argument("<words...>")
  .option("--json", "print the matches as one JSON array")
  .action(run(async () => (await import("./command/where.ts")).where));

cli
  .command("serve")
  .summary("serve reward programs to trainers")
  .description("Serves reward programs to trainers: the native API and the protocols of trainers, on one port.")
  .argument("<programs...>", "programs: .yaml, .json, .ts, .js, or an OpenAI grader; a changed file is read again")
  .option("--port <n>", "port; 0 takes a free one", numberOption("port", 0, 65_535), 8000)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--store <place>", "where runs are kept: a folder, postgres://…, or none", "none")
  .option("--keep <time>", "remove runs so long after their last batch: 30d, 12h, 90m (default: never)", durationMs)
  .option("--nats <url>", "have batches scored by workers, through NATS; needs the URL of a PostgreSQL as --store")
  .option("--protocols <names>", "protocols beside the native one, by commas, or none (default: all)")
  .option("--run <name>", "run of requests that name none")
  .option(
    "--group-size <n>",
    "wait for so many samples of a prompt that come one by one",
    numberOption("group-size", 1, 65_536),
  )
  .option("--cohort-wait-ms <ms>", "longest wait for the others of a group", numberOption("cohort-wait-ms", 0), 60_000)
  .option(
    "--abstained-reward <n>",
    "number for an abstained sample where a protocol must have one",
    numberOption("abstained-reward", Number.NEGATIVE_INFINITY),
  )
  .option("--rows <file...>", "rows that environments and experiments ask, paid by the program (JSONL)")
  .option("--environment <name...>", "environments of the lab to play: a name, or JSON with `use`")
  .option("--max-sessions <n>", "sessions of environments at once", numberOption("max-sessions", 1, 1_000_000))
  .addOption(new Option("--compare <pairs>", "pairs of NeMo Gym's /compare").choices(["circular", "all_pairs"]))
  .option("--compare-model <name>", "model that judges those pairs, at GUERDON_MODEL_URL (default: the program)")
  .option("--keys <file>", "keys of clients, one a line: NAME KEY SCOPES (or GUERDON_KEYS, by semicolons)")
  .option("--rate <n>", "requests a second of one key or address", numberOption("rate", 0.01))
  .option("--max-body-mb <n>", "largest body, in MiB", numberOption("max-body-mb", 1, 4096), 64)
  .option("--request-deadline-ms <ms>", "longest time of a request", numberOption("request-deadline-ms", 1), 120_000)
  .option("--pool <n>", "child processes for checks that must be killable", numberOption("pool", 1, 1024), DEFAULT_POOL)
  .option(
    "--deadline-ms <ms>",
    "wall-clock limit of one killable check that sets none",
    numberOption("deadline-ms", 1),
    5000,
  )
  .option("--cache <dir>", "keep finished checks in this folder between runs")
  .option("--seed <n>", "root of all randomness", numberOption("seed", 0), 0)
  .option(
    "--drain-ms <ms>",
    "longest time for what is under way when told to stop",
    numberOption("drain-ms", 0),
    30_000,
  )
  .option("--no-watch", "do not read changed files again")
  .addOption(
    new Option("--log <level>", "least level that is logged, to standard error")
      .choices(["debug", "info", "warn", "error", "silent"])
      .default("info"),
  )
  .option("--json", "print addresses as one JSON object")
  .addHelpText(
    "after",
    `
A trainer that can set nothing but a URL says the rest in it:
  --reward.remote_url http://127.0.0.1:8000/get_reward?program=gsm8k&run=my-run&groupSize=8

Examples:
  guerdon serve examples/gsm8k.yaml
  guerdon serve grader.json --rows train.jsonl --environment cart-pole
  guerdon serve a.yaml b.yaml --store ./store --keys keys.txt --host 0.0.0.0`,
  )
  .action(run(async () => (await import("./command/serve.ts")).serve));

cli
  .command("worker")
  .summary("score batches that servers put on a queue")
  .description("Takes batches off NATS JetStream, scores them and keeps the scores in the store of the servers.")
  .argument("<programs...>", "reward programs, in the versions the servers have")
  .requiredOption("--nats <url>", "NATS server with JetStream: nats://HOST:PORT")
  .option("--store <url>", "the servers' PostgreSQL: postgres://…")
  .option("--concurrency <n>", "batches of one program under way at once", numberOption("concurrency", 1, 1024), 4)
  .option(
    "--ack-wait-ms <ms>",
    "a batch whose worker gives no sign for so long goes to another",
    numberOption("ack-wait-ms", 100),
    30_000,
  )
  .option(
    "--max-deliveries <n>",
    "how often a batch is begun before it is put aside",
    numberOption("max-deliveries", 1),
    5,
  )
  .option("--pool <n>", "child processes for checks that must be killable", numberOption("pool", 1, 1024), DEFAULT_POOL)
  .option(
    "--deadline-ms <ms>",
    "wall-clock limit of one killable check that sets none",
    numberOption("deadline-ms", 1),
    5000,
  )
  .option("--cache <dir>", "keep finished checks in this folder between runs")
  .option("--seed <n>", "root of all randomness", numberOption("seed", 0), 0)
  .option("--status", "print what waits, is under way and was given up, as JSON, and end")
  .option("--prometheus", "print the same as Prometheus metrics, and end")
  .option("--json", "say as one JSON line that the worker is ready")
  .addHelpText(
    "after",
    `
With SIGTERM it ends what is under way and gives the rest back. A batch is acknowledged when its scores are durable.

Examples:
  guerdon serve a.yaml --nats nats://127.0.0.1:4222 --store postgres://guerdon@127.0.0.1/guerdon
  guerdon worker a.yaml --nats nats://127.0.0.1:4222 --store postgres://guerdon@127.0.0.1/guerdon
  guerdon worker a.yaml --nats nats://127.0.0.1:4222 --status`,
  )
  .action(run(async () => (await import("./command/worker.ts")).worker));

const STORE = "the store: a folder or postgres://…";

cli
  .command("replay")
  .summary("score a stored run with another program and compare")
  .description(
    "Scores a stored run again with another version of its program and says what differs. Nothing is written.",
  )
  .argument("<run>")
  .requiredOption("--program <file>", "the other program: .yaml, .json, .ts or .js")
  .requiredOption("--store <place>", STORE)
  .option("--pool <n>", "child processes for checks that must be killable", numberOption("pool", 1, 1024), DEFAULT_POOL)
  .option(
    "--deadline-ms <ms>",
    "wall-clock limit of one killable check that sets none",
    numberOption("deadline-ms", 1),
    5000,
  )
  .option("--seed <n>", "root of all randomness", numberOption("seed", 0), 0)
  .option("--json", "print the differences as one JSON object")
  .addHelpText("after", "\nExit code 1 says that totals or advantages differ.")
  .action(run(async () => (await import("./command/replay.ts")).replay));

const runs = cli.command("runs").summary("training runs in a store").description("The training runs of a store.");

runs
  .command("list")
  .summary("all runs, the last used first")
  .requiredOption("--store <place>", STORE)
  .option("--json", "print the runs as one JSON array")
  .action(run(async () => (await import("./command/runs.ts")).runsList));

runs
  .command("show")
  .summary("what is kept of a run")
  .argument("<run>")
  .requiredOption("--store <place>", STORE)
  .option("--json", "print the run as one JSON object")
  .action(run(async () => (await import("./command/runs.ts")).runsShow));

runs
  .command("export")
  .summary("write a run's rollouts and scores to a file")
  .argument("<run>")
  .argument("<file>", "FILE.parquet, or JSON lines with any other name")
  .requiredOption("--store <place>", STORE)
  .option("--json", "print what was written as one JSON object")
  .action(run(async () => (await import("./command/runs.ts")).runsExport));

runs
  .command("prune")
  .summary("remove runs that were not used for long")
  .description("Removes runs whose last batch is older, whole: rollouts, scores, state and preferences.")
  .requiredOption("--store <place>", STORE)
  .requiredOption("--keep <time>", "how long a run is kept after its last batch: 30d, 12h, 90m", durationMs)
  .option("--run <name>", "only this run")
  .option("--json", "print the removed runs as one JSON object")
  .action(run(async () => (await import("./command/runs.ts")).runsPrune));

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
  .addOption(new Option("--plots <kind>", "save each learning curve as a file of its own").choices(["svg", "png"]))
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

const papers = cli
  .command("papers")
  .summary("published methods, each with claims that can fail")
  .description("Published methods as compositions of pieces: what each claims, and whether it holds here.");

papers
  .command("list")
  .summary("every paper with the state of its recipe")
  .description("Lists the papers: held, negative, unfalsifiable, failed, stale, or without a result.")
  .option("--family <names>", "only these families, with commas", listOption)
  .option("--out <folder>", "where results are (default: beside the recipes)")
  .option("--json", "print the papers as one JSON array")
  .action(run(async () => (await import("./command/papers-list.ts")).papersList));

papers
  .command("show")
  .summary("one paper: claim, mechanism, pieces, numbers, verdict")
  .description("Shows what a paper claims, how it is tried here, what was measured, and whether its claims hold.")
  .argument("<paper>", "number or name: 104, laser")
  .option("--out <folder>", "where results are (default: beside the recipes)")
  .option("--json", "print recipe and result as one JSON object")
  .action(run(async () => (await import("./command/papers-show.ts")).papersShow));

papers
  .command("run")
  .summary("run recipes and judge their claims")
  .description(
    "Runs every arm with every seed, judges each claim with the treatment and with the control in its place.",
  )
  .argument("[papers...]", "numbers or names; without any, those that have changed")
  .option("--family <names>", "all of these families, with commas", listOption)
  .addOption(
    new Option("--tier <tier>", "smoke: tiny; changed: whose code has changed; all").choices([
      "smoke",
      "changed",
      "all",
    ]),
  )
  .option("--seeds <n>", "seeds of every study, for a look: no result is written", numberOption("seeds", 1, 1000))
  .option("--jobs <n>", "runs under way at once", numberOption("jobs", 1, 1024), DEFAULT_POOL)
  .option("--out <folder>", "where results are written (default: beside the recipes)")
  .option("--restart", "throw finished runs away instead of going on with them")
  .option("--json", "print the results as one JSON array")
  .addHelpText("after", "\nStopped or killed, the same command goes on where it was.")
  .action(run(async () => (await import("./command/papers-run.ts")).papersRun));

papers
  .command("new")
  .summary("start the recipe of a paper")
  .description("Writes a recipe to fill in, from what is known of the paper.")
  .argument("<paper>", "number or name of the paper")
  .option("--folder <folder>", "where to write (default: beside the recipes)")
  .action(run(async () => (await import("./command/papers-new.ts")).papersNew));

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
