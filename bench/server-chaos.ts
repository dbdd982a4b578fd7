import { parseArgs } from "node:util";
import { runChaos } from "./chaos/run-chaos.ts";
import { report } from "./side-by-side.ts";

/**
 * `kill -9` of server, worker, NATS and PostgreSQL in mid-run: what is lost, doubled or wrong.
 * Usage: server-chaos.ts [--kills 20], of each.
 */
const { values } = parseArgs({ options: { kills: { type: "string", default: "20" } } });
const result = await runChaos(Number(values.kills), (text) => process.stderr.write(`${text}\n`));
const each = Object.entries(result.kills).map(([part, count]) => `${part} ${count}`);

report(
  "server-chaos",
  [
    { what: "kill -9 of", figure: each.join(", ") },
    { what: "training steps, batches acknowledged", figure: `${result.steps}, ${result.acknowledged}` },
    { what: "requests sent for them", figure: `${result.attempts}` },
    { what: "acknowledged scores lost", figure: `${result.lost}`, asked: "0" },
    { what: "answers that differ from the first", figure: `${result.changedAnswers}`, asked: "0" },
    { what: "states that differ from the clean run's", figure: `${result.wrongStates}`, asked: "0" },
    {
      what: "wrong totals, wrong advantages",
      figure: `${result.wrongTotals}, ${result.wrongAdvantages}`,
      asked: "0, 0",
    },
  ],
  result,
);
