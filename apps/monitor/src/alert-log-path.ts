import { homedir } from 'node:os';
import { join } from 'node:path';

/** `alerts.ndjson` in the state folder of the XDG Base Directory Specification. */
export function defaultAlertLogPath(env: Readonly<Record<string, string | undefined>>): string {
  const stateHome = env['XDG_STATE_HOME'];
  // The specification has relative paths ignored.
  const folder = stateHome?.startsWith('/') ? stateHome : join(homedir(), '.local', 'state');
  return join(folder, 'hitwatch', 'alerts.ndjson');
}
