import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Verifier } from "@guerdon/verify/catalogue";

/** The verifiers that fit each word: it is their domain or, where no domain is called so, stands in what they are called, run on or do. */
export function matchVerifiers(verifiers: readonly Verifier[], words: readonly string[]): readonly Verifier[] {
  const domains = new Set(verifiers.map(({ domain }) => domain));
  return words.reduce((left, given) => {
    const word = given.toLowerCase();
    if (domains.has(word)) return left.filter(({ domain }) => domain === word);
    return left.filter(({ name, summary, engines }) =>
      [name, summary, ...engines.map((engine) => engine.name)].some((text) => text.toLowerCase().includes(word)),
    );
  }, verifiers);
}

/**
 * The verifiers called by name or domain; all where nothing is asked for.
 *
 * @throws RewardError GUERDON_USAGE for a word that is neither
 */
export function pickVerifiers(verifiers: readonly Verifier[], names: readonly string[]): readonly Verifier[] {
  const isCalled = (name: string) => (verifier: Verifier) => verifier.name === name || verifier.domain === name;
  const unknown = names.find((name) => !verifiers.some(isCalled(name)));
  if (unknown !== undefined) {
    throw new RewardError("GUERDON_USAGE", `Expected a verifier or a domain of verifiers, got \`${unknown}\`.`, {
      hint: `${nearNames(unknown, verifiers)} \`guerdon verify list\` shows all.`.trim(),
    });
  }
  return names.length === 0
    ? verifiers
    : verifiers.filter((verifier) => names.some((name) => isCalled(name)(verifier)));
}

/** "Did you mean `literal`?" or nothing. */
export function nearNames(word: string, verifiers: readonly Verifier[]): string {
  return didYouMean(
    word,
    verifiers.flatMap(({ name, domain }) => [name, domain]),
  );
}
