export type { AlertHistory, AlertSink } from './alert-sink.ts';
export type { LivePulse, LiveTraffic, SpanTraffic, TimeSpan } from './live-traffic.ts';
export type {
  BlockEvent,
  EndEvent,
  FinishedEvent,
  LogMark,
  LogSource,
  LogStream,
  NoticeEvent,
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
  StopEvent,
} from './monitor-event.ts';
export type { Reporter } from './reporter.ts';
export type { Sleeper } from './sleeper.ts';
export type { Terminal, TerminalListener, TerminalSize } from './terminal.ts';
