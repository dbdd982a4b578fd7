import type { Adapter } from "./adapter.ts";
import { openrlhf } from "./openrlhf/openrlhf.ts";
import { slime } from "./slime/slime.ts";

/** What adapters need of the process they run in; each is left out where there is none. */
export type AdapterResources = object;

/**
 * The adapters of every protocol.
 *
 * A host mounts each below `/NAME`, and at the root where no adapter before it in the list has the same path.
 */
export function createAdapters(_resources: AdapterResources = {}): readonly Adapter[] {
  return [openrlhf, slime];
}
