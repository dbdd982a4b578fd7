import { z } from "zod";
import { AGGREGATIONS, type Aggregation } from "./loss-aggregation.ts";

type Shape = {
  readonly aggregation: z.ZodDefault<z.ZodEnum<{ readonly [K in Aggregation]: K }>>;
  readonly maxLength: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
  readonly denominator: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
  readonly emptyRollouts: z.ZodDefault<z.ZodEnum<{ readonly skip: "skip"; readonly count: "count" }>>;
};

/** The options of `lossAggregation` as part of the schema of an objective. */
export function aggregationSchema(aggregation: Aggregation): Shape {
  const modes = Object.fromEntries(AGGREGATIONS.map((mode) => [mode, mode])) as { readonly [K in Aggregation]: K };
  return {
    aggregation: z.enum(modes).default(aggregation),
    maxLength: z.number().positive().nullable().default(null),
    denominator: z.number().positive().nullable().default(null),
    emptyRollouts: z.enum({ skip: "skip", count: "count" } as const).default("skip"),
  };
}

/** What may be given for options: each may be left out. */
export type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };
