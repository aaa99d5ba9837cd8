import type { Clock } from '@hitwatch/domain';

/** The wall clock of the machine. The one place that reads it. */
export class SystemClock implements Clock {
  nowMs(): number {
    return Date.now();
  }
}
