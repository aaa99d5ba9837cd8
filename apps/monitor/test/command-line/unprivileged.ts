import { spawnSync } from 'node:child_process';

import { mainOf } from '../running-program.ts';

const NOBODY = 65534;

/** A user to whom permissions apply, undefined for the one who runs this, or why there is none. */
export function unprivileged(): number | undefined | string {
  if (process.getuid?.() !== 0) return undefined;
  const tried = spawnSync(process.execPath, [mainOf('monitor'), '--version'], { uid: NOBODY });
  return tried.status === 0 ? NOBODY : 'root may read everything, and no other user may run this';
}
