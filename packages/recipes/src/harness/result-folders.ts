import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface ResultFolders {
  /** Of `NNN.json`, where results are written. */
  readonly results: string;
  /** Where results are looked for: those of the package where none are asked for elsewhere. */
  readonly kept: string;
  /** Of finished runs. */
  readonly journal: string;
}

/** Where results are kept: beside the recipes in a repository, in `papers` of the working folder when installed. */
export function resultFolders(out?: string): ResultFolders {
  const own = fileURLToPath(new URL("../..", import.meta.url));
  const isInstalled = own.includes(`${sep}node_modules${sep}`);
  const kept = out ?? join(own, "results");
  if (out === undefined && !isInstalled) return { results: kept, kept, journal: join(own, ".guerdon") };
  const folder = out ?? "papers";
  return { results: folder, kept, journal: join(folder, ".guerdon") };
}
