import { type Command, Option } from "commander";
import { DEFAULT_POOL, listOption, numberOption } from "../command/options.ts";
import { runAction } from "./run-action.ts";

/** Adds `papers`: published methods, and whether they hold. */
export function addPapersCommands(cli: Command): void {
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
    .action(runAction(async () => (await import("../command/papers-list.ts")).papersList));

  papers
    .command("show")
    .summary("one paper: claim, mechanism, pieces, numbers, verdict")
    .description("Shows what a paper claims, how it is tried here, what was measured, and whether its claims hold.")
    .argument("<paper>", "number or name: 104, laser")
    .option("--out <folder>", "where results are (default: beside the recipes)")
    .option("--json", "print recipe and result as one JSON object")
    .action(runAction(async () => (await import("../command/papers-show.ts")).papersShow));

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
    .action(runAction(async () => (await import("../command/papers-run.ts")).papersRun));

  papers
    .command("new")
    .summary("start the recipe of a paper")
    .description("Writes a recipe to fill in, from what is known of the paper.")
    .argument("<paper>", "number or name of the paper")
    .option("--folder <folder>", "where to write (default: beside the recipes)")
    .action(runAction(async () => (await import("../command/papers-new.ts")).papersNew));
}
