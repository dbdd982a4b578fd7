import { backends } from "@guerdon/verify/sandbox";

/** `guerdon verify list`: each engine that executes programs, whether it is here, how to get it. */
export async function verifyList(options: { readonly json?: boolean }): Promise<number> {
  const rows = await Promise.all(
    backends.map(async (backend) => {
      const why = await backend.absent();
      const { name, languages, install } = backend;
      return { engine: name, languages, present: why === undefined, ...(why === undefined ? {} : { why }), install };
    }),
  );
  for (const backend of backends) await backend.close();
  if (options.json === true) process.stdout.write(`${JSON.stringify(rows)}\n`);
  else {
    for (const { engine, languages, present, why, install } of rows) {
      process.stdout.write(`${engine} (${languages.join(", ")}): ${present ? "present" : `absent, ${why}`}\n`);
      if (!present) process.stdout.write(`  ${install}\n`);
    }
  }
  return 0;
}
