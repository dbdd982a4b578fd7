const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Whether Python takes a word as a name. */
export function isPythonName(word: string): boolean {
  return /^[A-Za-z_]\w*$/.test(word) && !KEYWORDS.has(word);
}

/** `endStep` → `end_step`. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/\W+/g, "_")
    .toLowerCase();
}

/** A docstring of one paragraph. */
export function docstring(text: string, indent: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return `${indent}"""${line.replaceAll("\\", "\\\\").replaceAll('"""', "'''").replace(/"$/, '\\"')}"""`;
}
