import { openApiDocument } from "../../../packages/server/src/host/open-api-document.ts";
import { nativeRoutes } from "../../../packages/server/src/native/native-routes.ts";
import type { Generator } from "../generator.ts";
import type { OpenApi } from "./json-schema.ts";
import { pythonClient } from "./python-client.ts";

const FOLDER = "clients/python/src/guerdon";

/** Types and methods of the Python client. The routes are described, never asked: they need no service. */
export const pythonClientFiles: Generator = () => {
  const routes = nativeRoutes({} as Parameters<typeof nativeRoutes>[0]);
  const { protocol, operations } = pythonClient(openApiDocument(routes) as unknown as OpenApi);
  return [
    { path: `${FOLDER}/protocol.py`, text: protocol },
    { path: `${FOLDER}/operations.py`, text: operations },
  ];
};
