export { uniformAt } from "./philox.ts";
export { streamKey } from "./stream-key.ts";
