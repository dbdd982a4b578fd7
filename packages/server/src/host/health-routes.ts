import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { HostRoute } from "./route.ts";

/** Whether the server can take requests, and what is not as it should be. */
export interface Readiness {
  readonly ready: boolean;
  readonly [fact: string]: Json;
}

const FACTS = { method: "GET", protocol: "operations" } as const;

/** `GET /healthz`: the process lives. `GET /readyz`: it takes requests. */
export function healthRoutes(readiness: () => Readiness): readonly HostRoute[] {
  return [
    {
      ...FACTS,
      path: "/healthz",
      summary: "The process lives.",
      reply: z.strictObject({ status: z.literal("ok") }),
      answer: () => ({ status: 200, body: { status: "ok" } }),
    },
    {
      ...FACTS,
      path: "/readyz",
      summary: "The server takes requests; programs that keep an older version are named.",
      reply: z.looseObject({ ready: z.boolean() }),
      answer() {
        const state = readiness();
        return { status: state.ready ? 200 : 503, body: state };
      },
    },
  ];
}
