import {
  arrivals,
  type ArrivalOptions,
  InventedLoad,
  type TrafficOptions,
} from './load/invented-load.ts';
import type { Load } from './load/load.ts';

export const DEMO_TRAFFIC: TrafficOptions = {
  seed: 20,
  sections: 16,
  clients: 400,
  errorShare: 0.02,
  malformedShare: 0.002,
  format: 'combined',
};

/**
 * Some 20 lines a second on average: calm at 6, and a rush of 40 that takes the average of the
 * default alert (10 a second over 120 s) over its threshold half a minute after it began and lets
 * it recover before the next.
 */
export const DEMO_ARRIVALS: ArrivalOptions = {
  linesPerSecond: 6,
  poisson: true,
  spikes: [{ atMs: 20_000, forMs: 90_000, times: 40 / 6, everyMs: 240_000 }],
};

/**
 * The traffic that `hitwatch --demo` watches, from an instant in epoch milliseconds on, without
 * end.
 */
export function demoLoad(startMs: number): Load {
  return new InventedLoad(DEMO_TRAFFIC, arrivals(startMs, DEMO_TRAFFIC.seed, DEMO_ARRIVALS));
}
