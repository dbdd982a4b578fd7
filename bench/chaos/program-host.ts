import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { endWithThisProcess } from "../../packages/server/src/store/start-postgres.test-support.ts";

const CLI = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** A process of the command line that is killed and started again with the same arguments. */
export class ProgramHost implements AsyncDisposable {
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  #errors = "";

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** What it said last, for when it does not work. */
  get errors(): string {
    return this.#errors;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it has printed its first line: it is ready. */
  async start(): Promise<void> {
    const flags = ["--conditions=@guerdon/source", "--import", LOADER, CLI];
    const child = spawn(process.execPath, [...flags, ...this.#args], { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    endWithThisProcess(child);
    child.stderr?.on("data", (text) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    const ready = once(child.stdout as NonNullable<typeof child.stdout>, "data");
    const exit = once(child, "exit").then(([code]) => {
      throw new Error(`\`guerdon ${this.#args.join(" ")}\` ended with ${code}: ${this.#errors}`);
    });
    exit.catch(() => {});
    await Promise.race([ready, exit]);
    child.stdout?.resume();
  }

  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<number | null> {
    if (!this.isRunning) return null;
    const gone = once(this.#child as ChildProcess, "exit");
    this.#child?.kill(signal);
    return (await gone)[0] as number | null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
