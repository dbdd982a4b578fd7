export { Distribution, type DistributionData } from "./distribution.ts";
export { formatNumber } from "./format-number.ts";
export type { HistogramData } from "./histogram.ts";
export { type Html, html } from "./html.ts";
export { type Canvas, loadCanvas } from "./load-canvas.ts";
export type {
  DeadGroup,
  DeadGroups,
  DeadReason,
  ReportData,
  ReportFinding,
  ReportOutcomes,
  ReportProgram,
  ReportRollout,
  ReportTerm,
} from "./report-data.ts";
export type { Statistics } from "./running-stats.ts";
export { writeReport } from "./write-report.ts";
