export { DEMO_ARRIVALS, DEMO_TRAFFIC, demoLoad } from './demo.ts';
export { LOG_FORMATS, type LogFormat } from './lines/line-writer.ts';
export {
  type ArrivalOptions,
  arrivals,
  InventedLoad,
  type TrafficOptions,
} from './load/invented-load.ts';
export type { Load } from './load/load.ts';
export { Pacer, type PacerOptions, type Pacing } from './load/pacer.ts';
export { ReplayedLoad, type ReplayOptions } from './load/replayed-load.ts';
export { type LineOutput, type LoadRun, runLoad } from './load/run-load.ts';
export type { Schedule } from './rate/arrivals.ts';
export type { Spike } from './rate/spike.ts';
