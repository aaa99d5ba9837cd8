import { constants, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

import { readFailure } from '../files/read-failure.ts';

/** Whether a named pipe stands at `path`, such as a shell makes of `<(tail -F access.log)`. */
export function isNamedPipe(path: string): boolean {
  try {
    return statSync(path).isFIFO();
  } catch {
    return false;
  }
}

/**
 * A named pipe as a stream: it waits for a writer and ends when the last one has closed it. It is
 * not opened as a file, for that would wait in a thread of the pool, and a process whose threads
 * wait cannot end. Throws an `EnvironmentFailure` when it cannot be opened.
 */
export function openNamedPipe(path: string): Readable {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw readFailure(path, error);
  }
}
