import { annotation } from "./annotation.ts";
import type { OpenApi, Operation, Parameter } from "./json-schema.ts";
import { docstring, isPythonName, snakeCase } from "./python-text.ts";

/** An operation with its place. */
export interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation & { readonly operationId: string };
}

const HEAD = (
  types: readonly string[],
) => `"""A method for each operation of the server. Generated from its OpenAPI document: do not edit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from .protocol import (
${types.map((type) => `        ${type},\n`).join("")}    )
`;

/** A module with two classes of the same methods: \`Operations\`, and \`AsyncOperations\` whose methods are awaited. */
export function operations(placed: readonly PlacedOperation[], types: readonly string[]): string {
  return `${HEAD(types)}\n\n${pythonClass(placed, false)}\n\n${pythonClass(placed, true)}`;
}

/** The operations with a tag, by path. */
export function operationsTagged(document: OpenApi, tag: string): readonly PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const { operationId } = operation;
      if (operationId === undefined || !operation.tags?.includes(tag)) return [];
      return [{ path, method: method.toUpperCase(), operation: { ...operation, operationId } }];
    }),
  );
}

/** Schema of the JSON body of an operation's request. */
export function bodySchema({ operation }: PlacedOperation) {
  return operation.requestBody?.content["application/json"]?.schema;
}

/** Schema of the JSON body of an operation's success. */
export function replySchema({ operation }: PlacedOperation) {
  const status = Object.keys(operation.responses).find((code) => code.startsWith("2"));
  return status === undefined ? undefined : operation.responses[status]?.content?.["application/json"]?.schema;
}

function pythonClass(placed: readonly PlacedOperation[], awaited: boolean): string {
  const result = awaited ? "Awaitable[Any]" : "Any";
  return `class ${awaited ? "AsyncOperations" : "Operations"}(ABC):
    """The operations of a server${awaited ? ", to be awaited" : ""}."""

    @abstractmethod
    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> ${result}: ...

${placed.map((one) => pythonMethod(one, awaited)).join("\n")}`;
}

function pythonMethod(placed: PlacedOperation, awaited: boolean): string {
  const { path, method, operation } = placed;
  const parameters = operation.parameters ?? [];
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const body = bodySchema(placed);
  const signature = [
    "self",
    ...inPath.map((parameter) => `${name(parameter)}: ${annotation(parameter.schema)}`),
    ...(body === undefined ? [] : [`body: ${annotation(body)}`]),
    ...(body === undefined && inQuery.length === 0 ? [] : ["*"]),
    ...inQuery.map((parameter) => `${name(parameter)}: ${annotation(parameter.schema)} | None = None`),
    ...(body === undefined ? [] : ["idempotency_key: str | None = None"]),
  ];
  const passed = [
    `"${method}"`,
    pathText(path, inPath),
    ...(body === undefined ? [] : ["body=body", "idempotency_key=idempotency_key"]),
    ...(inQuery.length === 0
      ? []
      : [`params={${inQuery.map((parameter) => `"${parameter.name}": ${name(parameter)}`).join(", ")}}`]),
  ];
  const start = `    ${awaited ? "async " : ""}def ${snakeCase(operation.operationId)}(`;
  return `${listed(start, signature, `) -> ${annotation(replySchema(placed))}:`)}
${docstring(operation.summary ?? operation.operationId, "        ")}
${listed(`        return ${awaited ? "await " : ""}self._call(`, passed, ")")}
`;
}

/** Arguments on one line where they fit, otherwise one a line. */
function listed(start: string, entries: readonly string[], end: string): string {
  const line = start + entries.join(", ") + end;
  if (line.length <= 120) return line;
  const indent = start.slice(0, start.search(/\S/));
  return `${start}\n${entries.map((entry) => `${indent}    ${entry},\n`).join("")}${indent}${end}`;
}

function name(parameter: Parameter): string {
  const snake = snakeCase(parameter.name);
  return isPythonName(snake) ? snake : `${snake}_`;
}

function pathText(path: string, inPath: readonly Parameter[]): string {
  if (inPath.length === 0) return `"${path}"`;
  const filled = inPath.reduce(
    (text, parameter) => text.replace(`{${parameter.name}}`, `{quote(str(${name(parameter)}), safe='')}`),
    path,
  );
  return `f"${filled}"`;
}
