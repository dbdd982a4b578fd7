import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RewardError } from "@guerdon/core/error";

/** Who holds a folder: a process, told from a later one of the same number by its start. */
interface Holder {
  readonly pid: number;
  readonly started: string;
  readonly host: string;
}

/** A folder that this process alone uses, until it is released or the process ends. */
export interface FolderLock {
  release(): void;
}

const PREFIX = "lock-";
const ATTEMPTS = 4;
let made = 0;

/**
 * Takes a folder for this process.
 *
 * Everyone who wants the folder first writes a file of its own, then looks for those of others: of two at once at least
 * one sees the other and gives way. Files of processes that are gone, whatever ended them, are removed.
 *
 * @throws RewardError GUERDON_STORE_LOCKED when a living process holds it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const name = `${PREFIX}${process.pid}-${++made}-${Math.random().toString(36).slice(2, 10)}`;
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(holderOf(process.pid)), { flag: "wx" });
    const other = livingHolder(folder, name);
    if (other === undefined) return { release: () => unlinkSync(path) };
    unlinkSync(path);
    if (attempt === ATTEMPTS) throw locked(folder, other);
    await sleep(20 * attempt + Math.random() * 60);
  }
}

function livingHolder(folder: string, own: string): (Holder & { readonly file: string }) | undefined {
  for (const file of readdirSync(folder)) {
    if (!file.startsWith(PREFIX) || file === own) continue;
    const holder = readHolder(join(folder, file));
    if (holder === "gone") continue;
    if (holder === undefined || isAlive(holder)) {
      return { ...(holder ?? { pid: Number(file.split("-")[1]), started: "", host: hostname() }), file };
    }
    try {
      unlinkSync(join(folder, file));
    } catch {
      // Another opener removed it.
    }
  }
  return undefined;
}

/** A file that is being written has no content yet: its process is alive if its number is in use. */
function readHolder(path: string): Holder | undefined | "gone" {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return "gone";
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    const pid = Number(path.slice(path.lastIndexOf(PREFIX) + PREFIX.length).split("-")[0]);
    return startOf(pid) === undefined ? { pid, started: "", host: hostname() } : undefined;
  }
}

/** Of a process on another machine nothing can be known: it counts as alive. */
function isAlive(holder: Holder): boolean {
  return holder.host !== hostname() || startOf(holder.pid) === holder.started;
}

function holderOf(pid: number): Holder {
  return { pid, started: startOf(pid) ?? "", host: hostname() };
}

/** When a living process was started, as its system says it. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(join("/", "proc", String(pid), "stat"), "latin1");
      const boot = readFileSync(join("/", "proc", "sys", "kernel", "random", "boot_id"), "latin1").trim();
      // After the command, which may hold spaces and brackets, the start is the 20th field.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? undefined : `${boot}/${fields[19]}`;
    }
    process.kill(pid, 0);
    if (process.platform === "win32") return "alive";
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

function locked(folder: string, { pid, host, file }: Holder & { readonly file: string }): RewardError {
  const elsewhere = host !== hostname();
  return new RewardError(
    "GUERDON_STORE_LOCKED",
    `Expected \`${folder}\` to be used by nobody, got process ${pid}${elsewhere ? ` on \`${host}\`` : ""}.`,
    {
      hint: elsewhere
        ? `If that process has ended, remove \`${join(folder, file)}\`. Processes on several machines share a PostgreSQL by its URL.`
        : "Stop that process, name another folder, or give both the URL of one PostgreSQL.",
      details: { pid, host },
    },
  );
}
