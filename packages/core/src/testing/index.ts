export type { Law, LawSettings, SkippedLaw } from "./law.ts";
export { lawsOf } from "./laws-of.ts";
