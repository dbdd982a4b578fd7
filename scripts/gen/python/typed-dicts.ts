import { annotation } from "./annotation.ts";
import type { JsonSchema, OpenApi } from "./json-schema.ts";
import { isRecord } from "./name-records.ts";
import { docstring, isPythonName } from "./python-text.ts";

const HEAD = `"""What goes over the wire, as types. Generated from the server's OpenAPI document: do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired
`;

/**
 * A module with a `TypedDict` for each object of the components and an alias for each of the others.
 * Both are strings to Python at run time, so their order does not matter.
 */
export function typedDicts(document: OpenApi, names: ReadonlySet<string>): string {
  const schemas = Object.entries(document.components?.schemas ?? {}).filter(([name]) => names.has(name));
  const parts = schemas
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => (isRecord(schema) ? typedDict(name, schema) : alias(name, schema)));
  return [HEAD, ...parts].join("\n\n");
}

function typedDict(name: string, schema: JsonSchema): string {
  const fields = Object.entries(schema.properties ?? {}).map(([field, kind]) => {
    const optional = !schema.required?.includes(field);
    return { field, kind, type: optional ? `NotRequired[${annotation(kind)}]` : annotation(kind) };
  });
  if (!fields.every(({ field }) => isPythonName(field))) {
    const entries = fields.map(({ field, type }) => `        ${JSON.stringify(field)}: ${quoted(type)},\n`);
    return `${name} = TypedDict(\n    "${name}",\n    {\n${entries.join("")}    },\n)\n`;
  }
  const lines = fields.map(({ field, kind, type }) => {
    const note = kind.description === undefined ? "" : `    #: ${kind.description.replaceAll(/\s+/g, " ")}\n`;
    return `${note}    ${field}: ${type}\n`;
  });
  const summary = schema.description === undefined ? "" : `${docstring(schema.description, "    ")}\n\n`;
  return `class ${name}(TypedDict):\n${summary}${lines.join("")}`;
}

function alias(name: string, schema: JsonSchema): string {
  const text = quoted(annotation(schema));
  const start = `${name}: TypeAlias = `;
  return start.length + text.length <= 120 ? `${start}${text}\n` : `${start}(\n    ${text}\n)\n`;
}

function quoted(type: string): string {
  return `"${type.replaceAll('"', "'")}"`;
}
