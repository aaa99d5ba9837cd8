import type { AlertTransition } from '@hitwatch/domain';

/** How each line of the log begins. */
export const LINE_BEGIN = '{"type":"alert","rule":"';

/** A line of the log, or undefined for what is none: torn, foreign, of a newer version. */
export function parseTransition(line: string): AlertTransition | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { rule, state, at, hits, window_s, threshold } = value as Record<string, unknown>;
  const second = typeof at === 'string' ? Date.parse(at) / 1000 : NaN;
  if (rule !== 'high-traffic' || (state !== 'triggered' && state !== 'recovered')) return undefined;
  if (!Number.isInteger(second) || typeof hits !== 'number') return undefined;
  if (typeof window_s !== 'number' || typeof threshold !== 'number') return undefined;
  return { rule, state, second, hits, windowSeconds: window_s, threshold };
}
