export type { AlertNotification } from './alert-notification.ts';
export type { AlertHistory, AlertSink } from './alert-sink.ts';
export type { Disk, DiskFile } from './disk.ts';
export type { FileStatus, FileSystem } from './file-system.ts';
export type {
  FilteredLines,
  FilterProblem,
  LivePulse,
  LiveTraffic,
  SpanTraffic,
  TimeSpan,
} from './live-traffic.ts';
export type {
  BlockEvent,
  EndEvent,
  FinishedEvent,
  LogMark,
  LogSource,
  LogStream,
  NoticeEvent,
  SeenFile,
  SourceEvent,
  StreamMark,
} from './log-source.ts';
export type {
  AlertEvent,
  IntervalEvent,
  MonitorEvent,
  Notice,
  NoticeReport,
  StartEvent,
  StateReport,
  StopEvent,
  TrafficSums,
} from './monitor-event.ts';
export type { Reporter } from './reporter.ts';
export type {
  BusEvent,
  Claim,
  NotificationBoard,
  RollupBus,
  RollupStream,
  StoredRollups,
} from './rollup-bus.ts';
export type { Sleeper } from './sleeper.ts';
export type {
  Checkpoint,
  LoadedState,
  MonitorMemory,
  MonitorState,
  StateStore,
} from './state-store.ts';
export type { Terminal, TerminalListener, TerminalSize } from './terminal.ts';
