import { Html, html } from "./html.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** Nothing may be loaded and nothing may run, even if an escape were missed. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML file that needs no network and runs no script. */
export function page(title: string, content: Html): string {
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body><main>
${content}
</main></body>
</html>
`;
  return whole.text;
}
