import { existsSync } from "node:fs";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import { openStore, type Store } from "@guerdon/server/store";

/**
 * Opens a store that is there, for commands that read: a mistyped folder must not become an empty store.
 *
 * @throws RewardError GUERDON_STORE when the folder holds none
 */
export function openKeptStore(place: string): Promise<Store> {
  if (place.includes("://") || existsSync(join(place, "pgdata"))) return openStore(place);
  throw new RewardError(
    "GUERDON_STORE",
    `Expected \`--store\` to be a folder with a store or a URL, got \`${place}\`.`,
    {
      hint: "Name the folder that `guerdon serve --store` was given.",
    },
  );
}
