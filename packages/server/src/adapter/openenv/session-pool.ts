import type { Json } from "@guerdon/core/signal";
import type { PlainCall } from "../adapter.ts";
import type { EnvironmentKind } from "../environment/environment-kind.ts";
import { EpisodeSession } from "../environment/episode-session.ts";
import type { SessionTable } from "../environment/session-table.ts";
import type { SocketErrorCode } from "./wire.ts";

export const NO_ENVIRONMENT = "No environment of this name is served.";

/** The sessions that a call may use; none when it names an environment that is not there. */
export type PoolOf = (call: PlainCall) => SessionPool | undefined;

/** Why a session was not opened. */
export interface NotOpened {
  readonly code: SocketErrorCode;
  readonly message: string;
  readonly data: { readonly [key: string]: Json };
}

/** The sessions of one environment, as far as one call may use them. */
export class SessionPool {
  readonly kind: EnvironmentKind;
  readonly #table: SessionTable<EpisodeSession>;
  readonly #call: Pick<PlainCall, "service" | "settings">;

  constructor(
    kind: EnvironmentKind,
    table: SessionTable<EpisodeSession>,
    call: Pick<PlainCall, "service" | "settings">,
  ) {
    this.kind = kind;
    this.#table = table;
    this.#call = call;
  }

  /** A session outside the table, for a call of its own. */
  async make(): Promise<EpisodeSession> {
    return new EpisodeSession(this.kind, await this.kind.create(this.#call));
  }

  async open(): Promise<{ readonly id: string; readonly session: EpisodeSession } | NotOpened> {
    try {
      const opened = await this.#table.add(() => this.make());
      return opened ?? this.#full();
    } catch {
      const message = `Failed to create environment from factory '${this.kind.name}'.`;
      return { code: "FACTORY_ERROR", message, data: { factory_name: this.kind.name } };
    }
  }

  #full(): NotOpened {
    const { active, capacity } = this.#table;
    return {
      code: "CAPACITY_REACHED",
      message: `Server at capacity: ${active}/${capacity} sessions active. Cannot accept new connections.`,
      data: { active_sessions: active, max_sessions: capacity },
    };
  }

  get(id: string): EpisodeSession | undefined {
    return this.#table.get(id);
  }

  idOf(session: EpisodeSession): string {
    return this.#table.entries().find(([, each]) => each === session)?.[0] ?? "";
  }

  close(id: string): boolean {
    return this.#table.remove(id);
  }
}
