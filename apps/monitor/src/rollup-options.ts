import { randomInt } from 'node:crypto';

import type { RollupOptions } from '@hitwatch/domain';

/** The tables' hash seed is new in every run, so that no client can prepare keys that collide. */
export function rollupOptions(site: string | undefined): RollupOptions {
  return { seed: randomInt(2 ** 32), site };
}
