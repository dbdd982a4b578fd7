import { describe, expect, it } from "vitest";
import { html } from "./html.ts";

describe("html", () => {
  it("escapes strings, keeps markup, joins lists and leaves out what is missing", () => {
    const inner = html`<b>${"<i>"}</b>`;
    expect(html`<p title="${`"'&`}">${inner}${[1, "<", inner]}${null}${undefined}</p>`.text).toBe(
      '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>1&lt;<b>&lt;i&gt;</b></p>',
    );
  });

  it("makes hidden characters visible", () => {
    expect(html`${"a\0b\u202ec\u2066d\x7fe\u0085f\ud800g\r\n\t\u{1f600}"}`.text).toBe(
      "a␀b\\u202ec\\u2066d␡e\\u0085f\\ud800g\n\t\u{1f600}",
    );
  });
});
