import type { PlotOptions } from "@observablehq/plot";
import { Html } from "./html.ts";

/** Draws charts as SVG text. */
export interface Canvas {
  readonly plot: typeof import("@observablehq/plot");
  draw(options: PlotOptions): Html;
}

/** Loads the plot library and a document for it to draw in; both only when a report is asked for. */
export async function loadCanvas(): Promise<Canvas> {
  const [plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  const { document } = parseHTML("<html><body></body></html>");
  return {
    plot,
    draw: (options) => {
      const chart = plot.plot({ ...options, document } as PlotOptions) as { outerHTML: string };
      return new Html(chart.outerHTML.replace(/<style>[\s\S]*?<\/style>/, ""));
    },
  };
}
