import { UsageFailure } from '@hitwatch/adapters';
import { TrustedProxies } from '@hitwatch/domain';

import { checkChoice, type FormatChoice } from './formats.ts';
import { readConf } from './read-conf.ts';

export interface FormatValues {
  readonly format?: string;
  readonly 'format-from'?: string;
  readonly 'date-format'?: string;
  readonly 'time-format'?: string;
  readonly 'trusted-proxy'?: string[];
}

/** What the options say of formats. */
export interface ReadChoice {
  readonly choice: FormatChoice;
  /** The logs to read: those that a server's configuration names where no other is. */
  readonly files: readonly string[];
  /** What the user should know before they are read. */
  readonly notices: readonly string[];
}

/** Throws `UsageFailure`, and `EnvironmentFailure` for a configuration that is unreadable. */
export function readChoice(values: FormatValues, files: readonly string[]): ReadChoice {
  const { format, 'format-from': from, 'trusted-proxy': trustedProxies = [] } = values;
  if (format !== undefined && from !== undefined) {
    throw new UsageFailure('--format and --format-from are given', 'give one of them');
  }
  checkProxies(trustedProxies);
  const times = { dateFormat: values['date-format'], timeFormat: values['time-format'] };
  const choice = { format, ...times, trustedProxies };
  checkChoice(choice);
  if (from === undefined) return { choice, files, notices: [] };
  const hasFiles = files.length > 0;
  const { logs: defined, only, paths, passedOver } = readConf(from, hasFiles);
  return {
    choice: { ...choice, defined, only },
    files: hasFiles ? files : paths,
    notices: hasFiles ? [] : passedOver.map((what) => `${what}: not read`),
  };
}

function checkProxies(networks: readonly string[]): void {
  for (const network of networks) {
    try {
      new TrustedProxies([network]);
    } catch {
      const what = `--trusted-proxy ${JSON.stringify(network)} is no address and no network`;
      throw new UsageFailure(what, 'give one such as 10.0.0.0/8 or ::1');
    }
  }
}
