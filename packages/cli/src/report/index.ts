export { Distribution, type DistributionData } from "./distribution.ts";
export type { HistogramData } from "./histogram.ts";
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
