import type { Verifier } from "@guerdon/verify/catalogue";

/** An engine with whether it is here. */
export interface EngineState {
  readonly name: string;
  readonly install: string;
  /** Why it cannot be used; nothing where it is present. */
  readonly why?: string;
}

/** Looks for each engine of some verifiers once. */
export async function engineStates(verifiers: readonly Verifier[]): Promise<ReadonlyMap<string, EngineState>> {
  const engines = new Map(verifiers.flatMap((verifier) => verifier.engines.map((engine) => [engine.name, engine])));
  const states = await Promise.all(
    [...engines.values()].map(async ({ name, install, absent }): Promise<EngineState> => {
      const why = await absent();
      return { name, install, ...(why === undefined ? {} : { why }) };
    }),
  );
  return new Map(states.map((state) => [state.name, state]));
}
