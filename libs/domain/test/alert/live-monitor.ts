import sinon, { type SinonFakeTimers } from 'sinon';
import {
  type AlertTransition,
  AlertWatch,
  EventClock,
  HighTrafficPolicy,
  type HighTrafficRule,
} from '../../src/index.ts';

const TICK_MS = 100;

/** Remembers which seconds it was asked about, and with how many hits. */
export class AskedPolicy extends HighTrafficPolicy {
  readonly asked: { readonly second: number; readonly hits: number }[] = [];

  override evaluate(second: number, hits: number): AlertTransition | undefined {
    this.asked.push({ second, hits });
    return super.evaluate(second, hits);
  }
}

/**
 * An alert watch in the loop that an app gives it, under a wall clock that a test turns by hand.
 */
export class LiveMonitor {
  readonly timers: SinonFakeTimers;
  readonly policy: AskedPolicy;
  readonly clock: EventClock;
  readonly watch: AlertWatch;
  readonly transitions: AlertTransition[] = [];

  constructor(rule: HighTrafficRule, startMs = 0) {
    this.timers = sinon.useFakeTimers({ now: startMs, toFake: ['Date'] });
    this.clock = new EventClock({ nowMs: () => Date.now() });
    this.policy = new AskedPolicy(rule);
    this.watch = new AlertWatch(this.clock, this.policy, (transition) => {
      this.transitions.push(transition);
    });
  }

  /**
   * A block of lines comes, all of one second, and the loop looks at the clock behind it. Returns
   * where the last one was placed.
   */
  lines(second: number, count = 1): number {
    this.clock.arrive();
    let placement = NaN;
    for (let line = 0; line < count; line++) placement = this.watch.observe(second);
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
    return this.transitions.map(({ state, second }) => `${state} ${second}`);
  }

  /** Gives the real clock back. */
  restore(): void {
    this.timers.restore();
  }
}
