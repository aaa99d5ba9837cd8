import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

import type { Scratch } from '../scratch.ts';

const PROGRAM = '/usr/sbin/logrotate';

export type RotateMode = 'rename' | 'copytruncate';

/** What logrotate says that it is; undefined where it is not installed. */
export function logrotateVersion(): string | undefined {
  try {
    return execFileSync(PROGRAM, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).split('\n')[0];
  } catch {
    return undefined;
  }
}

/** logrotate with a configuration and a state file of its own, which rotates when it is told to. */
export class LogRotate {
  readonly #args: readonly string[];

  constructor(scratch: Scratch, log: string, mode: RotateMode) {
    const how = mode === 'rename' ? 'nocreate' : 'copytruncate';
    const config = `"${log}" {\n  rotate 1000\n  nocompress\n  missingok\n  ${how}\n}\n`;
    const path = scratch.file('logrotate.conf', config);
    this.#args = ['--force', '--state', scratch.path('logrotate.state'), path];
  }

  async rotate(): Promise<void> {
    await promisify(execFile)(PROGRAM, this.#args);
  }
}
