import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ROOT } from "../../scripts/gen/repository.ts";

/** A `guerdon serve` of our own. */
export interface Serving {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the command as users do, on a free port, and waits until it says where it listens. */
export async function servePrograms(programs: readonly string[], options: readonly string[]): Promise<Serving> {
  const command = ["tsx", "--conditions", "@guerdon/source", "packages/cli/src/main.ts", "serve", ...programs];
  const child = spawn(
    process.execPath,
    ["--import", ...command, "--port", "0", "--json", "--log", "error", ...options],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, "exit");
  const line = once(createInterface(child.stdout), "line").then(([first]) => String(first));
  const first = await Promise.race([line, ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`guerdon serve has ended: ${said}`);
  return {
    url: (JSON.parse(first) as { readonly url: string }).url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
