import { randomUUID } from "node:crypto";

export interface SessionLimits {
  /** Sessions at once. */
  readonly capacity: number;
  /** A session nobody used for so long makes room for another. Default: never. */
  readonly idleTimeoutMs?: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

interface Entry<T> {
  readonly value: T;
  usedAt: number;
}

/** Sessions by id, the longest unused first; those past their idle time are closed when the table is next used. */
export class SessionTable<T extends { close(): void }> {
  readonly capacity: number;
  readonly #idleTimeoutMs: number;
  readonly #now: () => number;
  readonly #sessions: Map<string, Entry<T>> = new Map();
  #reserved = 0;

  constructor({ capacity, idleTimeoutMs = Number.POSITIVE_INFINITY, now = () => performance.now() }: SessionLimits) {
    this.capacity = capacity;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#now = now;
  }

  /** Sessions there are, and those being made. */
  get active(): number {
    return this.#sessions.size + this.#reserved;
  }

  /** Makes a session and gives its id; nothing when there is no room. */
  async add(make: () => Promise<T> | T): Promise<{ readonly id: string; readonly session: T } | undefined> {
    this.#sweep();
    if (this.active >= this.capacity) return undefined;
    this.#reserved++;
    try {
      const session = await make();
      const id = randomUUID();
      this.#sessions.set(id, { value: session, usedAt: this.#now() });
      return { id, session };
    } finally {
      this.#reserved--;
    }
  }

  /** The session of that id, which counts as used now. */
  get(id: string): T | undefined {
    this.#sweep();
    const entry = this.#sessions.get(id);
    if (entry === undefined) return undefined;
    this.#sessions.delete(id);
    this.#sessions.set(id, { value: entry.value, usedAt: this.#now() });
    return entry.value;
  }

  ids(): readonly string[] {
    this.#sweep();
    return [...this.#sessions.keys()];
  }

  entries(): readonly (readonly [string, T])[] {
    this.#sweep();
    return [...this.#sessions].map(([id, { value }]) => [id, value]);
  }

  /** Closes a session; tells whether there was one. */
  remove(id: string): boolean {
    const entry = this.#sessions.get(id);
    if (entry === undefined) return false;
    this.#sessions.delete(id);
    entry.value.close();
    return true;
  }

  #sweep(): void {
    const latest = this.#now() - this.#idleTimeoutMs;
    for (const [id, { usedAt }] of this.#sessions) {
      if (usedAt > latest) return;
      this.remove(id);
    }
  }
}
