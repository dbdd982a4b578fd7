import { Command, CommanderError } from "commander";
import { reportError } from "./command/report-error.ts";
import { addLabCommands } from "./command-line/add-lab-commands.ts";
import { addPapersCommands } from "./command-line/add-papers-commands.ts";
import { addScoreCommands } from "./command-line/add-score-commands.ts";
import { addServeCommands } from "./command-line/add-serve-commands.ts";
import { addStoreCommands } from "./command-line/add-store-commands.ts";
import { addVerifyCommands } from "./command-line/add-verify-commands.ts";

const cli = new Command("guerdon")
  .description("The reward layer for reinforcement learning: write a reward once, score, check and report it.")
  .version("0.1.0")
  .exitOverride()
  .showHelpAfterError("(see --help)")
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

addScoreCommands(cli);
addServeCommands(cli);
addStoreCommands(cli);
addVerifyCommands(cli);
addLabCommands(cli);
addPapersCommands(cli);

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
