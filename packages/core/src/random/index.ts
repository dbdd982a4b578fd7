export { streamKey } from "./stream-key.ts";
export { uniformAt } from "./uniform-at.ts";
