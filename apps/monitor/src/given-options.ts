import { parseArgs } from 'node:util';

import { WATCH_OPTIONS } from './option-tables.ts';
import type { OptionValues } from './with-settings.ts';

/** What arguments of watch say by themselves; `positionals` where there are any. */
export function givenOptions(args: readonly string[]): OptionValues {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: WATCH_OPTIONS,
    allowPositionals: true,
  });
  return positionals.length === 0 ? values : { ...values, positionals };
}
