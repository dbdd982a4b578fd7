import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import { openApiDocument } from "./open-api-document.ts";
import type { HostRoute } from "./route.ts";

/** `GET /openapi.json`, made when it is first asked for. */
export function openApiRoute(routes: () => readonly HostRoute[]): HostRoute {
  let document: Json | undefined;
  return {
    method: "GET",
    path: "/openapi.json",
    protocol: "operations",
    summary: "This document.",
    reply: z.looseObject({ openapi: z.string() }),
    answer() {
      document ??= openApiDocument(routes());
      return { status: 200, body: document };
    },
  };
}
