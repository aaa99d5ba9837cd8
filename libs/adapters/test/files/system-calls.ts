import { type FileHandle, open } from 'node:fs/promises';
import sinon from 'sinon';

/** Calls `between` after each `read` and `stat` of an open file, before its caller hears of it. */
export async function betweenSystemCalls(between: () => void): Promise<void> {
  const handle = await open(import.meta.filename, 'r');
  // Every file handle has this prototype, and nothing exports it.
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  for (const call of ['read', 'stat'] as const) {
    // Arguments are only passed on, so of the overloads nothing has to be known.
    const original = Reflect.get(prototype, call) as (...args: unknown[]) => Promise<unknown>;
    const replacement = async function (this: FileHandle, ...args: unknown[]) {
      const result = await original.apply(this, args);
      between();
      return result;
    };
    sinon.replace(prototype, call, replacement as never);
  }
}
