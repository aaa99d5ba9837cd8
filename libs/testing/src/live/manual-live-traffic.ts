import type { FilterProblem, LivePulse, LiveTraffic, SpanTraffic, TimeSpan } from '@hitwatch/ports';

import { someTraffic } from '../reporter/example-traffic.ts';
import { SOME_TIME_MS } from '../time/manual-clock.ts';

/** Live traffic that a test sets; keeps what it was asked for. */
export class ManualLiveTraffic implements LiveTraffic {
  lines: readonly string[] = [];
  /** What `filter` and `writeReport` find wrong, if anything. */
  problem: string | undefined;
  readonly filters: string[] = [];
  readonly spans: TimeSpan[] = [];
  reports = 0;
  #pulse: LivePulse;
  #traffic: SpanTraffic;

  constructor() {
    const traffic = someTraffic();
    const { lines } = traffic;
    this.#pulse = {
      second: SOME_TIME_MS / 1000,
      hitsPerSecond: [1, 2, 3],
      windowHits: 6,
      alertState: 'normal',
      lines,
      files: [{ path: '/var/log/nginx/access.log', format: 'combined', lines }],
      silentMs: 40,
      behindBytes: undefined,
      filtered: undefined,
    };
    const [fromMs, toMs] = [SOME_TIME_MS - 10_000, SOME_TIME_MS];
    this.#traffic = { fromMs, toMs, traffic, before: undefined };
  }

  set(pulse: Partial<LivePulse>, traffic: Partial<SpanTraffic> = {}): void {
    this.#pulse = { ...this.#pulse, ...pulse };
    this.#traffic = { ...this.#traffic, ...traffic };
  }

  pulse(seconds: number): LivePulse {
    const { hitsPerSecond } = this.#pulse;
    const from = Math.max(0, hitsPerSecond.length - seconds);
    return { ...this.#pulse, hitsPerSecond: hitsPerSecond.slice(from) };
  }

  traffic(span: TimeSpan): SpanTraffic {
    this.spans.push(span);
    return this.#traffic;
  }

  tail(lines: number): readonly string[] {
    return this.lines.slice(Math.max(0, this.lines.length - lines));
  }

  filter(text: string): FilterProblem | undefined {
    this.filters.push(text);
    return this.problem === undefined ? undefined : { column: 1, message: this.problem };
  }

  writeReport(): Promise<string> {
    this.reports++;
    return this.problem === undefined
      ? Promise.resolve('hitwatch-report.txt')
      : Promise.reject(new Error(this.problem));
  }
}
