import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { processPool } from "./process-pool.ts";

const module = new URL("./tasks.test-support.ts", import.meta.url).href;
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const obey = { module, export: "obey" };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}

async function gone(pid: number, withinMs = 3_000): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; ) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** A small program of its own with a pool of two. */
function program(body: string): ChildProcess {
  const code = `
    import { processPool } from ${JSON.stringify(new URL("./process-pool.ts", import.meta.url).href)};
    const pool = processPool({ size: 2 });
    const obey = ${JSON.stringify(obey)};
    const pids = await pool.run(obey, [["pid", 0]]);
    console.log(pids[0].value);
    ${body}`;
  return spawn(process.execPath, ["--conditions=@guerdon/source", "--import", tsx, "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [text] = await once(child.stdout as NodeJS.ReadableStream, "data");
  return String(text).trim();
}

describe("the end of a pool", () => {
  it("settles what is outstanding when it is closed, and ends its processes", async () => {
    const pool = processPool({ size: 1 });
    const [first] = await pool.run(obey, [["pid", 0]]);
    const running = pool.run(obey, [
      ["loop", 0],
      ["echo", 1],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await pool.close();
    const closed = { kind: "failed", blame: "engine", reason: "The process pool was closed.", retryable: true };
    expect(await running).toEqual([{ missing: closed }, { missing: closed }]);
    expect(isAlive((first as { value: number }).value)).toBe(false);
    expect(pool.health()).toEqual({ processes: 0, busy: 0, queued: 0, done: 3, killed: 0, crashed: 0 });
    expect(await pool.run(obey, [["echo", 1]])).toMatchObject([{ missing: { blame: "engine" } }]);
    await pool.close();
  });

  it("ends what a task started together with the task", async () => {
    const pool = processPool({ size: 1 });
    const source = `
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      export function run(file) {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
        writeFileSync(2, "");
        return file === null ? child.pid : new Promise(() => {});
      }`;
    const task = { module: `data:text/javascript,${encodeURIComponent(source)}`, export: "run" };
    const [first, second] = await pool.run(task, [null, "wait"], { deadlineMs: 300 });
    expect(second).toMatchObject({ missing: { blame: "candidate" } });
    expect(await gone((first as { value: number }).value)).toBe(true);
    await pool.close();
  });

  it("lets a program end that leaves an idle pool open, but not one that waits for a row", async () => {
    const child = program(`const [r] = await pool.run(obey, [["sleep", 300]]); console.log("slept", r.value);`);
    let told = "";
    child.stdout?.on("data", (text) => {
      told += text;
    });
    const [code] = await once(child, "exit");
    const [pid, slept] = told.trim().split("\n");
    expect([code, slept]).toEqual([0, "slept 300"]);
    expect(await gone(Number(pid))).toBe(true);
  });

  it("lets a program wait until a pool is closed", async () => {
    const child = program(`await pool.close(); console.log("closed");`);
    let told = "";
    child.stdout?.on("data", (text) => {
      told += text;
    });
    const [code] = await once(child, "close");
    expect([code, told.trim().split("\n").at(-1)]).toEqual([0, "closed"]);
  });

  it("leaves no process behind when the parent is killed, not even one in an endless loop", async () => {
    const child = program(`await pool.run(obey, [["loop", 0]], { deadlineMs: 60_000 });`);
    const pid = Number(await firstLine(child));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAlive(pid)).toBe(true);
    child.kill("SIGKILL");
    expect(await gone(pid)).toBe(true);
  });
});
