import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../../scripts/gen/repository.ts";

/** What pytest says at its end. */
export interface PytestResult {
  readonly passed: number;
  /** Names of the ones that passed. */
  readonly tests: readonly string[];
  readonly failed: number;
  readonly skipped: number;
  /** Everything it printed. */
  readonly output: string;
}

/** Runs tests of the Python client. */
export async function runPytest(
  python: string,
  paths: readonly string[],
  environment: { readonly [name: string]: string },
): Promise<PytestResult> {
  const child = spawn(python, ["-W", "ignore", "-m", "pytest", "-q", "-rap", "-p", "no:cacheprovider", ...paths], {
    cwd: join(ROOT, "clients/python"),
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1",
      GUERDON_API_KEY: "",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await once(child, "close");
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(lastLine(output))?.[1] ?? 0);
  const tests = [...output.matchAll(/^PASSED (?:tests\/)?(\S.*)$/gm)].map(([, name]) => name as string);
  return {
    passed: count("passed"),
    tests,
    failed: count("failed") + count("error"),
    skipped: count("skipped"),
    output,
  };
}

function lastLine(output: string): string {
  const lines = output.trim().split("\n");
  return lines.findLast((line) => / in \d/.test(line)) ?? "";
}
