import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { scoreBatch } from "@guerdon/core/engine";
import { compileProgram, parseProgram } from "@guerdon/core/program";
import { makeBatch, type Rollout } from "@guerdon/core/signal";
import { processPool } from "@guerdon/verify/pool";
import { library } from "../packages/cli/src/program-file/library.ts";
import { systemClock } from "../packages/cli/src/system-clock.ts";
import { perturbations } from "../packages/verify/src/sql/perturb-sql.test-support.ts";
import { dataFile, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * Checks of GeoQuery's perturbed gold queries in a fresh SQLite database each, all distinct, by the whole engine with
 * two processes, beside two processes of Python's sqlite3 that take the rows as sorted lists.
 */
const ROUNDS = 5;
const BATCH = 2048;
const PROCESSES = 2;
const PROGRAM = `
reward: sql
terms:
  result: { use: sql-result, expected: "{{ item.gold }}", setup: "{{ item.setup }}" }
total: result
`;

interface PythonResult {
  readonly checksPerSecond: number;
  readonly cpuSeconds: number;
  readonly verdicts: readonly boolean[];
}

const [database, text, questions] = ["geography.sqlite", "geography.sql.gz", "geography_questions.jsonl.gz"].map(
  (name) => dataFile(`sql/${name}`),
);
if (database !== undefined && text !== undefined && questions !== undefined) await run(database, text, questions);

/** CPU time of this process and its children so far; of this one alone where the system does not tell. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  let seconds = (user + system) / 1e6;
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(/\s+/);
    for (const child of children.filter((id) => id !== "")) {
      const fields = readFileSync(`/proc/${child}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      seconds += (Number(fields[11]) + Number(fields[12])) / 100;
    }
  } catch {
    // Not Linux.
  }
  return seconds;
}

async function run(databaseFile: string, textFile: string, questionFile: string): Promise<void> {
  const setup = gunzipSync(readFileSync(textFile)).toString();
  const golds = gunzipSync(readFileSync(questionFile))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly sql: string; readonly error: string | null });
  const pairs = [...new Set(golds.flatMap(({ sql, error }) => (error === null ? [sql] : [])))].flatMap((gold) =>
    perturbations(gold, ["state_name", "population", "country_name"]).map(({ sql }): [string, string] => [gold, sql]),
  );
  const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
  const lines = join(folder, "pairs.jsonl");
  writeFileSync(lines, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
  const lacking = pythonLacks("sqlite3");
  if (lacking !== undefined) console.log(lacking);
  const pool = processPool({ size: PROCESSES });
  const rollouts = pairs.map(
    ([gold, sql], i): Rollout => ({
      id: String(i),
      group: gold,
      item: { gold, setup },
      prompt: [],
      completion: [{ role: "assistant", content: sql }],
    }),
  );
  const { spec } = await parseProgram(PROGRAM);
  const program = compileProgram(spec, library);
  const score = async (rows: readonly Rollout[]): Promise<number[]> => {
    const values: number[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      const { total } = await scoreBatch(program, makeBatch(rows.slice(at, at + BATCH)), { clock: systemClock, pool });
      if (total.present.includes(0)) throw new Error("a query was not scored");
      values.push(...total.values);
    }
    return values;
  };
  await score(rollouts.slice(0, 500));
  const rates = {
    engine: [] as number[],
    python: [] as number[],
    engineCpuUs: [] as number[],
    pythonCpuUs: [] as number[],
  };
  let differing = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [started, used] = [performance.now(), cpuSeconds()];
    const values = await score(rollouts);
    rates.engine.push(pairs.length / ((performance.now() - started) / 1000));
    rates.engineCpuUs.push((1e6 * (cpuSeconds() - used)) / pairs.length);
    if (lacking !== undefined) continue;
    const python = runPython("sql.py", [databaseFile, lines, String(PROCESSES)]) as PythonResult;
    rates.python.push(python.checksPerSecond);
    rates.pythonCpuUs.push((1e6 * python.cpuSeconds) / pairs.length);
    differing = python.verdicts.filter((same, i) => same !== (values[i] === 1)).length;
  }
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
  const whole = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")} checks/s`;
  const out = [
    {
      what: `${pairs.length} checks of distinct queries, fresh SQLite databases, two processes, the whole engine`,
      figure: whole(median(rates.engine)),
      asked: "≥ 5,000 checks/s",
    },
    {
      what: "CPU time of a check in all processes, so many two free cores could make",
      figure: `${median(rates.engineCpuUs).toFixed(0)} µs, ${whole(2e6 / median(rates.engineCpuUs))}`,
      asked: "",
    },
    {
      what: "programs that waited for a core meanwhile (load of one minute)",
      figure: loadavg()[0]?.toFixed(1) ?? "?",
      asked: "",
    },
  ];
  if (rates.python.length > 0) {
    const ratio = median(rates.engine.map((rate, i) => rate / (rates.python[i] as number)));
    out.push({ what: "the same by two processes of Python's sqlite3", figure: whole(median(rates.python)), asked: "" });
    out.push({
      what: "CPU time of a check in Python",
      figure: `${median(rates.pythonCpuUs).toFixed(0)} µs`,
      asked: "",
    });
    out.push({ what: "against Python, median of the rounds", figure: `${ratio.toFixed(2)} ×`, asked: "" });
    out.push({ what: "verdicts that differ from Python's", figure: String(differing), asked: "" });
  }
  report(
    "sql",
    out.map(({ asked, ...line }) => (asked === "" ? line : { ...line, asked })),
    rates,
  );
}
