import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

import { isNamedPipe, openNamedPipe } from '@hitwatch/adapters';

/** The bytes of a log from its beginning on. What cannot be opened fails when it is read. */
export function openStream(path: string, openStdin: () => Readable): Readable {
  if (path === '-') return openStdin();
  return isNamedPipe(path) ? openNamedPipe(path) : createReadStream(path);
}
