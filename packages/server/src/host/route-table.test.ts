import { describe, expect, it } from "vitest";
import type { HostRoute } from "./route.ts";
import { RouteTable } from "./route-table.ts";

function route(method: HostRoute["method"], path: string, protocol: string): HostRoute {
  return { method, path, protocol, summary: "", answer: () => ({ status: 200, body: null }) };
}

const table = new RouteTable([
  route("GET", "/", "root"),
  route("GET", "/a", "first"),
  route("GET", "/a", "second"),
  route("POST", "/a", "post"),
  route("GET", "/runs/{id}", "run"),
  route("POST", "/envs/{id}/step/", "step"),
]);

describe("RouteTable", () => {
  it.each([
    ["GET", "/", "root", {}],
    ["GET", "/a", "first", {}],
    ["POST", "/a", "post", {}],
    ["GET", "/runs/x%2Fy%20z", "run", { id: "x/y z" }],
    ["GET", "/runs/%zz", "run", { id: "%zz" }],
    ["POST", "/envs/7/step/", "step", { id: "7" }],
  ])("%s %s is of %s", (method, path, protocol, params) => {
    const match = table.find(method, path);
    expect([match?.route.protocol, match?.params]).toEqual([protocol, params]);
  });

  it.each([
    ["DELETE", "/a"],
    ["GET", "/b"],
    ["GET", "/runs"],
    ["GET", "/runs/a/b"],
    ["POST", "//a"],
    ["GET", "/toString"],
  ])("%s %s is of nobody", (method, path) => {
    expect(table.find(method, path)).toBeUndefined();
  });

  it("names the methods of a path", () => {
    expect([table.methodsOf("/a"), table.methodsOf("/b")]).toEqual([["GET", "POST"], []]);
  });
});
