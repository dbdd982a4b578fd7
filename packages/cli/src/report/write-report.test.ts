import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { reportData } from "./report-data.test-support.ts";
import { writeReport } from "./write-report.ts";

const HOSTILE = [
  "</script><img src=x onerror=alert(1)>",
  "</style><script>alert(1)</script>",
  '" onmouseover="alert(1)" x="',
  "' onfocus='alert(1)",
  "</pre></details></main><iframe src=//example.org>",
  "<!-- ]]> <svg/onload=alert(1)>",
  "&lt;b&gt;",
];

interface Elements {
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  readonly text: string;
}

describe("writeReport", () => {
  it("shows every part of the data", async () => {
    const { text, tags } = elementsOf(await writeReport(reportData("plain")));
    const headings = [
      "Outcomes",
      "Findings in the program",
      "Reward and advantage",
      "Terms",
      "Terms in numbers",
      "Groups",
    ];
    for (const heading of [...headings, "Best rollouts", "Worst rollouts", "Failed rollouts"]) {
      expect(text).toContain(heading);
    }
    expect(tags.filter((tag) => tag === "svg").length).toBe(4);
    expect(text).toContain("failed, judge to blame 1 25%");
    expect(text).toContain("0123456789ab");
    expect(text).toContain("No value is present.");
  });

  it.each(HOSTILE)("shows %s as text and adds no element or attribute", async (hostile) => {
    const plain = elementsOf(await writeReport(reportData("plain")));
    const page = await writeReport(reportData(hostile));
    const got = elementsOf(page);
    expect(got.tags).toEqual(plain.tags);
    expect(got.attributes).toEqual(plain.attributes);
    expect(got.text).toContain(`Completion${hostile.replaceAll(/\s+/g, " ")}`);
  });

  it("loads nothing and runs nothing", async () => {
    const page = await writeReport(reportData("plain"));
    const { tags, attributes } = elementsOf(page);
    expect(tags.filter((tag) => ["script", "link", "img", "iframe", "object", "image", "use"].includes(tag))).toEqual(
      [],
    );
    expect(attributes.filter((name) => name.startsWith("on") || ["src", "href", "xlink:href"].includes(name))).toEqual(
      [],
    );
    expect(page).not.toMatch(/url\(|@import/);
  });

  it("cuts a text of megabytes and says so", async () => {
    const data = { ...reportData("plain"), best: [], failed: [] };
    const [worst] = data.worst;
    const page = await writeReport({
      ...data,
      worst: worst === undefined ? [] : [{ ...worst, text: "x".repeat(1e6) }],
    });
    expect(page.length).toBeLessThan(150_000);
    expect(page).toContain("… 980,000 more characters");
  });

  it("writes the same page for the same data", async () => {
    expect(await writeReport(reportData("plain"))).toBe(await writeReport(reportData("plain")));
  });
});

/** Tags, attribute names and text of a page, as a parser sees them. */
function elementsOf(page: string): Elements {
  const { document } = parseHTML(page);
  const all = [...document.querySelectorAll("*")] as {
    readonly localName: string;
    readonly attributes: ArrayLike<{ readonly name: string }>;
    readonly textContent: string;
  }[];
  return {
    tags: all.map(({ localName }) => localName),
    attributes: all.flatMap((element) => Array.from(element.attributes, ({ name }) => name)),
    text: String(document.querySelector("main")?.textContent).replaceAll(/\s+/g, " "),
  };
}
