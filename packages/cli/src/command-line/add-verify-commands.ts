import type { Command } from "commander";
import { deadlineOption, poolOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

/** Adds `verify list` and `verify check`. */
export function addVerifyCommands(cli: Command): void {
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
    .action(runAction(async () => (await import("../command/verify.ts")).verifyList));

  verify
    .command("check")
    .summary("run the rows of each verifier here")
    .description("Runs right answers and near misses through each verifier with the engines of this machine.")
    .argument("[names...]", "names of verifiers or of their domains")
    .option("--json", "print the checks as one JSON array")
    .addOption(poolOption())
    .addOption(deadlineOption())
    .action(runAction(async () => (await import("../command/verify.ts")).verifyCheck));
}
