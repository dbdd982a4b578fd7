import type { z } from "zod";
import type { Dynamics } from "../environment/index.ts";

/** An environment that settings may name: the options it takes beside the number of copies. */
export interface NamedDynamics {
  /** What it is, in a line. */
  readonly summary: string;
  readonly options: z.ZodRawShape;
  make(options: never): Dynamics;
}
