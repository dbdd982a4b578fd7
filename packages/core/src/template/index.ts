export {
  type FieldPath,
  fieldsOf,
  parseTemplate,
  SAMPLE_FIELDS,
  type SampleField,
  type Template,
} from "./parse-template.ts";
export { type FieldColumn, TemplateColumns } from "./template-columns.ts";
