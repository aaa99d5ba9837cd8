import sinon, { type SinonFakeTimers } from 'sinon';
import {
  type AlertChange,
  EventClock,
  highTrafficRule,
  LiveAlerts,
  type WatchedLog,
} from '../../src/index.ts';
import { secondOf, setSecond } from '../../src/conditions/hit-fields.ts';
import { plainScanner } from '../scanners.ts';
import { textBlock } from '../text-block.ts';
import { accessLine } from '../traffic/access-lines.ts';
import type { HighTraffic } from './naive-alert.ts';

const TICK_MS = 100;

export type Placement = 'onTime' | 'late' | 'future';

/** High traffic in the loop that an app gives it, under a wall clock that a test turns by hand. */
export class LiveMonitor {
  readonly timers: SinonFakeTimers;
  readonly clock: EventClock;
  readonly watch: LiveAlerts;
  readonly changes: AlertChange[] = [];
  readonly #scanner = plainScanner(1);
  readonly #log: WatchedLog;
  /** The second in which the last hit was counted. */
  placedSecond = NaN;

  constructor({ threshold, windowSeconds }: HighTraffic, startMs = 0) {
    this.timers = sinon.useFakeTimers({ now: startMs, toFake: ['Date'] });
    this.clock = new EventClock({ nowMs: () => Date.now() });
    const rules = [highTrafficRule(threshold, windowSeconds)];
    this.watch = new LiveAlerts(this.clock, rules, 1, (change) => this.changes.push(change));
    this.#log = this.watch.log('access.log');
  }

  /**
   * A block of lines comes, all of one second, and the loop looks at the clock behind it. Returns
   * where the last one was placed.
   */
  lines(second: number, count = 1): Placement {
    this.clock.arrive();
    const block = textBlock(`${accessLine()}\n`.repeat(count));
    const { batch } = this.#scanner;
    let placement: Placement = 'onTime';
    for (let at = 0; at < block.length;) {
      at = this.#scanner.scan(block, at, block.length);
      // No line can state each second, such as one before 1970.
      for (let line = 0; line < batch.size; line++) setSecond(batch, line, second);
      const { late, future } = this.#log.observe(batch, batch.size);
      placement = future > 0 ? 'future' : late > 0 ? 'late' : 'onTime';
      this.placedSecond = secondOf(batch, batch.size - 1);
    }
    this.watch.advance();
    return placement;
  }

  /** Wall time passes, and the loop looks at it every tenth of a second. */
  pass(seconds: number): void {
    for (let ms = 0; ms < seconds * 1000; ms += TICK_MS) {
      this.timers.tick(TICK_MS);
      this.watch.advance();
    }
  }

  /** One second of live traffic: its lines come at its beginning. */
  live(second: number, count: number): void {
    if (count > 0) this.lines(second, count);
    this.pass(1);
  }

  /** `triggered 7`, `recovered 9`: what happened, and in which second. */
  get story(): string[] {
    return this.changes.map(({ kind, second }) => `${kind} ${second}`);
  }

  /** Gives the real clock back. */
  restore(): void {
    this.timers.restore();
  }
}
