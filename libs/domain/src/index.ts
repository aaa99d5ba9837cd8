export { alertMessage, type AlertTransition, alertValue } from './alert/alert-transition.ts';
export { AlertWatch, Placement } from './alert/alert-watch.ts';
export { HighTrafficPolicy, type HighTrafficRule } from './alert/high-traffic-policy.ts';
export { SlidingWindow } from './alert/sliding-window.ts';
export { ByteBlock } from './bytes/byte-block.ts';
export { decodeText, encodeText } from './bytes/text.ts';
export { Kernel } from './kernel/kernel.ts';
export { KernelScanner } from './kernel/kernel-scanner.ts';
export { LineCounts, type LineCountsSnapshot } from './lines/line-counts.ts';
export { LINE_BYTES_MAX, type LineSink, LineSplitter } from './lines/line-splitter.ts';
export { AccessRecord, TargetKind } from './parser/access-record.ts';
export { ClfParser } from './parser/clf-parser.ts';
export { CLF_TIME_BYTES, ClfTime, hasClfTimeShape } from './parser/clf-time.ts';
export type { LineParser } from './parser/line-parser.ts';
export { type LineScanner, PlainScanner } from './parser/line-scanner.ts';
export { RecordBatch } from './parser/record-batch.ts';
export {
  PARSED,
  REASON_TEXT,
  UNPARSED_REASONS,
  type UnparsedReason,
} from './parser/unparsed-reason.ts';
export { DDSketch, type DDSketchState } from './tables/dd-sketch.ts';
export { HyperLogLog } from './tables/hyper-log-log.ts';
export { KeyTable, type KeyTableLimits } from './tables/key-table.ts';
export type { TableRow, TableSnapshot } from './tables/table-snapshot.ts';
export { type Clock } from './time/clock.ts';
export { EVENT_CLOCK_DEFAULTS, EventClock, type EventClockOptions } from './time/event-clock.ts';
export {
  type ClfVariant,
  FileAccount,
  type FileAccountState,
  type UnparsedExample,
} from './traffic/file-account.ts';
export { Intake } from './traffic/intake.ts';
export { type Peak, SecondCounts } from './traffic/second-counts.ts';
export {
  Rollup,
  type RollupOptions,
  type RollupState,
  type TrafficSnapshot,
  type TrafficSummary,
  type TrafficTables,
} from './traffic/rollup.ts';
export { type FileTally, fileTally, type StreamKey, Tally } from './traffic/tally.ts';
