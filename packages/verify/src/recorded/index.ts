export { type RecordedOptions, recorded } from "./recorded.ts";
