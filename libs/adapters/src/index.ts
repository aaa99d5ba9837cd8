export { alertLogFiles, readChanges } from './alerts/alert-log-files.ts';
export { SystemClock } from './clock/system-clock.ts';
export { TimerSleeper } from './clock/timer-sleeper.ts';
export { parseDuration } from './command-line/duration.ts';
export { EnvironmentFailure, systemErrorCode, UsageFailure } from './command-line/failure.ts';
export { oneOf, parsed } from './command-line/option-values.ts';
export { configPlaces, findConfig } from './config/find-config.ts';
export { packingOfFile } from './compressed/packed-file.ts';
export { type Packing, packingOf } from './compressed/packing.ts';
export { readUnpacked } from './compressed/read-unpacked.ts';
export { NodeDisk } from './disk/node-disk.ts';
export { AlertLog } from './files/alert-log.ts';
export { directivesBefore } from './files/file-directives.ts';
export { readHead } from './files/file-head.ts';
export { type FileRange, readRange } from './files/file-range.ts';
export { FileReader } from './files/file-reader.ts';
export { FileTailer } from './files/file-tailer.ts';
export type { Followed } from './files/followed.ts';
export { FollowedFile } from './files/followed-file.ts';
export type { FollowedFileOptions } from './files/followed-file-options.ts';
export { NodeFileSystem } from './files/node-file-system.ts';
export { OpenLog } from './files/open-log.ts';
export { readFailure } from './files/read-failure.ts';
export { compareInTime, rotatedName } from './files/rotated-name.ts';
export { RotatingFile, type Rotation } from './files/rotating-file.ts';
export { findWindowStart } from './files/window-start.ts';
export { alertRecordObject, alertsDocument } from './json/alert-record-object.ts';
export { alertObject, driverObject, firingObject } from './json/alert-object.ts';
export {
  type BacktestAlert,
  backtestDocument,
  type BacktestResult,
  type BacktestRule,
} from './json/backtest-document.ts';
export {
  eventObject,
  reportDocument,
  type TimedVerification,
  type TrafficReport,
} from './json/documents.ts';
export { encodeJson } from './json/encode.ts';
export { Claims } from './groups/claims.ts';
export { FollowedGroup, type FollowedGroupOptions } from './groups/followed-group.ts';
export { type LogGroup, logGroup } from './groups/log-group.ts';
export { PassedOver } from './groups/passed-over.ts';
export { NdjsonReporter } from './json/ndjson-reporter.ts';
export { FollowedStream } from './streams/followed-stream.ts';
export { isNamedPipe, openNamedPipe } from './streams/named-pipe.ts';
export { Output } from './streams/output.ts';
export { FolderLock } from './state/folder-lock.ts';
export type { EarlierMemory } from './state/earlier-memory.ts';
export { decodeState, StateFolder } from './state/state-folder.ts';
export { parseSyslogAddress, type SyslogAddress, syslogName } from './syslog/syslog-address.ts';
export { MESSAGE_BYTES_MAX, SyslogFrames } from './syslog/syslog-frames.ts';
export { SyslogInbox, type SyslogReader } from './syslog/syslog-inbox.ts';
export { SyslogListener } from './syslog/syslog-listener.ts';
export { lineStart } from './syslog/syslog-message.ts';
export { grouped, shortBytes, shortDuration } from './text/numbers.ts';
export { Progress } from './text/progress.ts';
export { sanitize } from './text/sanitize.ts';
export { colourStyle, type ColourSetting, plainStyle, type Style, styleFor } from './text/style.ts';
export type { View } from './text/traffic-view.ts';
export { Zone } from './text/zone.ts';
export { LocalBoard } from './fleet/local-board.ts';
export { LocalBus } from './fleet/local-bus.ts';
export { CLAIM_DEFAULTS, NotificationClaims } from './fleet/notification-claims.ts';
export { decodeRollups, encodeRollups } from './fleet/rollup-codec.ts';
