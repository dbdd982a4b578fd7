export { type CheckVerdict, checkVerifier, type RowCheck, type VerifierCheck } from "./check-verifier.ts";
export type { Domain } from "./domain.ts";
export type { Engine } from "./engine.ts";
export { packageEngine } from "./package-engine.ts";
export { rowDefects } from "./row-defects.ts";
export { type Verifier, verifierCatalogue } from "./verifier-catalogue.ts";
export type { DomainRows, RowFields, RowValue, VerifierRow, VerifierRows } from "./verifier-rows.ts";
