import { PGlite } from "@electric-sql/pglite";
import { keepFile } from "./template-folder.ts";

// A program: makes the files of a PostgreSQL server, under the name it is given. It needs more memory than a server
// that starts from them, for its own start alone.

/**
 * The task makes tables as `task_owner`; SQL that is scored runs as a member of it that has no way to another role:
 * no settings, no languages.
 */
const ROLES = `
  CREATE ROLE task_owner NOLOGIN;
  CREATE ROLE candidate NOLOGIN IN ROLE task_owner;
  GRANT CREATE ON DATABASE postgres TO task_owner;
  REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC;
  REVOKE UPDATE ON pg_settings FROM PUBLIC;
  REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;`;

const database = await PGlite.create();
await database.exec(ROLES);
keepFile(process.argv[2] as string, new Uint8Array(await (await database.dumpDataDir("none")).arrayBuffer()));
process.exit(0);
