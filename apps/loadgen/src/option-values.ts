import { parseDuration, UsageFailure } from '@hitwatch/adapters';
import type { Spike } from '@hitwatch/generator';

const BYTE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
};

/** A number from `min` on, with decimals. */
export function readNumber(option: string, text: string, min: number): number {
  const value = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= Number.MAX_SAFE_INTEGER) return value;
  throw unusable(option, text, `a number, ${min} or more`);
}

export function readPositive(option: string, text: string): number {
  const value = readNumber(option, text, 0);
  if (value > 0) return value;
  throw unusable(option, text, 'a number above 0');
}

export function readWhole(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw unusable(option, text, `a whole number from ${min} to ${max}`);
}

/** `2%` or `0.02`. */
export function readShare(option: string, text: string): number {
  const [, number = '', percent] = /^(\d+\.?\d*|\.\d+)(%?)$/.exec(text) ?? [];
  const share = number === '' ? NaN : Number(number) / (percent === '%' ? 100 : 1);
  if (share <= 1) return share;
  throw unusable(option, text, 'a share such as 2% or 0.02');
}

/** `1000`, `200MB`, `64KiB`. */
export function readBytes(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmg]i?)?b?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (BYTE_UNITS[unit.toLowerCase()] ?? NaN));
  if (bytes >= 1) return bytes;
  throw unusable(option, text, 'a number of bytes such as 500000, 200MB or 64KiB');
}

/** RFC 3339, or a date alone, which is midnight in UTC; as epoch milliseconds. */
export function readTime(option: string, text: string): number {
  const shaped = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/i.exec(text);
  const ms = shaped === null ? NaN : Date.parse(text);
  // 31 February is taken for 3 March unless one looks.
  const [, date = ''] = shaped ?? [];
  const exists = !Number.isNaN(ms) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
  if (exists && ms >= 0) return ms;
  throw unusable(option, text, 'a time with its zone, such as 2026-01-01T00:00:00Z, from 1970 on');
}

/** `at=60s,for=30s,times=10` and perhaps `every=10m`. */
export function readSpike(text: string): Spike {
  const shape = 'give at=60s,for=30s,times=10 and, to repeat it, every=10m';
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const [name = '', value] = part.split('=');
    if (value === undefined || !['at', 'for', 'times', 'every'].includes(name) || parts.has(name)) {
      throw new UsageFailure(`--spike has a part ${JSON.stringify(part)} that is not known`, shape);
    }
    parts.set(name, value);
  }
  const [at = '0', length, times, every] = ['at', 'for', 'times', 'every'].map((name) =>
    parts.get(name),
  );
  if (length === undefined || times === undefined) {
    throw new UsageFailure(`--spike ${JSON.stringify(text)} lacks for= or times=`, shape);
  }
  const spike = {
    atMs: /^0+(ms|[smhd])?$/.test(at) ? 0 : Math.round(parseDuration(at, '--spike at')),
    forMs: Math.ceil(parseDuration(length, '--spike for')),
    times: readNumber('--spike times', times, 0),
    everyMs: every === undefined ? undefined : Math.round(parseDuration(every, '--spike every')),
  };
  if (spike.everyMs !== undefined && spike.everyMs <= spike.forMs) {
    throw new UsageFailure(
      `--spike ${JSON.stringify(text)} begins again before it is over`,
      'give an every= longer than its for=',
    );
  }
  return spike;
}

function unusable(option: string, text: string, wanted: string): UsageFailure {
  return new UsageFailure(`${option} ${JSON.stringify(text)} cannot be used`, `give ${wanted}`);
}
