import type { Json } from "@guerdon/core/signal";
import { z } from "zod";

/** Any JSON value; a parsed body holds nothing else. */
export const jsonSchema: z.ZodType<Json> = z.unknown() as never;
