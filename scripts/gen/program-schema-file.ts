import { programJsonSchema } from "@guerdon/core/program";
import { library } from "../../packages/cli/src/program-file/library.ts";
import type { Generator } from "./generator.ts";

/** The JSON Schema of a program file, for editors. */
export const programSchemaFile: Generator = () => [
  { path: "packages/cli/schema/program.schema.json", text: `${JSON.stringify(programJsonSchema(library), null, 2)}\n` },
];
