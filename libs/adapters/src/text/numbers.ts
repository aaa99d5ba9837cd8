const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
/** Made when it is needed: it takes milliseconds, and machine output has no use for it. */
let groups: Intl.NumberFormat | undefined;

/** `1,234,567` */
export function grouped(value: number): string {
  groups ??= new Intl.NumberFormat('en-US');
  return groups.format(value);
}

/** Bytes with three digits at the most, in powers of 1000: `0 B`, `999 B`, `4.21 MB`, `54.7 GB`. */
export function shortBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be rounded to 1000
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? String(value) : threeDigits(value)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** A rate with as many decimals as help: `<0.001`, `0.037`, `4.21`, `54.7`, `1,234`. */
export function shortRate(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond < 0.0005) return '<0.001';
  if (perSecond < 0.9995) return perSecond.toFixed(3);
  return perSecond < 999.5 ? threeDigits(perSecond) : grouped(Math.round(perSecond));
}

/** `0%`, `0.3%`, `12.5%`, `100%`; what is not nothing never reads as `0%`. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  if (part === whole) return '100%';
  const share = (part / whole) * 100;
  if (share < 0.05) return '<0.1%';
  return `${(share > 99.9 ? 99.9 : share).toFixed(1)}%`;
}

/** `850ms`, `12s`, `3m 20s`, `5h 2m`, `8d 3h`. */
export function shortDuration(ms: number): string {
  // 999.5 would be rounded to 1000
  if (ms < 999.5) return `${String(Math.round(ms))}ms`;
  const seconds = Math.round(ms / 1000);
  const pairs: readonly (readonly [number, string, number, string])[] = [
    [86_400, 'd', 3600, 'h'],
    [3600, 'h', 60, 'm'],
    [60, 'm', 1, 's'],
  ];
  for (const [large, largeUnit, small, smallUnit] of pairs) {
    if (seconds < large) continue;
    const rest = Math.floor((seconds % large) / small);
    const whole = `${String(Math.floor(seconds / large))}${largeUnit}`;
    return rest === 0 ? whole : `${whole} ${String(rest)}${smallUnit}`;
  }
  return `${String(seconds)}s`;
}

/** A time of microseconds with three digits at the most: `850µs`, `12.3ms`, `1.24s`, `2m 5s`. */
export function shortTime(micros: number): string {
  if (micros < 999.5) return `${String(Math.round(micros))}µs`;
  if (micros < 999_500) return `${threeDigits(micros / 1000)}ms`;
  if (micros < 59_950_000) return `${threeDigits(micros / 1e6)}s`;
  return shortDuration(micros / 1000);
}

function threeDigits(value: number): string {
  return value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}
