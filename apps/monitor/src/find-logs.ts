import { accessSync, constants, fstatSync } from 'node:fs';

import { UsageFailure } from '@hitwatch/adapters';

import { USUAL_PLACES } from './defaults.ts';

/**
 * The logs to read when the user named none: what is piped in, else the first readable usual place.
 */
export function findLogs(): readonly string[] {
  if (isPiped()) return ['-'];
  const found = USUAL_PLACES.find(isReadable);
  if (found !== undefined) return [found];
  throw new UsageFailure(
    'no log to read: none was named, none is piped in and none is in the usual places',
    'name one, as in hitwatch access.log, or see what it does with hitwatch --demo',
  );
}

/** A pipe, a file or a socket; a terminal and /dev/null are character devices. */
function isPiped(): boolean {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isFile() || stdin.isSocket();
  } catch {
    return false;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
