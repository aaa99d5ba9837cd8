import { UsageFailure } from './failure.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  '': 1000,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Milliseconds of a duration such as `90`, `500ms`, `1m30s` or `1.5h`; a bare number is seconds.
 * Throws `UsageFailure` naming `option` for anything else, and for nothing at all.
 */
export function parseDuration(text: string, option: string): number {
  let ms = 0;
  let rest = text.trim();
  const bare = /^\d+(\.\d+)?$/.test(rest);
  const parts = bare ? [[rest, rest, '']] : [...rest.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy)];
  for (const [part = '', number = '', unit = ''] of parts) {
    ms += Number(number) * (UNIT_MS[unit] ?? NaN);
    rest = rest.slice(part.length);
  }
  if (parts.length === 0 || rest !== '' || !(ms > 0) || !Number.isFinite(ms)) {
    throw new UsageFailure(
      `${option} ${JSON.stringify(text)} is no duration`,
      'give a number above 0 with ms, s, m, h or d, such as 90s or 1m30s',
    );
  }
  return ms;
}
