import type { RollupOptions } from '@hitwatch/domain';

/**
 * The tables' hash seed is new in every run, so that no client can prepare keys that collide; a run
 * that goes on with what another one has counted has that one's. V8 seeds its generator from the
 * system, and no client sees another number of it: `node:crypto` is long to load and adds nothing.
 */
export function rollupOptions(site: string | undefined, seed?: number): RollupOptions {
  return { seed: seed ?? Math.floor(Math.random() * 2 ** 32), site };
}
