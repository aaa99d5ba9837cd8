import { ReadStream, WriteStream } from 'node:tty';

import { UsageFailure } from '@hitwatch/adapters';

import type { WatchOptions } from '../options.ts';
import type { Surroundings } from '../surroundings.ts';

/** A terminal that keys come from and a screen can be drawn on. */
export interface Seat {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
}

/**
 * Where the dashboard is to be, or undefined where text is. Throws `UsageFailure` when it was asked
 * for by name and cannot be.
 */
export function seatOf(
  { output, files }: Pick<WatchOptions, 'output' | 'files'>,
  { stdin, stdout, env }: Surroundings,
): Seat | undefined {
  if (output !== 'auto' && output !== 'tui') return undefined;
  const isInput = files.includes('-');
  if (stdin instanceof ReadStream && stdout instanceof WriteStream) {
    if (env['TERM'] !== 'dumb' && !isInput) return { stdin, stdout };
  }
  if (output === 'auto') return undefined;
  const why = isInput
    ? 'the keys of the dashboard come from standard input, which is to be a log'
    : 'the dashboard needs a terminal for its keys and its screen';
  throw new UsageFailure(why, 'use --output text');
}
