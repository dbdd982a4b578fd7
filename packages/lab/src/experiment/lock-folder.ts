import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";

/**
 * Takes a folder for this process alone; the lock of a process that is gone is taken over.
 *
 * @returns gives the folder back
 * @throws RewardError GUERDON_FILE while another process works in it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, "lock");
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(readFileSync(file, "utf8"));
    if (isAlive(owner)) {
      throw new RewardError("GUERDON_FILE", `Expected ${folder} to be free, but process ${owner} works in it.`, {
        hint: "Wait for it, or give another folder.",
        details: { folder, owner },
      });
    }
    rmSync(file, { force: true });
  }
}

function isAlive(id: number): boolean {
  if (!(id > 0)) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
