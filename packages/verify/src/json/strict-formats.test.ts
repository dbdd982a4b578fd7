import { describe, expect, it } from "vitest";
import { STRICT_FORMATS } from "./strict-formats.ts";

const RIGHT: { readonly [format: string]: readonly string[] } = {
  "date-time": [
    "2024-02-29T23:59:59Z",
    "1990-12-31T15:59:60-08:00",
    "2016-12-31T23:59:60.5z",
    "1985-04-12T00:59:59.999999999999999+14:00",
  ],
  email: ["a.b+c@example.com", '"a@b c"@example.com', "x@[127.0.0.1]", "x@[IPv6:2001:db8::1]", "x@localhost"],
  uri: [
    "http://a:b@example.com:80/p?q#f",
    "http://[2001:db8::7]/c=GB?one",
    "http://[v1.fe]/",
    "urn:isbn:1",
    "file:///x",
    "http://[::ffff:1.2.3.4]",
  ],
  uuid: ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
};
const WRONG: { readonly [format: string]: readonly string[] } = {
  "date-time": [
    "2023-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:00:60Z",
    "2024-01-01T00:00:00+01",
    "2024-01-01 00:00:00Z",
    "2024-01-01T00:00:00",
  ],
  email: ["a@b@c", ".a@b.c", "a..b@c.d", "@b.c", "a@-b.c", "x@[127.0.0.300]", "x@[IPv6:::1:::]", '"a"b@c.d'],
  uri: [
    "//example.com",
    "http://a:b",
    "http://a b",
    "http:/[::1]",
    "http://[::ffff:01.2.3.4]",
    "http://[1::2::3]",
    "a b:c",
    "http://x/%zz",
  ],
  uuid: ["urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08aa9811eab4aa73b441d16380"],
};

describe("STRICT_FORMATS", () => {
  it.each(Object.keys(STRICT_FORMATS))("%s by its standard", (format) => {
    const check = STRICT_FORMATS[format] as (text: string) => boolean;
    expect(RIGHT[format]?.filter((text) => !check(text))).toEqual([]);
    expect(WRONG[format]?.filter(check)).toEqual([]);
  });

  it("answers hostile texts of a megabyte in time", () => {
    const started = performance.now();
    for (const check of Object.values(STRICT_FORMATS))
      for (const part of ["a", "a.", ":", "::", "1:", "%41", '\\"', "@", "http://a@", "[", "/", "-"])
        check(`http://${part.repeat(1_000_000 / part.length)}\n`);
    for (const part of ["a.", "a", '"\\']) STRICT_FORMATS.email?.(`${part.repeat(300_000)}\n@a`);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
