import { type Output, styleFor } from '@hitwatch/adapters';
import { WatchReporter } from '@hitwatch/adapters/views';
import type { Reporter } from '@hitwatch/ports';

import type { WatchOptions } from './options.ts';
import { type Surroundings, textWidth } from './surroundings.ts';

/** Writes reports for a person who has no dashboard. */
export function newTextReporter(
  { zone }: Pick<WatchOptions, 'zone'>,
  around: Surroundings,
  output: Output,
): Reporter {
  return new WatchReporter({
    output,
    style: styleFor({ isTerminal: around.stdout.isTTY === true, env: around.env }),
    zone,
    width: () => textWidth(around),
  });
}
