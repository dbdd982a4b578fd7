export { checkFields } from "./check-fields.ts";
export { checkProgram } from "./check-program.ts";
