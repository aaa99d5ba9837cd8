import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import sinon from 'sinon';

/** Calls `between` after each read and stat of an open file, before its caller hears of it. */
export function betweenSystemCalls(between: () => void): void {
  for (const call of ['readSync', 'fstatSync'] as const) {
    // Arguments are only passed on, so of the overloads nothing has to be known.
    const original = fs[call] as (...args: unknown[]) => unknown;
    const replacement = (...args: unknown[]) => {
      const result = original(...args);
      between();
      return result;
    };
    sinon.replace(fs, call, replacement as never);
  }
  syncBuiltinESMExports();
}

/** The calls are as they were. */
export function leaveSystemCalls(): void {
  sinon.restore();
  syncBuiltinESMExports();
}

/** Has `fake` called whenever somebody wants to be told of changes to a file. */
export function watchWith(fake: (onChange: () => void) => EventEmitter): void {
  const replacement = (_path: string, _options: object, onChange: () => void) => fake(onChange);
  sinon.replace(fs, 'watch', replacement as never);
  syncBuiltinESMExports();
}
