import type { Level } from "./level.ts";
import type { Blame, Missing, Outcome } from "./outcome.ts";
import { abstained, failed } from "./outcome.ts";

/** What is known about single values, by index. */
export interface Notes {
  /** Why a value is missing; every missing index that has a reason is here. */
  readonly missing: ReadonlyMap<number, Missing>;
  /** What a score rests on, in a few words. */
  readonly evidence: ReadonlyMap<number, string>;
  /** What a score cost, in US dollars. */
  readonly costUsd: ReadonlyMap<number, number>;
}

/**
 * Values at one level of a batch, with a mask of which are present.
 *
 * A missing value is a 0 in `present`, never a NaN; `values` holds 0 there and means nothing.
 */
export interface Signal {
  /** What there is one value for. */
  readonly level: Level;
  /** The values; 0 where one is missing. */
  readonly values: Float64Array;
  /** 1 where there is a value, 0 where it is missing. */
  readonly present: Uint8Array;
  /** What is known about single values. */
  readonly notes?: Notes;
}

/** A signal with every value present. */
export function fullSignal(level: Level, values: ArrayLike<number>): Signal {
  return { level, values: Float64Array.from(values), present: new Uint8Array(values.length).fill(1) };
}

/** The reason of a value that is missing without one. */
export const UNEXPLAINED: Missing = abstained("no value was given");

/** Why the value at `index` is missing. */
export function missingAt(signal: Signal, index: number): Missing {
  return signal.notes?.missing.get(index) ?? UNEXPLAINED;
}

/** The typed outcome at one index. */
export function outcomeAt(signal: Signal, index: number): Outcome {
  if (signal.present[index] === 1) return { kind: "scored", value: signal.values[index] as number };
  return missingAt(signal, index);
}

/**
 * Fills a signal index by index; what is never set stays missing.
 *
 * A value that is not finite is recorded as a failure of the engine, never stored.
 */
export class SignalBuilder {
  readonly level: Level;
  readonly #values: Float64Array;
  readonly #present: Uint8Array;
  readonly #missing: Map<number, Missing> = new Map();
  readonly #evidence: Map<number, string> = new Map();
  readonly #costUsd: Map<number, number> = new Map();
  #closed = false;

  constructor(level: Level, length: number) {
    this.level = level;
    this.#values = new Float64Array(length);
    this.#present = new Uint8Array(length);
  }

  get length(): number {
    return this.#values.length;
  }

  set(index: number, value: number, evidence?: string): void {
    if (this.#closed) return;
    if (!Number.isFinite(value)) {
      this.fail(index, "engine", `Expected a finite value, got ${value}.`);
      return;
    }
    this.#values[index] = value;
    this.#present[index] = 1;
    this.#missing.delete(index);
    if (evidence !== undefined) this.#evidence.set(index, evidence);
  }

  evidence(index: number, text: string): void {
    if (!this.#closed) this.#evidence.set(index, text);
  }

  cost(index: number, usd: number): void {
    if (!this.#closed) this.#costUsd.set(index, (this.#costUsd.get(index) ?? 0) + usd);
  }

  miss(index: number, missing: Missing): void {
    if (this.#closed) return;
    this.#values[index] = 0;
    this.#present[index] = 0;
    this.#missing.set(index, missing);
  }

  abstain(index: number, reason: string): void {
    this.miss(index, abstained(reason));
  }

  fail(index: number, blame: Blame, reason: string, retryable = false): void {
    this.miss(index, failed(blame, reason, retryable));
  }

  /** Tells whether index has a value or a reason for having none. */
  isSet(index: number): boolean {
    return this.#present[index] === 1 || this.#missing.has(index);
  }

  /** The signal so far. What a late writer sets afterwards is ignored. */
  build(): Signal {
    this.#closed = true;
    const signal = { level: this.level, values: this.#values, present: this.#present };
    if (this.#missing.size + this.#evidence.size + this.#costUsd.size === 0) return signal;
    return { ...signal, notes: { missing: this.#missing, evidence: this.#evidence, costUsd: this.#costUsd } };
  }
}
