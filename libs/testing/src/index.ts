export { change, type ChangeParts, changes } from './alerts/example-changes.ts';
export { notification } from './alerts/example-notifications.ts';
export { FixedHistory } from './alerts/fixed-history.ts';
export { RecordingSink } from './alerts/recording-sink.ts';
export { alertHistoryContract } from './contracts/alert-history-contract.ts';
export { alertSinkContract, type AlertSinkSubject } from './contracts/alert-sink-contract.ts';
export { clockContract, type ClockSubject } from './contracts/clock-contract.ts';
export { fileSystemContract, type FileSystemSubject } from './contracts/file-system-contract.ts';
export { liveTrafficContract, type LiveTrafficSubject } from './contracts/live-traffic-contract.ts';
export {
  logSourceContract,
  type LogSourceSubject,
  type LogSourceTraits,
} from './contracts/log-source-contract.ts';
export { notificationBoardContract } from './contracts/notification-board-contract.ts';
export { rollupBusContract, type RollupBusSubject } from './contracts/rollup-bus-contract.ts';
export { diskContract } from './contracts/disk-contract.ts';
export { Pulled, type PulledStream } from './contracts/pulled.ts';
export {
  type BlockedReporterSubject,
  reporterContract,
  type ReporterSubject,
} from './contracts/reporter-contract.ts';
export { sleeperContract, type SleeperSubject } from './contracts/sleeper-contract.ts';
export { stateStoreContract } from './contracts/state-store-contract.ts';
export { FaultyDisk } from './disk/faulty-disk.ts';
export { type Fault, FaultyFileSystem, type FileCall } from './files/faulty-file-system.ts';
export { ManualLiveTraffic } from './live/manual-live-traffic.ts';
export {
  alertEvent,
  aWholeRun,
  intervalEvent,
  noticeEvent,
  startEvent,
  stopEvent,
} from './reporter/example-events.ts';
export { noTraffic, type ShortRow, someTraffic, table } from './reporter/example-traffic.ts';
export { RecordingReporter } from './reporter/recording-reporter.ts';
export { ScriptedSource, type ScriptStep } from './source/scripted-source.ts';
export { checkpointOf, exampleRules, exampleState, rolledUp } from './state/example-state.ts';
export { RememberingStore } from './state/remembering-store.ts';
export { ManualTerminal } from './terminal/manual-terminal.ts';
export { ManualClock, SOME_TIME_MS } from './time/manual-clock.ts';
export { ManualSleeper } from './time/manual-sleeper.ts';
export { ParkedSleeper } from './time/parked-sleeper.ts';
