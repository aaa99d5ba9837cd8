import { type SyslogAddress, SyslogListener } from '@hitwatch/adapters';

/** Rejects with an `EnvironmentFailure` for an address at which nobody can listen. */
export async function openListeners(
  addresses: readonly SyslogAddress[],
): Promise<readonly SyslogListener[]> {
  const listeners: SyslogListener[] = [];
  for (const address of addresses) listeners.push(await SyslogListener.open(address));
  return listeners;
}
