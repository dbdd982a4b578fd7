import { type Command, Option } from "commander";
import { cacheOption, deadlineOption, durationMs, numberOption, poolOption, seedOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

/** Adds `serve` and `worker`: what answers trainers. */
export function addServeCommands(cli: Command): void {
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
    .option(
      "--cohort-wait-ms <ms>",
      "longest wait for the others of a group",
      numberOption("cohort-wait-ms", 0),
      60_000,
    )
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
    .addOption(poolOption())
    .addOption(deadlineOption())
    .addOption(cacheOption())
    .addOption(seedOption())
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
    .action(runAction(async () => (await import("../command/serve.ts")).serve));

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
    .addOption(poolOption())
    .addOption(deadlineOption())
    .addOption(cacheOption())
    .addOption(seedOption())
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
    .action(runAction(async () => (await import("../command/worker.ts")).worker));
}
