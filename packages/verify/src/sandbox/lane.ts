import { type ChildProcess, spawn } from "node:child_process";
import { CANDIDATE_HOST } from "./candidate-host.ts";
import { containerArguments, PACKAGES } from "./container-arguments.ts";
import { LAUNCHER } from "./launcher.ts";
import { PLAIN_DATA } from "./plain-data.ts";
import { systemCallFilter } from "./system-call-filter.ts";
import { TESTER } from "./tester.ts";
import { ZYGOTE } from "./zygote.ts";

export const PYTHON = "/usr/bin/python3";
export const BUBBLEWRAP = "/usr/bin/bwrap";

// Not 65534: "nobody" may own other processes.
const USER = 64321;
const START_MS = 20_000;
const MOST_REPLY = 64 * 2 ** 20;

/** One tester and one zygote, each in a container of its own; runs one program at a time until it is retired. */
export class Lane {
  readonly #process: ChildProcess;
  #buffered: Buffer[] = [];
  #size = 0;
  #settle: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #why = "";
  runs = 0;

  private constructor(packages: string | undefined) {
    const path = packages === undefined ? "" : `sys.path.append("${PACKAGES}")\n`;
    const config = {
      container: containerArguments(BUBBLEWRAP, packages),
      filter: systemCallFilter()?.toString("hex") ?? "",
      python: PYTHON,
      zygote: `${PLAIN_DATA}${path}${CANDIDATE_HOST}${ZYGOTE}\nzygote(10)`,
      tester: `${PLAIN_DATA}${path}${TESTER}\ntester(10)`,
      testerMemory: 2 ** 30,
    };
    const isRoot = process.getuid?.() === 0;
    const drop = isRoot ? ["/usr/bin/setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"] : [];
    const [command, ...args] = [...drop, PYTHON, "-I", "-S", "-c", LAUNCHER, JSON.stringify(config)];
    const child = spawn(command as string, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: {},
      cwd: "/",
      detached: true,
    });
    this.#process = child;
    child.on("error", () => this.#end());
    child.on("exit", () => this.#end());
    child.stdin?.on("error", () => {});
    child.stdout?.on("data", (part: Buffer) => this.#read(part));
    child.stderr?.on("data", (part: Buffer) => {
      this.#why = (this.#why + part.toString()).slice(-500);
    });
    this.#hold(false);
  }

  /** @throws Error with what the system said, when the containers cannot be started */
  static async start(packages?: string): Promise<Lane> {
    const lane = new Lane(packages);
    const line = await lane.#next(START_MS);
    if (line === '"ready"') return lane;
    lane.kill();
    throw new Error(`the sandbox did not start: ${lane.#why.trim() || "no reply"}`);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The reply to one request, or nothing when the lane ended or was killed at the deadline. */
  async ask(request: unknown, deadlineMs: number): Promise<string | undefined> {
    this.runs++;
    const reply = this.#next(deadlineMs);
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    return reply;
  }

  kill(): void {
    this.#end();
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      this.#process.kill("SIGKILL");
    }
  }

  #next(deadlineMs: number): Promise<string | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    this.#hold(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(), deadlineMs);
      this.#settle = (line) => {
        clearTimeout(timer);
        this.#settle = undefined;
        this.#hold(false);
        resolve(line);
      };
    });
  }

  #read(part: Buffer): void {
    this.#buffered.push(part);
    this.#size += part.length;
    if (this.#size > MOST_REPLY) this.kill();
    if (part.at(-1) !== 10) return;
    const line = Buffer.concat(this.#buffered).toString().trimEnd();
    this.#buffered = [];
    this.#size = 0;
    this.#settle?.(line);
  }

  #end(): void {
    this.#ended = true;
    this.#settle?.(undefined);
  }

  /** Keeps Node alive while a reply is awaited, and only then. */
  #hold(held: boolean): void {
    const handles = [this.#process, this.#process.stdin, this.#process.stdout, this.#process.stderr] as unknown as {
      ref?(): void;
      unref?(): void;
    }[];
    for (const handle of handles) held ? handle?.ref?.() : handle?.unref?.();
  }
}
