import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.ts";

const SOURCE = new URL("./folder-lock.ts", import.meta.url).href;

describe("lockFolder", () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "guerdon-lock-"));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** A process that takes the folder, says so, and keeps it. */
  function holder(): ChildProcess {
    const program = `import { lockFolder } from ${JSON.stringify(SOURCE)};
      lockFolder(process.argv[1]).then(() => { console.log("held"); setInterval(() => {}, 1000); }, ({ code }) => console.log(code));`;
    const flags = ["--conditions=@guerdon/source", "--import", import.meta.resolve("tsx"), "--input-type=module"];
    const child = spawn(process.execPath, [...flags, "-e", program, folder], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    return child;
  }
  const said = async (child: ChildProcess): Promise<string> =>
    String((await once(child.stdout as never, "data"))[0]).trim();

  it("says who holds it, and lets go", async () => {
    const lock = await lockFolder(folder);
    const error = (await lockFolder(folder).catch((cause) => cause)) as Error;
    expect(error.message.replace(folder, "FOLDER").replace(String(process.pid), "PID")).toMatchInlineSnapshot(
      `"Expected \`FOLDER\` to be used by nobody, got process PID."`,
    );
    lock.release();
    (await lockFolder(folder)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of many processes at once at most one has it; after kill -9 the next takes it over", async () => {
    const holders = Array.from({ length: 4 }, holder);
    const words = await Promise.all(holders.map(said));
    expect(words.filter((word) => word === "held").length).toBeLessThanOrEqual(1);
    for (const each of holders) each.kill("SIGKILL");
    await Promise.all(holders.map((each) => each.exitCode === null && each.signalCode === null && once(each, "exit")));
    (await lockFolder(folder)).release();
  }, 60_000);

  it("a process of the same number that began later does not count, one on another machine does", async () => {
    const path = join(folder, "lock-1-1-a");
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: "another boot/1", host: hostname() }));
    (await lockFolder(folder)).release();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, JSON.stringify({ pid: 1, started: "x", host: "elsewhere" }));
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: "GUERDON_STORE_LOCKED",
      details: { host: "elsewhere" },
    });
  });
});
