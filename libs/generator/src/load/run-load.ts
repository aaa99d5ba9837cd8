import type { Clock } from '@hitwatch/domain';

import type { Pacer } from './pacer.ts';

/** Where lines go. */
export interface LineOutput {
  /** Takes in whole lines and resolves when they may be overwritten and more may come. */
  write(lines: Uint8Array): Promise<void>;
}

export interface LoadRun {
  readonly pacer: Pacer;
  readonly output: LineOutput;
  readonly clock: Clock;
  /** Resolves at an instant of the clock, or earlier when it is woken. */
  readonly sleeper: { sleepUntil(deadlineMs: number): Promise<void> };
  /** Such as an `AbortSignal`; whoever aborts it wakes the sleeper. */
  readonly stop: { readonly aborted: boolean };
}

/**
 * Writes what the pacer says is due until it is done or stopped. What was taken is always written
 * whole.
 */
export async function runLoad({ pacer, output, clock, sleeper, stop }: LoadRun): Promise<void> {
  while (!stop.aborted) {
    await pacer.prepare();
    const lines = pacer.take(clock.nowMs());
    if (lines.length > 0) await output.write(lines);
    if (pacer.done) return;
    await sleeper.sleepUntil(pacer.nextMs());
  }
}
