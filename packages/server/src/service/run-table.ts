import { RewardError } from "@guerdon/core/error";
import type { Program } from "@guerdon/core/program";
import type { RunRecord, Store } from "../store/store.ts";
import { nextStateOf } from "./next-state-of.ts";
import type { ProgramRegistry } from "./program-registry.ts";

/** A run as this process sees it. */
export interface OpenRun {
  readonly run: string;
  readonly program: Program;
  /** The lowest step whose batches still enter the state. */
  step: number;
  /** Scoring under way, which a step waits for before it ends. */
  readonly underWay: Map<Promise<unknown>, number>;
}

/** The runs: each stays on the version of the program it began with, and its steps end in order. */
export class RunTable {
  readonly #programs: ProgramRegistry;
  readonly #store: Store | undefined;
  readonly #open: Map<string, Promise<OpenRun>> = new Map();

  constructor(programs: ProgramRegistry, store: Store | undefined) {
    this.#programs = programs;
    this.#store = store;
  }

  /**
   * A run, opened when it is new.
   *
   * @throws RewardError GUERDON_STORE without a store, GUERDON_PROGRAM_NOT_SERVED for another program than the run's
   */
  async open(run: string, programName: string | undefined): Promise<OpenRun> {
    let opening = this.#open.get(run);
    if (opening === undefined) {
      opening = this.#load(run, programName);
      this.#open.set(run, opening);
      opening.catch(() => this.#open.delete(run));
    }
    const open = await opening;
    if (programName !== undefined && programName !== open.program.name) throw otherProgram(open, programName);
    return open;
  }

  /** Brings a run to a step: the open steps below it end. */
  async reach(open: OpenRun, step: number): Promise<void> {
    if (step > open.step) await this.#end(open, step - 1);
  }

  /** Ends a step of a run and those below it; says whether the state moved by this call. */
  async endStep(run: string, step: number): Promise<{ readonly step: number; readonly moved: boolean }> {
    const store = this.#requireStore();
    // A summary counts all that is kept of a run: only for one that this process does not know yet.
    if (!this.#open.has(run) && (await store.findRun(run)) === undefined) throw noRun(run);
    const open = await this.open(run, undefined);
    return { step, moved: await this.#end(open, step) };
  }

  async #end(open: OpenRun, step: number): Promise<boolean> {
    const earlier = [...open.underWay].flatMap(([scoring, own]) => (own <= step ? [scoring] : []));
    await Promise.allSettled(earlier);
    const { moved } = await this.#requireStore().endStep(open.run, step, nextStateOf(open.program));
    open.step = Math.max(open.step, step + 1);
    return moved;
  }

  async #load(run: string, programName: string | undefined): Promise<OpenRun> {
    const store = this.#requireStore();
    const known = programName === undefined ? await store.findRun(run) : undefined;
    const record = known ?? (await this.#begin(store, run, programName));
    const program = this.#programs.version(record.programName, record.programHash);
    return { run, program, step: record.step, underWay: new Map() };
  }

  /** Begins a run with the newest version of a program; one that is there already stays on its own. */
  #begin(store: Store, run: string, programName: string | undefined): Promise<RunRecord> {
    const { name, hash } = this.#programs.select(programName);
    return store.openRun(run, { name, hash });
  }

  #requireStore(): Store {
    if (this.#store !== undefined) return this.#store;
    throw new RewardError("GUERDON_STORE", "Expected a store for a request with a `run`, got none.", {
      hint: "Start the server with `--store FOLDER`, or leave `run` out.",
      details: { status: 422 },
    });
  }
}

function otherProgram({ run, program }: OpenRun, got: string): RewardError {
  return new RewardError(
    "GUERDON_PROGRAM_NOT_SERVED",
    `Expected \`program\` of run \`${run}\` to be \`${program.name}\`, with which it began, got \`${got}\`.`,
    { hint: "Begin another run for another program." },
  );
}

function noRun(run: string): RewardError {
  return new RewardError("GUERDON_ROUTE", `Expected a run that has begun, got \`${run}\`.`, {
    hint: "GET /v1/runs names the runs; a run begins with its first scores.",
  });
}
