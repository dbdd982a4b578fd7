import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";

/** Where a program comes from, and how it is read again when that changes. */
export interface ProgramSource {
  /** For the log and for hot reload; never sent to a client. */
  readonly path: string;
  /** @throws RewardError when it cannot be read or does not compile */
  load(): Promise<Program>;
}

/** What reading a program again came to. */
export type Reloaded = "same" | "changed" | "failed";

/**
 * The served programs: the newest version of each by name, and every version a run may have begun with.
 *
 * A source that does not compile any more leaves its last good version in place and is named in `problems`.
 */
export class ProgramRegistry {
  readonly #sources: ReadonlyMap<string, ProgramSource>;
  readonly #nameOf: Map<string, string> = new Map();
  readonly #newest: Map<string, Program> = new Map();
  readonly #versions: Map<string, Program> = new Map();
  readonly #problems: Map<string, unknown> = new Map();

  private constructor(sources: readonly ProgramSource[]) {
    this.#sources = new Map(sources.map((source) => [source.path, source]));
  }

  /** @throws RewardError when a source does not compile, or two have one name */
  static async open(sources: readonly ProgramSource[]): Promise<ProgramRegistry> {
    const registry = new ProgramRegistry(sources);
    for (const { path, load } of registry.#sources.values()) registry.#put(path, await load());
    return registry;
  }

  /** The newest version of each program, by name. */
  get newest(): ReadonlyMap<string, Program> {
    return this.#newest;
  }

  /** Why sources keep an older version, by the name of the program. */
  get problems(): ReadonlyMap<string, unknown> {
    return new Map([...this.#problems].map(([path, problem]) => [this.#nameOf.get(path) as string, problem]));
  }

  get paths(): readonly string[] {
    return [...this.#sources.keys()];
  }

  /**
   * The newest version of a program; without a name, of the only one.
   *
   * @throws RewardError GUERDON_PROGRAM_NOT_SERVED
   */
  select(name: string | undefined): Program {
    const only = name === undefined && this.#newest.size === 1 ? this.#newest.values().next().value : undefined;
    const program = only ?? this.#newest.get(name ?? "");
    if (program !== undefined) return program;
    const names = [...this.#newest.keys()];
    throw new RewardError(
      "GUERDON_PROGRAM_NOT_SERVED",
      `Expected \`program\` to be one of ${names.map((served) => `\`${served}\``).join(", ")}, got ${name === undefined ? "nothing" : `\`${name}\``}.`,
      { hint: didYouMean(name ?? "", names) || "Name one of the programs of GET /v1/programs." },
    );
  }

  /**
   * The version a run began with.
   *
   * @throws RewardError GUERDON_PROGRAM_NOT_SERVED when this process never loaded it
   */
  version(name: string, hash: string): Program {
    const program = this.#versions.get(versionKey(name, hash));
    if (program !== undefined) return program;
    throw new RewardError(
      "GUERDON_PROGRAM_NOT_SERVED",
      `Expected version ${hash.slice(0, 12)} of \`${name}\`, with which the run began, to be served; got ${this.#newest.get(name)?.hash.slice(0, 12) ?? "no such program"}.`,
      { hint: "Serve the program as it was when the run began, or begin a new run.", details: { expected: hash } },
    );
  }

  /** Reads a source again. Runs stay on their version; what comes new gets the new one. */
  async reload(path: string): Promise<Reloaded> {
    const source = this.#sources.get(path);
    if (source === undefined) return "same";
    try {
      const program = await source.load();
      const before = this.#newest.get(this.#nameOf.get(path) as string);
      this.#problems.delete(path);
      if (before?.hash === program.hash && before.name === program.name) return "same";
      this.#put(path, program);
      return "changed";
    } catch (problem) {
      this.#problems.set(path, problem);
      return "failed";
    }
  }

  #put(path: string, program: Program): void {
    const before = this.#nameOf.get(path);
    if (before !== program.name && this.#newest.has(program.name)) {
      throw new RewardError(
        "GUERDON_PROGRAM",
        `Expected each program to have a name of its own, got \`${program.name}\` twice.`,
        {
          hint: "Change the `reward:` of one of the files.",
        },
      );
    }
    if (before !== undefined && before !== program.name) this.#newest.delete(before);
    this.#nameOf.set(path, program.name);
    this.#newest.set(program.name, program);
    this.#versions.set(versionKey(program.name, program.hash), program);
  }
}

function versionKey(name: string, hash: string): string {
  return `${hash}\n${name}`;
}
