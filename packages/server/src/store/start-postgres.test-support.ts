import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const DEBIAN = join("/", "usr", "lib", "postgresql");

/** A PostgreSQL server of the test's own, on a free port of the loopback, in a temporary folder. */
export interface TestPostgres extends AsyncDisposable {
  readonly url: string;
  /** Ends it as a power cut of the process would, and starts it again on the same folder. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The folder of PostgreSQL's programs, the newest; none where it is not installed or may not run. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  const found = folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
  return found !== undefined && (process.getuid?.() !== 0 || unprivileged() !== undefined) ? found : undefined;
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A test that ends in an unforeseen way leaves nothing behind. */
export function endWithThisProcess(child: ChildProcess): void {
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.removeListener("exit", end));
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
  const [uid, gid] = [id("-u"), id("-g")];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}

/** Makes and starts a server; disposing of it ends it and removes its folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = postgresPrograms() as string;
  const folder = mkdtempSync(join(tmpdir(), "guerdon-pg-"));
  const user = unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const made = spawnSync(
    join(programs, "initdb"),
    ["-D", data, "-U", "guerdon", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "max_connections=60"];
    server = spawn(
      join(programs, "postgres"),
      ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
      { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    endWithThisProcess(server);
    let log = "";
    server.stderr?.on("data", (text) => {
      log = (log + text).slice(-4000);
    });
    const ends = performance.now() + 60_000;
    while (!isReady(programs, port)) {
      if (server.exitCode !== null || performance.now() > ends) throw new Error(`PostgreSQL does not start: ${log}`);
      await sleep(50);
    }
  }

  async function end(signal: "SIGKILL" | "SIGINT"): Promise<void> {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server?.once("exit", resolve));
    server.kill(signal);
    await gone;
  }

  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  await start().catch(async (error) => {
    await end("SIGKILL");
    remove();
    throw error;
  });
  return {
    url: `postgresql://guerdon@127.0.0.1:${port}/postgres`,
    start,
    kill: () => end("SIGKILL"),
    async [Symbol.asyncDispose]() {
      await end("SIGINT");
      remove();
    },
  };
}

function isReady(programs: string, port: number): boolean {
  return spawnSync(join(programs, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0;
}
