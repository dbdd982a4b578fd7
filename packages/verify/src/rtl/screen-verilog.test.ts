import { describe, expect, it } from "vitest";
import { closing, screenVerilog } from "./screen-verilog.ts";
import { solidTokens, verilogText, verilogTokens } from "./verilog-tokens.ts";

const inside = (body: string): string => `module m(input a, output y);\n${body}\nendmodule`;
const refused = (text: string): string | undefined => {
  const screened = screenVerilog(text);
  return "refused" in screened ? screened.refused : undefined;
};

describe("screenVerilog", () => {
  it.each([
    ["functions of their arguments", "assign y = $signed(a) + $clog2(8);"],
    ["own macros", "`define W 1\nassign y = a & `W;"],
    ["paths in own blocks", "genvar i; generate begin : g wire w; end endgenerate assign y = g.w;"],
    ["named connections", "sub s(.a(a), .y(y));"],
    ["names that hold keywords", "wire release_1, forced, in_program; assign y = release_1;"],
    ["keywords in comments", "// force $display `include\nassign y = a; /* bind */"],
    ["texts of plain characters", 'localparam T = "a text"; assign y = a;'],
    ["escaped names that are plain", "wire \\w ; assign y = \\w ;"],
  ])("lets %s pass", (_, body) => {
    expect(refused(inside(body))).toBeUndefined();
  });

  it.each([
    ["assign y = $random;", "`$random` has no place in a design."],
    ["initial force a = 1;", "`force` has no place in a design."],
    ["supply0 g;", "`supply0` has no place in a design."],
    ["assign y = \\force ;", "`\\force` has no place in a design."],
    ["wire \\w.x ;", "Expected plain names."],
    ["`undefined_macro", "``undefined_macro` has no place in a design."],
    ["`include x", "``include` has no place in a design."],
    ["assign y = tb.good;", "`tb.…` names what is not the design's own."],
    ['localparam T = "a\\n";', "Expected texts of plain characters."],
  ])("refuses %s", (body, why) => {
    expect(refused(inside(body))).toBe(why);
  });

  it("refuses a text without modules", () => {
    expect(refused("// module m;")).toBe("Expected a module, got none.");
  });

  it("leaves comments and attributes out, and not the operator of all signals", () => {
    const screened = screenVerilog("(* full_case *) module m; // x\nalways @(*) a = b; /* y\n */ endmodule");
    expect("text" in screened && screened.text.split(/\s+/).filter((word) => word !== "")).toEqual(
      "module m; always @(*) a = b; endmodule".split(" "),
    );
  });

  it("takes the module as top that no other instantiates, of several the one with most below it", () => {
    const of = (text: string): unknown => {
      const { modules, top } = screenVerilog(text) as { modules: readonly string[]; top: string };
      return [top, modules];
    };
    expect(of("module a; endmodule module b; a x(); endmodule")).toEqual(["b", ["a", "b"]]);
    expect(of("module a; b #(1) x(); endmodule module b; endmodule module c; endmodule")).toEqual([
      "a",
      ["a", "b", "c"],
    ]);
    // Each instantiates the other: the first.
    expect(of("module a; b x(); endmodule module b; a x(); endmodule")).toEqual(["a", ["a", "b"]]);
  });
});

describe("verilogTokens", () => {
  it.each(["a<=4'b1x0;", 'x = "q // no" ; // c', "\\odd+name = `M(a, b) $f", "1.5e-3 'hFF 8'sd12"])(
    "writes back %s, but for comments",
    (text) => {
      expect(verilogText(verilogTokens(text)).trim()).toBe(text.replace(/ \/\/ c$/, ""));
    },
  );

  it("takes unclosed comments as signs, in linear time", () => {
    const started = performance.now();
    expect(verilogTokens("/* ".repeat(50_000)).length).toBe(150_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("closes brackets of each kind", () => {
    const solid = solidTokens(verilogTokens("f ( a [ 1 ] , { b ) x"));
    expect(closing(solidTokens(verilogTokens("f(a[1], {b}) x")), 1)).toBe(10);
    expect(closing(solid, 1)).toBe(solid.length - 1);
  });
});
