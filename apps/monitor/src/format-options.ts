import { UsageFailure } from '@hitwatch/adapters';
import { TrustedProxies } from '@hitwatch/domain';

import { checkChoice, type FormatChoice, readConf } from './formats.ts';

export interface FormatValues {
  readonly format?: string;
  readonly 'format-from'?: string;
  readonly 'date-format'?: string;
  readonly 'time-format'?: string;
  readonly 'trusted-proxy'?: string[];
}

/**
 * What the options say of formats, and the logs to read: those that a server's configuration names
 * where no other is. Throws `UsageFailure`, and `EnvironmentFailure` for a file that is unreadable.
 */
export function readChoice(
  values: FormatValues,
  files: readonly string[],
): { choice: FormatChoice; files: readonly string[] } {
  const { format, 'format-from': from, 'trusted-proxy': trustedProxies = [] } = values;
  if (format !== undefined && from !== undefined) {
    throw new UsageFailure('--format and --format-from are given', 'give one of them');
  }
  checkProxies(trustedProxies);
  const times = { dateFormat: values['date-format'], timeFormat: values['time-format'] };
  const choice = { format, ...times, trustedProxies };
  checkChoice(choice);
  if (from === undefined) return { choice, files };
  const logs = readConf(from);
  if (files.length === 0) {
    return {
      choice: { ...choice, defined: logs },
      files: [...new Set(logs.map(({ path }) => path))],
    };
  }
  // A copy of a log elsewhere has the format of the only one that there is.
  const [only, ...others] = new Set(logs.map(({ definition }) => definition));
  const [first] = logs;
  const isOnly = only !== undefined && others.length === 0 && first !== undefined;
  const defined = isOnly ? files.map((path) => ({ ...first, path })) : logs;
  return { choice: { ...choice, defined }, files };
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
