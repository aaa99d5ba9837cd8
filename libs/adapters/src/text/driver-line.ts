import type { AlertChange, Driver } from '@hitwatch/domain';

import { fit } from './columns.ts';
import { percent } from './numbers.ts';
import { sanitize } from './sanitize.ts';

const SHOWN_MAX = 3;
const KEY_CELLS_MAX = 40;

/**
 * The strongest drivers of a change in one line, each of another dimension:
 * `/api 82.0% of the hits, was 12.0%; 192.0.2.7 75.1%, was 0.3%`. Undefined where there are none.
 */
export function driverLine({
  drivers,
  hitsBefore,
}: Pick<AlertChange, 'drivers' | 'hitsBefore'>): string | undefined {
  // Where nothing at all came before, there is nothing to compare with.
  const hasBefore = hitsBefore > 0;
  const strongest = drivers
    .filter(({ dimension }) => hasBefore || dimension !== 'status')
    .sort((a, b) => growth(b) - growth(a) || order(a) - order(b));
  const shown = strongest.filter(
    // A section that is one URL is told once.
    ({ dimension, key }, at) =>
      strongest.findIndex((one) => one.dimension === dimension || one.key === key) === at,
  );
  if (shown.length === 0) return undefined;
  return shown
    .slice(0, SHOWN_MAX)
    .map((driver, at) => {
      const of = at === 0 ? ' of the hits' : '';
      const was = hasBefore ? `, was ${percent(driver.shareBefore, 1)}` : '';
      return `${driverName(driver)} ${percent(driver.share, 1)}${of}${was}`;
    })
    .join('; ');
}

/** A key as people know it: what a status is cannot be seen from its number. */
export function driverName({ dimension, key }: Driver): string {
  const shown = fit(sanitize(key), KEY_CELLS_MAX);
  return dimension === 'status' ? `status ${shown}` : shown;
}

/** In thousandths: what differs by less is as strong. */
function growth({ share, shareBefore }: Driver): number {
  return Math.round((share - shareBefore) * 1000);
}

/** Of those that are as strong, what is asked for comes before who asks, and how that ends. */
function order({ dimension }: Driver): number {
  return ['sections', 'urls', 'clients', 'status'].indexOf(dimension);
}
