import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface ResultFolders {
  /** Of `NNN.json`. */
  readonly results: string;
  /** Of finished runs. */
  readonly journal: string;
}

/** Where results are kept: beside the recipes in a repository, in `papers` of the working folder when installed. */
export function resultFolders(out?: string): ResultFolders {
  const own = fileURLToPath(new URL("../..", import.meta.url));
  const isInstalled = own.includes(`${sep}node_modules${sep}`);
  if (out === undefined && !isInstalled) return { results: join(own, "results"), journal: join(own, ".guerdon") };
  const folder = out ?? "papers";
  return { results: folder, journal: join(folder, ".guerdon") };
}
