export { alertMessage, type AlertTransition, alertValue } from './alert/alert-transition.ts';
export { AlertWatch, Placement } from './alert/alert-watch.ts';
export { HighTrafficPolicy, type HighTrafficRule } from './alert/high-traffic-policy.ts';
export { SlidingWindow } from './alert/sliding-window.ts';
export { ByteBlock } from './bytes/byte-block.ts';
export { decodeText, encodeText } from './bytes/text.ts';
export { Kernel } from './kernel/kernel.ts';
export { type KernelPlan, kernelPlanOf } from './kernel/kernel-plan.ts';
export { KernelScanner } from './kernel/kernel-scanner.ts';
export { LineCounts, type LineCountsSnapshot } from './lines/line-counts.ts';
export {
  RECENT_LINES_DEFAULTS,
  RecentLines,
  type RecentLinesLimits,
} from './lines/recent-lines.ts';
export { LINE_BYTES_MAX, type LineSink, LineSplitter } from './lines/line-splitter.ts';
export {
  type Detection,
  detectFormat,
  type FormatFailure,
  type FormatGuess,
} from './formats/detect-format.ts';
export type { EnvelopeKind } from './formats/envelope.ts';
export {
  type DefinedFormats,
  type DefinedLog,
  type Dialect,
  formatOf,
  formatOfDefinition,
  formatsFromConf,
} from './formats/format-definition.ts';
export { type ExplainedLine, type Explanation, explainLines } from './formats/explain-lines.ts';
export { type ExplainedField, explainRecord } from './formats/explain-record.ts';
export { FormatFollower } from './formats/format-follower.ts';
export type { FormatContext, FormatParser } from './formats/format-parser.ts';
export { FormatProblem } from './formats/format-plan.ts';
export type { GoAccessTimes } from './formats/goaccess-definition.ts';
export type { LineFormat } from './formats/line-format.ts';
export { TrustedProxies } from './formats/trusted-proxies.ts';
export { FORMATS, formatNamed, type FormatProbe } from './formats/registry.ts';
export { AccessRecord, TargetKind } from './parser/access-record.ts';
export { ClfLines } from './formats/clf-lines.ts';
export { ClfParser } from './parser/clf-parser.ts';
export { CLF_TIME_BYTES, ClfTime, hasClfTimeShape } from './parser/clf-time.ts';
export type { LineParser } from './parser/line-parser.ts';
export {
  type Amend,
  type LineScanner,
  PlainScanner,
  type PlainScannerOptions,
} from './parser/line-scanner.ts';
export { RecordBatch } from './parser/record-batch.ts';
export {
  DIRECTIVE,
  PARSED,
  REASON_TEXT,
  UNPARSED_REASONS,
  type UnparsedReason,
} from './parser/unparsed-reason.ts';
export { DDSketch, type DDSketchState, type Quantiles } from './tables/dd-sketch.ts';
export { HyperLogLog } from './tables/hyper-log-log.ts';
export { KeyTable } from './tables/key-table.ts';
export type { KeyTableLimits } from './tables/key-table-state.ts';
export type { TableRow, TableSnapshot } from './tables/table-snapshot.ts';
export { type Clock } from './time/clock.ts';
export { EVENT_CLOCK_DEFAULTS, EventClock, type EventClockOptions } from './time/event-clock.ts';
export {
  FileAccount,
  type FileAccountState,
  type UnparsedExample,
} from './traffic/file-account.ts';
export { Intake } from './traffic/intake.ts';
export { type Peak, SecondCounts } from './traffic/second-counts.ts';
export { type RecentSpan, type RecentSpanMs, RecentTraffic } from './traffic/recent-traffic.ts';
export {
  Rollup,
  type RollupOptions,
  type RollupState,
  type TrafficSnapshot,
  type TrafficSummary,
  type TrafficTables,
} from './traffic/rollup.ts';
export { type FileTally, fileTally, type StreamKey, Tally } from './traffic/tally.ts';
