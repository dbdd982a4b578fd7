import { type SchemaDraft, validateSchema } from "./validate-schema.ts";

/**
 * The validation as a task for a killable process. The engine is loaded before the first row, so that its start counts
 * for none; where it is not installed, every row says so.
 */
export const checkSchema: typeof validateSchema = validateSchema;

const drafts: readonly SchemaDraft[] = ["draft7", "draft2019-09", "draft2020-12"];
for (const draft of drafts) await validateSchema({ schema: { type: "number" }, text: "1", draft, formats: true });
