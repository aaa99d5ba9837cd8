import type { Readable, Writable } from 'node:stream';

/** Cells of a line where nobody says how wide the terminal is. */
const WIDTH_DEFAULT = 100;
/** Wider than this a table is harder to read, not easier. */
const WIDTH_MAX = 132;

/** What the program gets from the process it runs in. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether a terminal has said that it shows nothing but ASCII, or has no braille. */
export function isAsciiOnly(env: Surroundings['env']): boolean {
  // An empty one is as good as none.
  const locales = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']];
  const locale = locales.find((name) => name !== undefined && name !== '') ?? 'UTF-8';
  const term = env['TERM'] ?? '';
  return !/utf-?8/i.test(locale) || term === 'dumb' || term === 'linux';
}

/** Cells of a line of text on the given output. */
export function textWidth({ stdout }: Surroundings): number {
  return Math.min(stdout.columns ?? WIDTH_DEFAULT, WIDTH_MAX);
}
