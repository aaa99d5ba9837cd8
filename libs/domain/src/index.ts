export { ByteBlock } from './bytes/byte-block.ts';
export { behindMark } from './bytes/byte-order-mark.ts';
export { decodeText, encodeText } from './bytes/text.ts';
export { statusClass } from './conditions/condition-value.ts';
export {
  CONDITION_FIELDS,
  type ConditionField,
  type ConditionProblem,
  type Expression,
  type HitCondition,
  type ParsedCondition,
} from './conditions/hit-condition.ts';
export { type HitPredicate, hitPredicate } from './conditions/hit-predicate.ts';
export { parseCondition } from './conditions/parse-condition.ts';
export { asShown } from './conditions/shown-targets.ts';
export { AgentTrack, type Applied } from './fleet/agent-track.ts';
export {
  type AgentStanding,
  FLEET_DEFAULTS,
  type FleetAnswer,
  type FleetDelivery,
  type FleetListener,
  FleetState,
  type FleetStateOptions,
} from './fleet/fleet-state.ts';
export {
  FleetAlerts,
  type FleetAlertsOptions,
  type FleetAlertStanding,
  type FleetAlertState,
} from './fleet/fleet-alerts.ts';
export {
  configFingerprint,
  FLEET_SCHEMA,
  FLEET_SHARDS,
  type FleetConfig,
  isFleetName,
  PUBLIC_SEED,
  shardOf,
} from './fleet/fleet-config.ts';
export {
  type CountDelta,
  countDelta,
  type FleetSecond,
  FleetSeconds,
} from './fleet/fleet-counts.ts';
export { FLEET_LIMITS } from './fleet/fleet-limits.ts';
export { type FleetRule, fleetRuleProblem } from './fleet/fleet-rule.ts';
export { FleetTotals, type FleetTraffic } from './fleet/fleet-totals.ts';
export { type KeyColumns, NO_KEYS } from './fleet/key-columns.ts';
export { notificationKey } from './fleet/notification-key.ts';
export { REPAIR_SECONDS } from './fleet/publication-ring.ts';
export {
  type MessageHead,
  messageId,
  type RollupMessage,
  type SourceOffset,
} from './fleet/rollup-message.ts';
export {
  type AgentCheckpoint,
  LEDGER_DEFAULTS,
  type LedgerOptions,
  SecondLedger,
  startingHead,
} from './fleet/second-ledger.ts';
export type { ClientsRollup, SecondRollup } from './fleet/second-rollup.ts';
export { SILENT_HOSTS, SILENT_SECONDS_DEFAULT, SilentHosts } from './fleet/silent-hosts.ts';
export type { SourcePosition } from './fleet/source-offsets.ts';
export { isVisitorSketch, VisitorSketch } from './fleet/visitor-sketch.ts';
export {
  messageFromWire,
  messageToWire,
  WIRE_REFUSALS,
  type WireReading,
  type WireRefusal,
} from './fleet/wire-message.ts';
export { Kernel } from './kernel/kernel.ts';
export { type KernelPlan, kernelPlanOf } from './kernel/kernel-plan.ts';
export { KernelScanner } from './kernel/kernel-scanner.ts';
export { LineCounts, type LineCountsSnapshot } from './lines/line-counts.ts';
export {
  RECENT_LINES_DEFAULTS,
  type RecentLine,
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
export { isDirective, LASTING_DIRECTIVES } from './formats/w3c-parser.ts';
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
export { ObservedScanner } from './parser/observed-scanner.ts';
export type { KeyCombiner } from './parser/key-combiner.ts';
export { RecordBatch } from './parser/record-batch.ts';
export {
  DIRECTIVE,
  PARSED,
  REASON_TEXT,
  UNPARSED_REASONS,
  type UnparsedReason,
} from './parser/unparsed-reason.ts';
export {
  type AlertChange,
  alertChange,
  alertValue,
  type AlertExplanation,
  changeId,
  isFiring,
  isSameAlert,
  UNEXPLAINED,
} from './rules/alert-change.ts';
export {
  AlertPolicy,
  type AlertState,
  NORMAL_STATE,
  type PolicyStep,
  type SeverityState,
  type StandingAlert,
} from './rules/alert-policy.ts';
export {
  type AlertRecord,
  AlertRecords,
  RECORD_STATES,
  type RecordState,
} from './rules/alert-records.ts';
export {
  type AlertRule,
  alertRule,
  type Comparison,
  COMPARISONS,
  GROUP_BYS,
  type GroupBy,
  groupsLimit,
  NO_DATA,
  type NoData,
  type Renotify,
  RULE_METRICS,
  ruleFingerprint,
  type RuleMetric,
  type RuleOptions,
  SEVERITIES,
  type Severity,
  type StatusRange,
  type Threshold,
  TRANSITION_KINDS,
  type TransitionKind,
} from './rules/alert-rule.ts';
export {
  BUILT_IN_RULES,
  builtInRule,
  HIGH_TRAFFIC,
  highTrafficRule,
} from './rules/built-in-rules.ts';
export { checkRule, checkRules, type RuleProblem } from './rules/check-rule.ts';
export {
  type Driver,
  DRIVER_DIMENSIONS,
  type DriverDimension,
  drivers,
  type DriverTables,
} from './rules/drivers.ts';
export { type AlertToExplain, type EvidenceState, EvidenceTable } from './rules/alert-evidence.ts';
export type { SeriesLook, SeriesSpan } from './rules/grouped-series.ts';
export { MetricPlot } from './rules/metric-plot.ts';
export type { ReadingObserver } from './rules/reading-observer.ts';
export { SeriesTable, type SeriesTableState, type Stretch } from './rules/series-table.ts';
export {
  type SuggestedThreshold,
  suggestThresholds,
  type ThresholdSuggestion,
} from './rules/suggest-thresholds.ts';
export { ThresholdTrials, triedSeverity, withThreshold } from './rules/threshold-trials.ts';
export { type EarlierAlerts, stateOfEarlier } from './rules/earlier-state.ts';
export { HitSamples, type HitSamplesLimits } from './rules/hit-samples.ts';
export {
  type FiringAlert,
  LiveAlerts,
  type RulesChange,
  type WatchedLog,
} from './rules/live-alerts.ts';
export type { GroupStanding, LiveRuleState } from './rules/live-rule.ts';
export {
  isMuted,
  type Mute,
  type MuteSpan,
  unmutedFrom,
  type Weekday,
  type WeeklyMute,
} from './rules/mute.ts';
export { type Reading, reading } from './rules/reading.ts';
export {
  type HitPlacer,
  RuleEngine,
  type RuleEngineState,
  type RuleStanding,
} from './rules/rule-engine.ts';
export {
  alertMessage,
  literalTemplate,
  MESSAGE_FIELDS,
  METRIC_WORDS,
  ruleMessage,
} from './rules/rule-message.ts';
export { RuleSeries, type RuleSeriesState, type SeriesOverflow } from './rules/rule-series.ts';
export { roundedValue, type RuleTransition } from './rules/rule-transition.ts';
export { type Misplaced, RuleWatch } from './rules/rule-watch.ts';
export { DDSketch, type DDSketchState, type Quantiles } from './tables/dd-sketch.ts';
export { HyperLogLog } from './tables/hyper-log-log.ts';
export { KeyTable } from './tables/key-table.ts';
export type { KeyTableLimits } from './tables/key-table-state.ts';
export type { TableRow, TableSnapshot } from './tables/table-snapshot.ts';
export { type Clock } from './time/clock.ts';
export {
  EVENT_CLOCK_DEFAULTS,
  EventClock,
  type EventClockOptions,
  type EventClockState,
} from './time/event-clock.ts';
export {
  FileAccount,
  type FileAccountState,
  type PathAccount,
  type UnparsedExample,
} from './traffic/file-account.ts';
export { Intake } from './traffic/intake.ts';
export type { LineTable } from './traffic/line-table.ts';
export { type Peak, SecondCounts } from './traffic/second-counts.ts';
export { FittingHits } from './traffic/fitting-hits.ts';
export { type RecentSpan, type RecentSpanMs, RecentTraffic } from './traffic/recent-traffic.ts';
export { Rollup } from './traffic/rollup.ts';
export type {
  RollupOptions,
  RollupState,
  TrafficSnapshot,
  TrafficSummary,
  TrafficTables,
} from './traffic/rollup-state.ts';
export {
  type FileTally,
  fileTally,
  type NewScanner,
  type StreamKey,
  Tally,
} from './traffic/tally.ts';
