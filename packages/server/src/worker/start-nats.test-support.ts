import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endWithThisProcess, freePort } from "../store/start-postgres.test-support.ts";

/** A NATS server of the test's own, on a free port of the loopback, with its streams in a temporary folder. */
export interface TestNats extends AsyncDisposable {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

const PROGRAMS = [
  "nats-server",
  join("/", "usr", "sbin", "nats-server"),
  join("/", "usr", "local", "bin", "nats-server"),
];

/** The program of NATS; none where it is not installed. */
export function natsProgram(): string | undefined {
  return PROGRAMS.find((program) => spawnSync(program, ["--version"]).status === 0);
}

/** Starts a server; disposing of it ends it and removes its folder. */
export async function startNats(): Promise<TestNats> {
  const program = natsProgram() as string;
  const folder = mkdtempSync(join(tmpdir(), "guerdon-nats-"));
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    server = spawn(program, ["-js", "-a", "127.0.0.1", "-p", String(port), "-sd", folder], { stdio: "ignore" });
    endWithThisProcess(server);
    const ends = performance.now() + 30_000;
    while (!(await accepts(port))) {
      if (server.exitCode !== null || performance.now() > ends) throw new Error("NATS does not start.");
      await sleep(50);
    }
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server?.once("exit", resolve));
    server.kill(signal);
    await gone;
  }

  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    kill: () => end("SIGKILL"),
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
