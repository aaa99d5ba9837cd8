import { randomInt } from 'node:crypto';

import type { RollupOptions } from '@hitwatch/domain';

/**
 * The tables' hash seed is new in every run, so that no client can prepare keys that collide; a run
 * that goes on with what another one has counted has that one's.
 */
export function rollupOptions(site: string | undefined, seed?: number): RollupOptions {
  return { seed: seed ?? randomInt(2 ** 32), site };
}
